/* A report as one self-contained HTML page. Its content security policy lets nothing run and
 * nothing be fetched but the style and the scripts below, which are known by their digests. */
#include <string.h>

#include "common/decimal.h"
#include "common/shown.h"
#include "report/assets.h"
#include "report/cell.h"
#include "report/html.h"

static void append_digest(GString *html, const char *text)
{
    guint8 digest[32];
    gsize length = sizeof digest;
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_checksum_update(checksum, (const guchar *)text, (gssize)strlen(text));
    g_checksum_get_digest(checksum, digest, &length);
    g_autofree char *base64 = g_base64_encode(digest, length);
    g_string_append_printf(html, " 'sha256-%s'", base64);
}

static bool any_section(const ReportData *data,
                        bool (*holds)(const ReportSection *section, const Rows *rows))
{
    for (guint i = 0; i < data->sections->len; i++)
        if (holds(data->sections->pdata[i], data->rows->pdata[i]))
            return true;
    return false;
}

static bool has_charts(const ReportData *data)
{
    return any_section(data, html_has_chart);
}

static void append_head(GString *html, const ReportData *data, const char *style)
{
    g_string_append(html, "<!doctype html>\n<html lang=en><head><meta charset=utf-8>\n"
                          "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; "
                          "base-uri 'none'; form-action 'none'; style-src");
    append_digest(html, style);
    if (has_charts(data)) {
        g_string_append(html, "; script-src");
        append_digest(html, asset_uplot_js);
        append_digest(html, asset_page_js);
    }
    g_string_append(html, "\">\n<meta name=viewport content=\"width=device-width,initial-scale=1\">"
                          "<meta name=color-scheme content=\"light dark\">\n<title>");
    html_append_text(html, data->report->title);
    g_string_append_printf(html, "</title>\n<style>%s</style></head>\n<body%s>\n", style,
                           any_section(data, html_is_wide) ? " class=wide" : "");
}

static void append_scope(GString *html, const Rows *scope)
{
    g_string_append(html, "<dl class=scope>");
    for (guint i = 0; i < rows_n_columns(scope); i++) {
        g_autofree char *words = NULL, *shown = NULL;
        if (!cell_fact(scope, i, &words, &shown))
            continue;
        bool is_digest = g_str_has_suffix(words, "digest");
        g_string_append(html, is_digest ? "<div class=digest><dt>" : "<div><dt>");
        html_append_text(html, words);
        g_string_append(html, "</dt><dd>");
        html_append_name(html, shown);
        g_string_append(html, "</dd></div>");
    }
    g_string_append(html, "</dl>\n");
}

static void append_total(GString *html, const Rows *identity)
{
    int64_t micro = 0;
    const char *total = rows_get_named(identity, 0, "total");
    if (total == NULL) /* several currencies */
        return;
    g_autofree char *shown =
        money_parse(total, &micro, NULL) ? shown_money(micro) : shown_number(total);
    g_string_append(html, "<p class=total>");
    html_append_text(html, shown);
    g_string_append(html, " <small>");
    html_append_text(html, rows_get_named(identity, 0, "currency"));
    g_string_append(html, " in all</small></p>\n");
}

static void append_identity(GString *html, const Rows *identity)
{
    g_string_append(html, "<section aria-labelledby=s-adds-up><h2 id=s-adds-up>It adds up</h2>"
                          "<p class=explains>Every line is part of the total, to the millionth of "
                          "the currency: ");
    html_append_text(html, rows_get_named(identity, 0, "statement"));
    g_string_append(html, ". Difference: ");
    html_append_text(html, rows_get_named(identity, 0, "difference"));
    g_string_append(html, ".</p></section>\n");
}

static void append_scripts(GString *html)
{
    g_string_append_printf(html,
                           "<!-- The charts are drawn by uPlot:\n%s-->\n<script>%s</script>\n"
                           "<script>%s</script>\n",
                           asset_uplot_licence, asset_uplot_js, asset_page_js);
}

char *report_to_html(const ReportData *data)
{
    GString *html = g_string_new(NULL);
    g_autofree char *style = has_charts(data) ? g_strconcat(asset_uplot_css, asset_page_css, NULL)
                                              : g_strdup(asset_page_css);
    append_head(html, data, style);
    g_string_append(html, "<header><h1>");
    html_append_text(html, data->report->title);
    g_string_append(html, "</h1><p class=answers>");
    html_append_text(html, data->report->answers);
    g_string_append(html, "</p>\n");
    append_scope(html, data->scope);
    g_string_append(html, "</header>\n<main>\n");
    if (data->identity != NULL)
        append_total(html, data->identity);
    for (guint i = 0; i < data->sections->len; i++)
        html_append_section(html, data->sections->pdata[i], data->rows->pdata[i]);
    if (data->identity != NULL)
        append_identity(html, data->identity);
    g_string_append_printf(
        html,
        "</main>\n<footer>Report <code>%s</code> of vmatrix. Figures are rounded "
        "for reading; <code>--output</code> csv, json and xlsx carry them "
        "exactly.</footer>\n",
        data->report->name);
    if (has_charts(data))
        append_scripts(html);
    g_string_append(html, "</body></html>\n");
    return g_string_free(html, FALSE);
}
