#include "cli/table_output.h"

#include <jansson.h>
#include <libsmartcols.h>
#include <stdio.h>
#include <string.h>

#include "common/csv.h"

static json_t *cell_to_json(const Rows *rows, guint row, guint column)
{
    const char *text = rows_get(rows, row, column);
    if (text == NULL)
        return json_null();
    switch (rows_cell_kind(rows, column)) {
    case CELL_WHOLE:
        return json_integer(g_ascii_strtoll(text, NULL, 10));
    case CELL_TRUTH:
        return json_boolean(strcmp(text, "t") == 0);
    default:
        return json_string(text);
    }
}

static void print_json(const Rows *rows, const char *name)
{
    json_t *array = json_array();
    for (guint row = 0; row < rows_n(rows); row++) {
        json_t *object = json_object();
        for (guint i = 0; i < rows_n_columns(rows); i++)
            json_object_set_new(object, rows_column_name(rows, i), cell_to_json(rows, row, i));
        json_array_append_new(array, object);
    }
    json_t *root = json_pack("{s:i, s:o}", "format", 1, name, array);
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

static const char *shown_text(const Rows *rows, guint row, guint column)
{
    const char *text = rows_get(rows, row, column);
    if (text == NULL || rows_cell_kind(rows, column) != CELL_TRUTH)
        return text == NULL ? "" : text;
    return strcmp(text, "t") == 0 ? "yes" : "no";
}

static void print_csv(const Rows *rows)
{
    g_autoptr(GString) line = g_string_new(NULL);
    for (guint i = 0; i < rows_n_columns(rows); i++)
        csv_append_cell(line, rows_column_name(rows, i), i == 0);
    printf("%s\r\n", line->str);
    for (guint row = 0; row < rows_n(rows); row++) {
        g_string_truncate(line, 0);
        for (guint i = 0; i < rows_n_columns(rows); i++)
            csv_append_cell(line, shown_text(rows, row, i), i == 0);
        printf("%s\r\n", line->str);
    }
}

/* The first names the row; others that are empty in every row only make the table wide. */
static bool is_shown(const Rows *rows, guint column)
{
    bool shown = column == 0;
    for (guint row = 0; row < rows_n(rows) && !shown; row++)
        shown = shown_text(rows, row, column)[0] != '\0';
    return shown;
}

static void add_column(struct libscols_table *table, const Rows *rows, guint column)
{
    CellKind kind = rows_cell_kind(rows, column);
    bool right = kind == CELL_WHOLE || kind == CELL_DECIMAL;
    struct libscols_column *added = scols_table_new_column(table, rows_column_name(rows, column), 0,
                                                           right ? SCOLS_FL_RIGHT : 0);
    for (guint row = 0; row < rows_n(rows); row++) {
        g_autofree char *text = cli_escape(shown_text(rows, row, column));
        scols_line_set_column_data(scols_table_get_line(table, row), added, text);
    }
}

static void print_table(const Rows *rows)
{
    if (rows_n(rows) == 0) {
        fputs("nothing to show\n", stderr);
        return;
    }
    struct libscols_table *table = scols_new_table();
    for (guint row = 0; row < rows_n(rows); row++)
        scols_table_new_line(table, NULL);
    for (guint i = 0; i < rows_n_columns(rows); i++)
        if (is_shown(rows, i))
            add_column(table, rows, i);
    scols_print_table(table);
    scols_unref_table(table);
}

void table_output(const Rows *rows, const char *name, OutputFormat format)
{
    if (format == OUTPUT_JSON)
        print_json(rows, name);
    else if (format == OUTPUT_CSV)
        print_csv(rows);
    else
        print_table(rows);
}
