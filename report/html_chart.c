/* The data of a chart; drawing is page/page.js's work, with uPlot. */
#include <jansson.h>
#include <string.h>

#include "report/cell.h"
#include "report/html.h"

#define MAX_BARS   12
#define MAX_POINTS 5000 /* of a line */

bool html_has_chart(const ReportSection *section, const Rows *rows)
{
    return section->chart.kind != CHART_NONE &&
           rows_n(rows) >= (section->chart.kind == CHART_LINES ? 2 : 1);
}

/* A drawing may round: JSON and CSV carry the exact figures. */
static double value_at(const ReportSection *section, const Rows *rows, guint row, const char *name)
{
    int column = cell_column(section, name);
    const char *text = rows_get(rows, row, (guint)column);
    return text == NULL ? 0 : g_ascii_strtod(text, NULL);
}

static double size_of(const ReportSection *section, const Rows *rows, guint row)
{
    double size = 0;
    for (guint i = 0; i < CHART_MAX_SERIES && section->chart.series[i] != NULL; i++)
        size += value_at(section, rows, row, section->chart.series[i]);
    return size;
}

typedef struct {
    guint row;
    double size;
} Bar;

static int compare_bars(gconstpointer left, gconstpointer right)
{
    const Bar *a = left, *b = right;
    if (a->size != b->size)
        return a->size < b->size ? 1 : -1;
    return a->row < b->row ? -1 : a->row > b->row;
}

/* Rows to draw: the largest bars that are not nothing; lines all, in time order as they come. */
static GArray *choose_rows(const ReportSection *section, const Rows *rows)
{
    GArray *chosen = g_array_new(FALSE, FALSE, sizeof(Bar));
    bool lines = section->chart.kind == CHART_LINES;
    for (guint row = 0; row < rows_n(rows); row++) {
        Bar bar = {row, size_of(section, rows, row)};
        if (lines || bar.size != 0)
            g_array_append_val(chosen, bar);
    }
    if (!lines)
        g_array_sort(chosen, compare_bars);
    g_array_set_size(chosen, MIN(chosen->len, lines ? MAX_POINTS : MAX_BARS));
    return chosen;
}

static json_t *label_at(const ReportSection *section, const Rows *rows, guint row)
{
    guint index = (guint)cell_column(section, section->chart.label);
    if (section->chart.kind == CHART_LINES) {
        g_autofree char *text = cell_exact(rows, row, &section->columns[index], index);
        g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text == NULL ? "" : text, NULL);
        return time == NULL ? json_null() : json_integer(g_date_time_to_unix(time));
    }
    g_autofree char *text = cell_shown(rows, row, &section->columns[index], index);
    return json_string(text);
}

static json_t *series_to_json(const ReportSection *section, const Rows *rows, const GArray *chosen,
                              const char *name)
{
    json_t *values = json_array();
    for (guint i = 0; i < chosen->len; i++)
        json_array_append_new(
            values, json_real(value_at(section, rows, g_array_index(chosen, Bar, i).row, name)));
    const ReportColumn *column = &section->columns[cell_column(section, name)];
    return json_pack("{s:s, s:b, s:o}", "label", column->title, "ratio",
                     column->kind == COLUMN_RATIO || column->kind == COLUMN_FILL, "values", values);
}

static json_t *chart_to_json(const ReportSection *section, const Rows *rows, const GArray *chosen)
{
    static const char *const kinds[] = {"none", "bars", "stacked", "lines"};
    json_t *labels = json_array();
    for (guint i = 0; i < chosen->len; i++)
        json_array_append_new(labels, label_at(section, rows, g_array_index(chosen, Bar, i).row));
    json_t *series = json_array();
    for (guint i = 0; i < CHART_MAX_SERIES && section->chart.series[i] != NULL; i++)
        json_array_append_new(series,
                              series_to_json(section, rows, chosen, section->chart.series[i]));
    return json_pack("{s:s, s:o, s:o}", "kind", kinds[section->chart.kind], "labels", labels,
                     "series", series);
}

/* JSON inside a script element: no "<" may end the element. */
static void append_json(GString *html, json_t *value)
{
    char *dumped = json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(9));
    for (const char *at = dumped; *at != '\0'; at++)
        if (*at == '<')
            g_string_append(html, "\\u003c");
        else
            g_string_append_c(html, *at);
    free(dumped);
    json_decref(value);
}

void html_append_chart(GString *html, const ReportSection *section, const Rows *rows)
{
    g_autoptr(GArray) chosen = choose_rows(section, rows);
    const char *currency = cell_currency(rows);
    bool money =
        section->columns[cell_column(section, section->chart.series[0])].kind == COLUMN_MONEY;
    g_string_append(html, "<figure class=chart hidden><figcaption>");
    html_append_text(html, section->chart.title);
    if (money && currency != NULL) {
        g_string_append(html, ", ");
        html_append_text(html, currency);
    }
    if (chosen->len < rows_n(rows) && chosen->len == MAX_BARS)
        g_string_append_printf(html, " (the %u largest of %u)", chosen->len, rows_n(rows));
    g_string_append(html, "</figcaption><div class=plot role=img aria-label=\"Chart: ");
    html_append_text(html, section->chart.title);
    g_string_append(html, ". The table below holds its figures.\"></div>"
                          "<script type=\"application/json\">");
    append_json(html, chart_to_json(section, rows, chosen));
    g_string_append(html, "</script></figure>\n");
}
