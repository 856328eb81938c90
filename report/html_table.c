/* The table of a section: a heading, rows, sums. Rows of one name share it. */
#include <string.h>

#include "common/decimal.h"
#include "common/shown.h"
#include "report/cell.h"
#include "report/html.h"

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

static void append_heading(GString *html, const ReportColumn *column)
{
    g_string_append(html,
                    cell_is_number(column->kind) ? "<th scope=col class=n>" : "<th scope=col>");
    html_append_text(html, column->title);
    g_string_append(html, "</th>");
}

/* span: "" or a rowspan attribute. */
static void append_number(GString *html, const Rows *rows, guint row, const ReportColumn *column,
                          guint index, const char *span)
{
    const char *text = rows_get(rows, row, index);
    g_autofree char *shown = cell_shown(rows, row, column, index);
    if (column->kind == COLUMN_FILL && text != NULL) {
        g_string_append(html, "<td class=bar><span>");
        html_append_text(html, shown);
        g_string_append(html, "</span>");
        html_append_bar(html, text, cell_named(rows, row, "limit_ratio"));
    } else {
        g_string_append_printf(html, "<td class=n%s>", span);
        html_append_text(html, shown);
        /* Rows of several currencies say theirs. */
        if (column->kind == COLUMN_MONEY && text != NULL && cell_currency(rows) == NULL) {
            g_string_append_c(html, ' ');
            html_append_text(html, cell_named(rows, row, "currency"));
        }
    }
    g_string_append(html, "</td>");
}

static int names_column(const ReportSection *section)
{
    for (int i = 0; section->columns[i].name != NULL; i++)
        if (section->columns[i].flags & COLUMN_NAMES)
            return i;
    return -1;
}

static bool same_name(const Rows *rows, guint left, guint right, int names)
{
    const char *name = rows_get(rows, left, (guint)names);
    return name != NULL && g_strcmp0(name, rows_get(rows, right, (guint)names)) == 0;
}

/* How many rows from row on have its name; 0 where the row before has it too. */
static guint rows_of_one_name(const Rows *rows, guint row, int names)
{
    if (names < 0)
        return 1;
    if (row > 0 && same_name(rows, row - 1, row, names))
        return 0;
    guint n = 1;
    while (row + n < rows_n(rows) && same_name(rows, row, row + n, names))
        n++;
    return n;
}

static void append_cell(GString *html, const Rows *rows, guint row, const ReportColumn *column,
                        guint index, guint n_shared)
{
    bool is_shared = column->flags & (COLUMN_NAMES | COLUMN_SHARED);
    if (is_shared && n_shared == 0)
        return;
    g_autofree char *span =
        is_shared && n_shared > 1 ? g_strdup_printf(" rowspan=%u", n_shared) : g_strdup("");
    if (cell_is_number(column->kind)) {
        append_number(html, rows, row, column, index, span);
        return;
    }
    bool is_name = column->flags & COLUMN_NAMES;
    g_autofree char *shown = cell_shown(rows, row, column, index);
    g_string_append_printf(html, "<%s%s>",
                           is_name ? n_shared > 1 ? "th scope=rowgroup" : "th scope=row"
                           : column->kind == COLUMN_TEXT ? "td class=t"
                                                         : "td",
                           span);
    html_append_name(html, shown);
    g_string_append(html, is_name ? "</th>" : "</td>");
}

static void append_row(GString *html, const ReportSection *section, const Rows *rows, guint row,
                       int names)
{
    g_string_append(html, g_strcmp0(cell_named(rows, row, "kind"), "idle") == 0 ? "<tr class=idle>"
                                                                                : "<tr>");
    guint n_shared = rows_of_one_name(rows, row, names);
    for (guint i = 0; section->columns[i].name != NULL; i++)
        if (is_shown(&section->columns[i]))
            append_cell(html, rows, row, &section->columns[i], i, n_shared);
    g_string_append(html, "</tr>\n");
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
            g_string_append_printf(line, "<td class=n>%s</td>", shown);
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
    g_string_append(html, "<div class=wrap tabindex=0 role=group aria-label=\"");
    html_append_text(html, section->title);
    g_string_append(html, "\"><table>");
    if (cell_currency(rows) != NULL) {
        g_string_append(html, "<caption>Money in ");
        html_append_text(html, cell_currency(rows));
        g_string_append(html, "</caption>");
    }
    g_string_append(html, "<thead><tr>");
    for (guint i = 0; section->columns[i].name != NULL; i++)
        if (is_shown(&section->columns[i]))
            append_heading(html, &section->columns[i]);
    g_string_append(html, "</tr></thead><tbody>\n");
    int names = names_column(section);
    for (guint row = 0; row < rows_n(rows); row++)
        append_row(html, section, rows, row, names);
    g_string_append(html, "</tbody>");
    append_sums(html, section, rows);
    g_string_append(html, "</table></div>\n");
}
