/* One section of a report as CSV (RFC 4180). */
#include "common/csv.h"
#include "common/error.h"
#include "report/cell.h"

/* A spreadsheet takes text that begins so for a formula (OWASP, CSV injection; the wide forms too):
 * such text gets an apostrophe before it. Figures are written by us and keep their minus sign. */
static void append_text(GString *csv, const char *text, bool first)
{
    static const char *const begins[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "＝", "＋", "－", "＠", NULL};
    bool is_formula = false;
    for (guint i = 0; begins[i] != NULL; i++)
        is_formula |= g_str_has_prefix(text, begins[i]);
    g_autofree char *guarded = g_strconcat(is_formula ? "'" : "", text, NULL);
    csv_append_cell(csv, guarded, first);
}

static void append_row(GString *csv, const ReportSection *section, const Rows *rows, guint row)
{
    for (guint i = 0; section->columns[i].name != NULL; i++) {
        g_autofree char *text = cell_exact(rows, row, &section->columns[i], i);
        const char *shown = text == NULL ? "" : text;
        if (text == NULL && i == 0 && section->columns[1].name != NULL)
            continue; /* NULL is nothing, not "" */
        if (!cell_is_number(section->columns[i].kind))
            append_text(csv, shown, i == 0);
        else
            csv_append_cell(csv, shown, i == 0);
    }
    g_string_append(csv, "\r\n");
}

char *report_to_csv(const ReportData *data, GError **error)
{
    if (data->sections->len != 1) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "a CSV holds one table, report '%s' has %u", data->report->name,
                    data->sections->len);
        GString *names = g_string_new(NULL);
        for (guint i = 0; i < data->sections->len; i++)
            g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                                   ((const ReportSection *)data->sections->pdata[i])->name);
        error_add_hint(error, "choose it with --section: %s", names->str);
        g_string_free(names, TRUE);
        return NULL;
    }
    const ReportSection *section = data->sections->pdata[0];
    GString *csv = g_string_new(NULL);
    for (guint i = 0; section->columns[i].name != NULL; i++)
        csv_append_cell(csv, section->columns[i].name, i == 0);
    g_string_append(csv, "\r\n");
    const Rows *rows = data->rows->pdata[0];
    for (guint row = 0; row < rows_n(rows); row++)
        append_row(csv, section, rows, row);
    return g_string_free(csv, FALSE);
}
