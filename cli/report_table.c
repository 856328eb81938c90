#include "cli/report_table.h"

#include <libsmartcols.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/style.h"
#include "cli/wrap.h"
#include "common/decimal.h"
#include "common/shown.h"
#include "report/cell.h"

#define BAR_CELLS 16

static bool is_shown(const ReportColumn *column)
{
    return !(column->flags & COLUMN_ASIDE);
}

static char *cell_text(const Rows *rows, guint row, const ReportColumn *column, guint index,
                       const Style *style)
{
    g_autofree char *shown = cell_shown(rows, row, column, index);
    const char *text = rows_get(rows, row, index);
    if (column->kind != COLUMN_FILL || text == NULL)
        return cli_escape(shown);
    int64_t permille = (int64_t)(1000 * g_ascii_strtod(text, NULL) + 0.5);
    g_autofree char *bar = style_bar(style, permille, 1000, BAR_CELLS);
    return g_strdup_printf("%s %7s", bar, shown);
}

static void add_sums(struct libscols_table *table, const ReportSection *section, const Rows *rows)
{
    struct libscols_line *line = NULL;
    guint place = 0;
    for (guint i = 0; section->columns[i].name != NULL; i++) {
        g_autofree char *sum = report_sum(rows, &section->columns[i], i);
        int64_t micro = 0;
        if (is_shown(&section->columns[i]) && sum != NULL && money_parse(sum, &micro, NULL)) {
            g_autofree char *shown = shown_money(micro);
            if (line == NULL) {
                line = scols_table_new_line(table, NULL);
                scols_line_set_data(line, 0, "sum");
            }
            scols_line_set_data(line, place, shown);
        }
        place += is_shown(&section->columns[i]);
    }
}

static void print_rows(const ReportSection *section, const Rows *rows, const Style *style)
{
    struct libscols_table *table = scols_new_table();
    for (const ReportColumn *column = section->columns; column->name != NULL; column++) {
        g_autofree char *title = g_utf8_strup(column->title, -1);
        int flags = cell_is_number(column->kind) ? SCOLS_FL_RIGHT : SCOLS_FL_WRAP;
        if (is_shown(column))
            scols_table_new_column(table, title, 0, flags);
    }
    for (guint row = 0; row < rows_n(rows); row++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);
        guint place = 0;
        for (guint i = 0; section->columns[i].name != NULL; i++)
            if (is_shown(&section->columns[i])) {
                g_autofree char *text = cell_text(rows, row, &section->columns[i], i, style);
                scols_line_set_data(line, place++, text);
            }
    }
    add_sums(table, section, rows);
    scols_print_table(table);
    scols_unref_table(table);
}

static void print_figures(const ReportSection *section, const Rows *rows, const Style *style)
{
    for (guint i = 0; section->columns[i].name != NULL; i++) {
        const ReportColumn *column = &section->columns[i];
        if (!is_shown(column) || rows_get(rows, 0, i) == NULL)
            continue;
        g_autofree char *text = cell_text(rows, 0, column, i, style);
        const char *currency = cell_is_money(column->kind) ? cell_named(rows, 0, "currency") : NULL;
        printf("%-24s %s%s%s\n", column->title, text, currency == NULL ? "" : " ",
               currency == NULL ? "" : currency);
    }
}

static void print_sentences(const Rows *rows, const Style *style)
{
    for (guint row = 0; row < rows_n(rows); row++) {
        g_autofree char *text = cli_escape(rows_get(rows, row, 0));
        g_autofree char *wrapped = wrap_text(text, MAX(style->width - 2, 20));
        g_auto(GStrv) lines = g_strsplit(wrapped, "\n", -1);
        for (guint i = 0; lines[i] != NULL; i++)
            printf("%s %s\n", i == 0 ? "-" : " ", lines[i]);
    }
}

static void print_section(const ReportSection *section, const Rows *rows, const Style *style)
{
    if (rows_n(rows) == 0 && section->empty == NULL)
        return;
    g_autofree char *title = style_paint(style, TONE_STRONG, section->title);
    const char *currency = section->shape == SECTION_TABLE ? cell_currency(rows) : NULL;
    printf("\n%s%s%s\n", title, currency == NULL ? "" : ", ", currency == NULL ? "" : currency);
    if (rows_n(rows) == 0)
        printf("%s\n", section->empty);
    else if (section->shape == SECTION_FIGURES)
        print_figures(section, rows, style);
    else if (section->shape == SECTION_SENTENCES)
        print_sentences(rows, style);
    else
        print_rows(section, rows, style);
}

static void print_scope(const Rows *scope)
{
    const char *between = "";
    for (guint i = 0; i < rows_n_columns(scope); i++) {
        g_autofree char *words = NULL, *shown = NULL;
        if (g_str_has_suffix(rows_column_name(scope, i), "digest") ||
            !cell_fact(scope, i, &words, &shown))
            continue;
        g_autofree char *escaped = cli_escape(shown);
        printf("%s%s %s", between, words, escaped);
        between = ", ";
    }
    putchar('\n');
}

void report_table_print(const ReportData *data)
{
    Style style = style_of_stdout();
    g_autofree char *title = style_paint(&style, TONE_STRONG, data->report->title);
    fputs(title, stdout);
    int64_t micro = 0;
    const char *sum = data->identity == NULL ? NULL : rows_get_named(data->identity, 0, "total");
    if (sum != NULL && money_parse(sum, &micro, NULL)) {
        g_autofree char *total = shown_money(micro);
        printf(": %s %s", total, rows_get_named(data->identity, 0, "currency"));
    }
    putchar('\n');
    print_scope(data->scope);
    for (guint i = 0; i < data->sections->len; i++)
        print_section(data->sections->pdata[i], data->rows->pdata[i], &style);
}

void report_table_list(void)
{
    struct libscols_table *table = scols_new_table();
    scols_table_new_column(table, "REPORT", 0, 0);
    scols_table_new_column(table, "ANSWERS", 0, SCOLS_FL_WRAP);
    for (const Report *report = report_registry; report->name != NULL; report++) {
        struct libscols_line *line = scols_table_new_line(table, NULL);
        scols_line_set_data(line, 0, report->name);
        scols_line_set_data(line, 1, report->answers);
    }
    scols_print_table(table);
    scols_unref_table(table);
}
