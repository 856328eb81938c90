/* The table of a section: a heading, rows, sums. Rows of one name share it. */
#include <string.h>

#include "common/decimal.h"
#include "common/shown.h"
#include "report/cell.h"
#include "report/html.h"

#define MOST_ROWS    20000U /* a browser still opens it */
#define LONGEST_WORD 20     /* characters, a time as it is shown */

static bool is_shown(const ReportColumn *column)
{
    return !(column->flags & COLUMN_ASIDE);
}

void html_append_bar(GString *html, const char *ratio, const char *limit)
{
    double share = g_ascii_strtod(ratio, NULL);
    bool over = limit != NULL && share > g_ascii_strtod(limit, NULL);
    g_string_append_printf(html,
                           "<svg class=\"fill%s\" viewBox=\"0 0 100 10\" "
                           "preserveAspectRatio=none aria-hidden=true focusable=false>"
                           "<rect class=track width=100 height=10 />"
                           "<rect class=used width=%.1f height=10 />",
                           over ? " over" : "", CLAMP(100 * share, 0, 100));
    if (limit != NULL)
        g_string_append_printf(html, "<rect class=limit x=%.1f width=1 height=10 />",
                               CLAMP(100 * g_ascii_strtod(limit, NULL), 0, 99));
    g_string_append(html, "</svg>");
}

typedef struct {
    GString *html;
    const ReportSection *section;
    const Rows *rows;
    const char *currency; /* of all rows; NULL where each says its own */
    int names;            /* column that names the rows, -1: none */
} Table;

static void append_heading(GString *html, const ReportColumn *column)
{
    g_string_append(html,
                    cell_is_number(column->kind) ? "<th scope=col class=n>" : "<th scope=col>");
    html_append_text(html, column->title);
    g_string_append(html, "</th>");
}

static void append_filled(const Table *table, guint row, const char *ratio, const char *shown)
{
    g_string_append(table->html, "<td class=bar><span>");
    html_append_text(table->html, shown);
    g_string_append(table->html, "</span>");
    html_append_bar(table->html, ratio, cell_named(table->rows, row, "limit_ratio"));
    g_string_append(table->html, "</td>");
}

/* span: "" or a rowspan attribute. */
static void append_number(const Table *table, guint row, guint index, const char *span)
{
    const ReportColumn *column = &table->section->columns[index];
    const char *text = rows_get(table->rows, row, index);
    g_autofree char *shown = cell_shown(table->rows, row, column, index);
    if (column->kind == COLUMN_FILL && text != NULL) {
        append_filled(table, row, text, shown);
        return;
    }
    g_string_append_printf(table->html, "<td class=n%s>", span);
    html_append_text(table->html, shown);
    if (cell_is_money(column->kind) && text != NULL && table->currency == NULL) {
        g_string_append_c(table->html, ' ');
        html_append_text(table->html, cell_named(table->rows, row, "currency"));
    }
    g_string_append(table->html, "</td>");
}

static int names_column(const ReportSection *section)
{
    for (int i = 0; section->columns[i].name != NULL; i++)
        if (section->columns[i].flags & COLUMN_NAMES)
            return i;
    return -1;
}

static bool same_name(const Table *table, guint left, guint right)
{
    const char *name = rows_get(table->rows, left, (guint)table->names);
    return name != NULL && g_strcmp0(name, rows_get(table->rows, right, (guint)table->names)) == 0;
}

/* How many rows from row on have its name; 0 where the row before has it too. */
static guint rows_of_one_name(const Table *table, guint row)
{
    if (table->names < 0)
        return 1;
    if (row > 0 && same_name(table, row - 1, row))
        return 0;
    guint n = 1;
    while (row + n < rows_n(table->rows) && same_name(table, row, row + n))
        n++;
    return n;
}

/* How text may be broken: not at all where it is short, between words of usual length, else
 * anywhere. */
static char breaking(const char *text)
{
    glong whole = g_utf8_strlen(text, -1), longest = 0, word = 0;
    for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
        word = g_unichar_isspace(g_utf8_get_char(at)) ? 0 : word + 1;
        longest = MAX(longest, word);
    }
    return whole <= LONGEST_WORD ? 'k' : longest <= LONGEST_WORD ? 'w' : 'a';
}

