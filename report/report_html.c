/* The cost report as one self-contained HTML page: no script, no request to anywhere. */
#include <string.h>

#include "report/report.h"

static const char page_style[] =
    ":root{color-scheme:light dark;--ink:#1b2733;--soft:#5b6b7a;--line:#d8dfe6;--bar:#2f6fb3;"
    "--idle:#c98a1b;--paper:#fff}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6ecf2;--soft:#9fb0bf;--line:#33414e;"
    "--bar:#6aa9ea;--idle:#e0ac52;--paper:#12181f}}"
    "*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:1.5rem;"
    "font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}"
    "h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}"
    ".meta{color:var(--soft);margin:.25rem 0 1.5rem;overflow-wrap:anywhere}"
    ".total{font-size:2rem;font-weight:650;font-variant-numeric:tabular-nums}"
    ".wrap{overflow-x:auto}table{border-collapse:collapse;width:100%}"
    "th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;"
    "white-space:nowrap}th{color:var(--soft);font-weight:600}"
    ".n{text-align:right;font-variant-numeric:tabular-nums}"
    "td.bar{min-width:8rem;width:20%}.bar i{display:block;height:.8rem;background:var(--bar);"
    "border-radius:2px}.idle .bar i{background:var(--idle)}"
    "@media print{body{max-width:none;padding:0}.wrap{overflow:visible}}";

static void append_escaped(GString *html, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text == NULL ? "" : text, -1);
    g_string_append(html, escaped);
}

static bool is_number_column(const char *name)
{
    static const char *const names[] = {"domains", "machine",    "admin", "energy",
                                        "charged", "idle",       "total", "sunk",
                                        "fixed",   "use_energy", NULL};
    return g_strv_contains(names, name);
}

/* "1234.567890" as "1,234.57": for reading; the exact figure is in JSON and CSV. */
static void append_money(GString *html, const char *text)
{
    g_autofree char *rounded = g_strdup_printf("%.2f", g_ascii_strtod(text, NULL));
    const char *point = strchr(rounded, '.');
    for (const char *at = rounded; *at != '\0'; at++) {
        gssize left = point - at;
        if (at > rounded && at[-1] != '-' && left > 0 && left % 3 == 0)
            g_string_append_c(html, ',');
        g_string_append_c(html, *at);
    }
}

static void append_cell(GString *html, const char *column, const char *text)
{
    if (!is_number_column(column)) {
        g_string_append(html, "<td>");
        append_escaped(html, strcmp(column, "in_service") == 0
                                 ? (g_strcmp0(text, "1") == 0 ? "in service" : "off")
                                 : text);
        g_string_append(html, "</td>");
        return;
    }
    g_string_append(html, "<td class=n>");
    if (text != NULL && strcmp(column, "domains") != 0)
        append_money(html, text);
    else
        append_escaped(html, text);
    g_string_append(html, "</td>");
}

static void append_heading(GString *html, const char *column)
{
    g_autofree char *words = g_strdelimit(g_strdup(column), "_", ' ');
    g_string_append(html, is_number_column(column) ? "<th scope=col class=n>" : "<th scope=col>");
    append_escaped(html, words);
    g_string_append(html, "</th>");
}

static bool is_shown(const char *column)
{
    return strcmp(column, "currency") != 0;
}

/* Lines of services and teams begin with their kind. */
static bool is_idle_line(const Rows *rows, guint row)
{
    return strcmp(rows_column_name(rows, 0), "kind") == 0 &&
           strcmp(rows_get(rows, row, 0), "idle") == 0;
}

static void append_row(GString *html, const Rows *rows, guint row, double largest)
{
    g_string_append(html, is_idle_line(rows, row) ? "<tr class=idle>" : "<tr>");
    for (guint column = 0; column < rows_n_columns(rows); column++)
        if (is_shown(rows_column_name(rows, column)))
            append_cell(html, rows_column_name(rows, column), rows_get(rows, row, column));
    double total = g_ascii_strtod(rows_get_named(rows, row, "total"), NULL);
    g_string_append_printf(html, "<td class=bar><i style=\"width:%.1f%%\"></i></td></tr>\n",
                           largest > 0 ? 100 * total / largest : 0.0);
}

static void append_section(GString *html, const ReportSection *section, const Rows *rows,
                           const char *currency)
{
    double largest = 0;
    for (guint row = 0; row < rows_n(rows); row++)
        largest = MAX(largest, g_ascii_strtod(rows_get_named(rows, row, "total"), NULL));
    g_string_append_printf(html, "<h2>%s</h2><div class=wrap tabindex=0><table>\n<caption hidden>",
                           section->title);
    g_string_append(html, "Cost of a month in ");
    append_escaped(html, currency);
    g_string_append(html, "</caption><thead><tr>");
    for (guint column = 0; column < rows_n_columns(rows); column++)
        if (is_shown(rows_column_name(rows, column)))
            append_heading(html, rows_column_name(rows, column));
    g_string_append(html, "<th scope=col>share</th></tr></thead><tbody>\n");
    for (guint row = 0; row < rows_n(rows); row++)
        append_row(html, rows, row, largest);
    g_string_append(html, "</tbody></table></div>\n");
}

static void append_head(GString *html, const CostReport *report)
{
    g_string_append_printf(
        html,
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
        "<meta name=viewport content=\"width=device-width,initial-scale=1\">"
        "<title>Cost of a month</title><style>%s</style></head><body><main>\n<h1>Cost of a "
        "month</h1><p class=meta>730 hours, as of snapshot ",
        page_style);
    append_escaped(html, report->snapshot_id);
    g_string_append(html, " (");
    append_escaped(html, report->scenario);
    g_string_append(html, "), taken ");
    append_escaped(html, report->taken_at);
    g_string_append(html, "<br>");
    append_escaped(html, report->digest);
    g_string_append(html, "</p><p class=total>");
    append_money(html, report->total);
    g_string_append_c(html, ' ');
    append_escaped(html, report->currency);
    g_string_append(html,
                    "</p><p>Every line below is part of this sum. <em>Idle</em> is what hosts "
                    "in service cost beyond what domains use of them; <em>unallocated</em> is "
                    "used by domains that no service or team is mapped to.</p>\n");
}

char *cost_report_to_html(const CostReport *report)
{
    GString *html = g_string_new(NULL);
    append_head(html, report);
    for (guint i = 0; i < report->n_sections; i++)
        append_section(html, report->sections[i], report->rows[i], report->currency);
    g_string_append(html, "</main></body></html>\n");
    return g_string_free(html, FALSE);
}
