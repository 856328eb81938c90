/* A report as JSON: stable, "format" 1; what the report is of, then one array a section. */
#include <jansson.h>

#include "report/cell.h"

/* Decimal text as a number of JSON: a whole one stays exact. */
static json_t *number(const char *text)
{
    char *end = NULL;
    gint64 whole = g_ascii_strtoll(text, &end, 10);
    if (*end == '\0')
        return json_integer(whole);
    return json_real(g_ascii_strtod(text, NULL));
}

static json_t *cell(const Rows *rows, guint row, const ReportColumn *column, guint index)
{
    g_autofree char *text = cell_exact(rows, row, column, index);
    if (text == NULL)
        return json_null();
    switch (column->kind) {
    case COLUMN_TEXT:
    case COLUMN_RESOURCE:
    case COLUMN_MONEY:
    case COLUMN_PRICE:
    case COLUMN_WORD:
    case COLUMN_MEASURE:
    case COLUMN_TIME:
        return json_string(text);
    case COLUMN_TRUTH:
        return json_boolean(cell_is_true(text));
    default:
        return number(text);
    }
}

static json_t *section_to_json(const ReportSection *section, const Rows *rows)
{
    json_t *array = json_array();
    for (guint row = 0; row < rows_n(rows); row++) {
        json_t *object = json_object();
        for (guint i = 0; section->columns[i].name != NULL; i++)
            json_object_set_new(object, section->columns[i].name,
                                cell(rows, row, &section->columns[i], i));
        json_array_append_new(array, object);
    }
    return array;
}

/* One row of a query whose columns need no registry. */
static void add_fields(json_t *root, const Rows *rows)
{
    for (guint i = 0; i < rows_n_columns(rows); i++) {
        const char *text = rows_get(rows, 0, i);
        bool whole = rows_cell_kind(rows, i) == CELL_WHOLE;
        json_object_set_new(root, rows_column_name(rows, i),
                            text == NULL ? json_null()
                            : whole      ? json_integer(g_ascii_strtoll(text, NULL, 10))
                                         : json_string(text));
    }
}

char *report_to_json(const ReportData *data)
{
    json_t *root = json_object();
    json_object_set_new(root, "format", json_integer(1));
    json_object_set_new(root, "report", json_string(data->report->name));
    add_fields(root, data->scope);
    if (data->identity != NULL)
        add_fields(root, data->identity);
    for (guint i = 0; i < data->sections->len; i++) {
        const ReportSection *section = data->sections->pdata[i];
        json_object_set_new(root, section->name, section_to_json(section, data->rows->pdata[i]));
    }
    char *dumped = json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(15));
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    json_decref(root);
    return text;
}