static char *tag_of(const ReportColumn *column, guint n_shared, const char *shown)
{
    if (column->flags & COLUMN_NAMES)
        return g_strdup_printf("th class=%c scope=%s", breaking(shown),
                               n_shared > 1 ? "rowgroup" : "row");
    return g_strdup_printf("td class=\"t %c\"", breaking(shown));
}

static void append_cell(const Table *table, guint row, guint index, guint n_shared)
{
    const ReportColumn *column = &table->section->columns[index];
    bool is_shared = column->flags & (COLUMN_NAMES | COLUMN_SHARED);
    if (is_shared && n_shared == 0)
        return;
    g_autofree char *span =
        is_shared && n_shared > 1 ? g_strdup_printf(" rowspan=%u", n_shared) : g_strdup("");
    if (cell_is_number(column->kind)) {
        append_number(table, row, index, span);
        return;
    }
    g_autofree char *shown = cell_shown(table->rows, row, column, index);
    g_autofree char *tag = tag_of(column, n_shared, shown);
    g_string_append_printf(table->html, "<%s%s>", tag, span);
    html_append_name(table->html, shown);
    g_string_append(table->html, column->flags & COLUMN_NAMES ? "</th>" : "</td>");
}

static void append_row(const Table *table, guint row)
{
    bool idle = g_strcmp0(cell_named(table->rows, row, "kind"), "idle") == 0;
    g_string_append(table->html, idle ? "<tr class=idle>" : "<tr>");
    guint n_shared = rows_of_one_name(table, row);
    for (guint i = 0; table->section->columns[i].name != NULL; i++)
        if (is_shown(&table->section->columns[i]))
            append_cell(table, row, i, n_shared);
    g_string_append(table->html, "</tr>\n");
}

static void append_sums(GString *html, const ReportSection *section, const Rows *rows)
{
    bool any = false;
    g_autoptr(GString) line = g_string_new("<tfoot><tr>");
    bool first = true;
    for (guint i = 0; section->columns[i].name != NULL; i++) {
        if (!is_shown(&section->columns[i]))
            continue;
        g_autofree char *sum = report_sum(rows, &section->columns[i], i);
        int64_t micro = 0;
        if (sum != NULL && money_parse(sum, &micro, NULL)) {
            g_autofree char *shown = shown_money(micro);
            g_string_append(line, "<td class=n>");
            html_append_text(line, shown);
            g_string_append(line, "</td>");
            any = true;
        } else {
            g_string_append(line, first ? "<th scope=row>Sum</th>" : "<td></td>");
        }
        first = false;
    }
    if (any)
        g_string_append_printf(html, "%s</tr></tfoot>", line->str);
}

void html_append_table(GString *html, const ReportSection *section, const Rows *rows)
{
    const Table table = {html, section, rows, cell_currency(rows), names_column(section)};
    g_string_append(html, "<div class=wrap tabindex=0 role=group aria-label=\"");
    html_append_text(html, section->title);
    g_string_append(html, "\"><table>");
    if (table.currency != NULL) {
        g_string_append(html, "<caption>Money in ");
        html_append_text(html, table.currency);
        g_string_append(html, "</caption>");
    }
    g_string_append(html, "<thead><tr>");
    for (guint i = 0; section->columns[i].name != NULL; i++)
        if (is_shown(&section->columns[i]))
            append_heading(html, &section->columns[i]);
    g_string_append(html, "</tr></thead><tbody>\n");
    for (guint row = 0; row < MIN(rows_n(rows), MOST_ROWS); row++)
        append_row(&table, row);
    g_string_append(html, "</tbody>");
    append_sums(html, section, rows);
    g_string_append(html, "</table></div>\n");
    if (rows_n(rows) > MOST_ROWS)
        g_string_append_printf(
            html,
            "<p class=empty>The first %u of %u rows; sums are of all. The rest is "
            "in csv, json and xlsx.</p>\n",
            MOST_ROWS, rows_n(rows));
}
