/* The cost report as JSON and CSV. */
#include <jansson.h>
#include <string.h>

#include "common/csv.h"
#include "report/report.h"

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

/* Counts are numbers, money and names are strings. */
static json_t *cell_to_json(const char *column, const char *text)
{
    bool is_count = strcmp(column, "domains") == 0;
    bool is_flag = strcmp(column, "in_service") == 0;
    if (text == NULL)
        return json_null();
    if (is_flag)
        return json_boolean(strcmp(text, "1") == 0);
    return is_count ? json_integer(g_ascii_strtoll(text, NULL, 10)) : json_string(text);
}

static json_t *rows_to_json(const Rows *rows)
{
    json_t *array = json_array();
    for (guint row = 0; row < rows_n(rows); row++) {
        json_t *object = json_object();
        for (guint column = 0; column < rows_n_columns(rows); column++) {
            const char *name = rows_column_name(rows, column);
            json_object_set_new(object, name, cell_to_json(name, rows_get(rows, row, column)));
        }
        json_array_append_new(array, object);
    }
    return array;
}

char *cost_report_to_json(const CostReport *report)
{
    json_t *root = json_object();
    json_object_set_new(root, "format", json_integer(1));
    json_object_set_new(root, "report", json_string("cost"));
    json_object_set_new(root, "snapshot", text_or_null(report->snapshot_id));
    json_object_set_new(root, "snapshot_digest", text_or_null(report->digest));
    json_object_set_new(root, "scenario", text_or_null(report->scenario));
    json_object_set_new(root, "taken_at", text_or_null(report->taken_at));
    json_object_set_new(root, "currency", text_or_null(report->currency));
    json_object_set_new(root, "period_h", json_integer(730));
    json_object_set_new(root, "total", text_or_null(report->total));
    for (guint i = 0; i < report->n_sections; i++)
        json_object_set_new(root, report->sections[i]->name, rows_to_json(report->rows[i]));
    char *dumped = json_dumps(root, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    char *text = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    json_decref(root);
    return text;
}

/* A spreadsheet must not take a name for a formula. */
static void append_guarded(GString *csv, const char *text, bool first)
{
    bool is_formula = text != NULL && text[0] != '\0' && strchr("=+-@\t\r", text[0]) != NULL &&
                      !g_ascii_isdigit(text[1]);
    g_autofree char *guarded = g_strconcat(is_formula ? "'" : "", text == NULL ? "" : text, NULL);
    csv_append_cell(csv, guarded, first);
}

char *cost_report_to_csv(const CostReport *report)
{
    GString *csv = g_string_new(NULL);
    const Rows *rows = report->rows[0];
    for (guint column = 0; column < rows_n_columns(rows); column++)
        csv_append_cell(csv, rows_column_name(rows, column), column == 0);
    g_string_append(csv, "\r\n");
    for (guint row = 0; row < rows_n(rows); row++) {
        for (guint column = 0; column < rows_n_columns(rows); column++)
            append_guarded(csv, rows_get(rows, row, column), column == 0);
        g_string_append(csv, "\r\n");
    }
    return g_string_free(csv, FALSE);
}
