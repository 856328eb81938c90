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

static void add_line(struct libscols_table *table, const Rows *rows, guint row)
{
    struct libscols_line *line = scols_table_new_line(table, NULL);
    for (guint i = 0; i < rows_n_columns(rows); i++) {
        g_autofree char *text = cli_escape(shown_text(rows, row, i));
        scols_line_set_data(line, i, text);
    }
}

static void print_table(const Rows *rows)
{
    struct libscols_table *table = scols_new_table();
    for (guint i = 0; i < rows_n_columns(rows); i++) {
        CellKind kind = rows_cell_kind(rows, i);
        bool right = kind == CELL_WHOLE || kind == CELL_DECIMAL;
        scols_table_new_column(table, rows_column_name(rows, i), 0, right ? SCOLS_FL_RIGHT : 0);
    }
    for (guint row = 0; row < rows_n(rows); row++)
        add_line(table, rows, row);
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
