/* A report as a workbook: a sheet that says what it is of, then one sheet a section. Text is always
 * written as text, so no name becomes a formula or a link; there are no formulas at all. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "common/error.h"
#include "common/file.h"
#include "report/cell.h"

#define SHEET_ROWS   1048576u /* the format's own limit */
#define TEXT_BYTES   32767u   /* of one cell */
#define MIN_WIDTH    8
#define MAX_WIDTH    48
#define WIDTH_MARGIN 3 /* the arrow of the filter */
#define ABOUT_WIDTH  80

typedef struct {
    lxw_workbook *book;
    lxw_format *head, *strong, *wrapped;
} Workbook;

/* What cells of a kind look like; currency is ours to trust only as a code of ISO 4217. */
static char *number_format(ColumnKind kind, const char *currency)
{
    bool is_code = currency != NULL && strlen(currency) == 3 &&
                   strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
    switch (kind) {
    case COLUMN_PRICE:
        return is_code ? g_strdup_printf("#,##0.00#### [$%s];[Red]-#,##0.00#### [$%s]", currency,
                                         currency)
                       : g_strdup("#,##0.00####");
    case COLUMN_MONEY:
        return is_code ? g_strdup_printf("#,##0.00 [$%s];[Red]-#,##0.00 [$%s]", currency, currency)
                       : g_strdup("#,##0.00");
    case COLUMN_COUNT:
    case COLUMN_AMOUNT:
        return g_strdup("#,##0");
    case COLUMN_RATIO:
    case COLUMN_FILL:
        return g_strdup("0.0%");
    case COLUMN_TIME:
        return g_strdup("yyyy-mm-dd hh:mm:ss");
    case COLUMN_MEASURE:
    case COLUMN_FACTOR:
        return g_strdup("#,##0.00");
    default:
        return g_strdup("#,##0.0");
    }
}

static lxw_format *cell_format(Workbook *workbook, ColumnKind kind, const char *currency, bool bold)
{
    lxw_format *format = workbook_add_format(workbook->book);
    if (cell_is_number(kind) || kind == COLUMN_TIME) {
        g_autofree char *pattern = number_format(kind, currency);
        format_set_num_format(format, pattern);
    }
    if (bold) {
        format_set_bold(format);
        format_set_top(format, LXW_BORDER_THIN);
    }
    return format;
}

/* The unit that people's tables write behind each figure stands in the heading here. */
static char *heading(const ReportColumn *column)
{
    static const char *const units[] = {
        [COLUMN_SECONDS] = " (s)", [COLUMN_MINUTES] = " (min)", [COLUMN_HOURS] = " (h)",
        [COLUMN_DAYS] = " (days)", [COLUMN_TIME] = " (UTC)",    [COLUMN_TRUTH] = NULL,
    };
    return g_strconcat(column->title, units[column->kind], NULL);
}

static void write_text(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                       lxw_format *format)
{
    g_autofree char *fitting =
        strlen(text) <= TEXT_BYTES ? g_strdup(text) : g_utf8_substring(text, 0, TEXT_BYTES / 4);
    worksheet_write_string(sheet, row, column, fitting, format);
}

static void write_time(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
                       lxw_format *format)
{
    g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(text, NULL);
    if (time == NULL) {
        write_text(sheet, row, column, text, format);
        return;
    }
    lxw_datetime parts = {
        g_date_time_get_year(time),         g_date_time_get_month(time),
        g_date_time_get_day_of_month(time), g_date_time_get_hour(time),
        g_date_time_get_minute(time),       g_date_time_get_second(time),
    };
    worksheet_write_datetime(sheet, row, column, &parts, format);
}

static void write_cell(lxw_worksheet *sheet, lxw_row_t at, guint index, const Rows *rows, guint row,
                       const ReportColumn *column, lxw_format *format)
{
    g_autofree char *text = cell_exact(rows, row, column, index);
    lxw_col_t place = (lxw_col_t)index;
    if (text == NULL)
        worksheet_write_blank(sheet, at, place, format);
    else if (column->kind == COLUMN_TRUTH)
        worksheet_write_boolean(sheet, at, place, cell_is_true(text), format);
    else if (column->kind == COLUMN_TIME)
        write_time(sheet, at, place, text, format);
    else if (cell_is_number(column->kind))
        worksheet_write_number(sheet, at, place, g_ascii_strtod(text, NULL), format);
    else
        write_text(sheet, at, place, text, format);
}

static double column_width(const ReportColumn *column, const Rows *rows, guint index)
{
    g_autofree char *title = heading(column);
    glong widest = g_utf8_strlen(title, -1) + WIDTH_MARGIN;
    for (guint row = 0; row < rows_n(rows); row++) {
        g_autofree char *text = cell_shown(rows, row, column, index);
        glong currency = cell_is_money(column->kind) ? 4 : 0;
        widest = MAX(widest, g_utf8_strlen(text, -1) + currency + 1);
    }
    return (double)CLAMP(widest, MIN_WIDTH, MAX_WIDTH);
}

static bool has_sums(const ReportSection *section, const Rows *rows)
{
    for (guint i = 0; section->columns[i].name != NULL; i++) {
        g_autofree char *sum = report_sum(rows, &section->columns[i], i);
        if (sum != NULL)
            return true;
    }
    return false;
}

static void write_column(Workbook *workbook, lxw_worksheet *sheet, const ReportSection *section,
                         const Rows *rows, guint index)
{
    const ReportColumn *column = &section->columns[index];
    lxw_col_t place = (lxw_col_t)index;
    lxw_format *format = cell_format(workbook, column->kind, cell_currency(rows), false);
    g_autofree char *title = heading(column);
    worksheet_set_column(sheet, place, place, column_width(column, rows, index), NULL);
    write_text(sheet, 0, place, title, workbook->head);
    for (guint row = 0; row < rows_n(rows); row++)
        write_cell(sheet, row + 1, index, rows, row, column, format);
    g_autofree char *sum = report_sum(rows, column, index);
    lxw_row_t below = rows_n(rows) + 2; /* a row apart, so that the filter leaves it alone */
    if (sum != NULL)
        worksheet_write_number(sheet, below, place, g_ascii_strtod(sum, NULL),
                               cell_format(workbook, column->kind, cell_currency(rows), true));
    else if (index == 0 && has_sums(section, rows))
        write_text(sheet, below, 0, "Sum", workbook->strong);
}

static void write_section(Workbook *workbook, const ReportSection *section, const Rows *rows)
{
    lxw_worksheet *sheet = workbook_add_worksheet(workbook->book, section->title);
    guint n = 0;
    for (; section->columns[n].name != NULL; n++)
        write_column(workbook, sheet, section, rows, n);
    worksheet_freeze_panes(sheet, 1, 0);
    worksheet_autofilter(sheet, 0, 0, MAX(rows_n(rows), 1), (lxw_col_t)(n - 1));
    worksheet_set_landscape(sheet);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    worksheet_repeat_rows(sheet, 0, 0);
}

/* A wrapped text; its row is as high as it needs, which not every program finds out by itself. */
static void write_wrapped(Workbook *workbook, lxw_worksheet *sheet, lxw_row_t at, const char *text)
{
    glong lines = 1 + g_utf8_strlen(text, -1) / ABOUT_WIDTH;
    if (lines > 1)
        worksheet_set_row(sheet, at, 15.0 * (double)MIN(lines, 20), NULL);
    write_text(sheet, at, 1, text, workbook->wrapped);
}

static lxw_row_t write_fields(Workbook *workbook, lxw_worksheet *sheet, lxw_row_t at,
                              const Rows *rows)
{
    for (guint i = 0; i < rows_n_columns(rows); i++) {
        const char *text = rows_get(rows, 0, i);
        g_autofree char *words = g_strdelimit(g_strdup(rows_column_name(rows, i)), "_", ' ');
        write_text(sheet, at, 0, words, workbook->strong);
        write_wrapped(workbook, sheet, at++, text == NULL ? "" : text);
    }
    return at;
}

static void write_about(Workbook *workbook, const ReportData *data)
{
    lxw_worksheet *sheet = workbook_add_worksheet(workbook->book, "About");
    worksheet_set_column(sheet, 0, 0, 24, NULL);
    worksheet_set_column(sheet, 1, 1, ABOUT_WIDTH, NULL);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
    write_text(sheet, 0, 0, data->report->title, workbook->strong);
    write_text(sheet, 1, 0, data->report->answers, NULL);
    lxw_row_t at = write_fields(workbook, sheet, 3, data->scope);
    if (data->identity != NULL)
        at = write_fields(workbook, sheet, at, data->identity);
    for (guint i = 0; i < data->sections->len; i++) {
        const ReportSection *section = data->sections->pdata[i];
        write_text(sheet, ++at, 0, section->title, workbook->strong);
        write_wrapped(workbook, sheet, at++, section->explains == NULL ? "" : section->explains);
        for (const ReportColumn *column = section->columns; column->name != NULL; column++)
            if (column->meaning != NULL) {
                write_text(sheet, at, 0, column->title, NULL);
                write_wrapped(workbook, sheet, at++, column->meaning);
            }
    }
}

/* The same report written again is the same file: its time is that of what it is of. */
static void set_properties(Workbook *workbook, const ReportData *data)
{
    lxw_doc_properties properties = {.created = 1};
    properties.title = (char *)(gintptr)data->report->title;
    properties.author = (char *)(gintptr) "vmatrix";
    for (guint i = 0; i < rows_n_columns(data->scope); i++) {
        const char *text = rows_get(data->scope, 0, i);
        g_autoptr(GDateTime) time = text == NULL ? NULL : g_date_time_new_from_iso8601(text, NULL);
        if (time != NULL)
            properties.created = (time_t)g_date_time_to_unix(time);
    }
    workbook_set_properties(workbook->book, &properties);
}

static bool check_size(const ReportData *data, GError **error)
{
    for (guint i = 0; i < data->rows->len; i++)
        if (rows_n(data->rows->pdata[i]) > SHEET_ROWS - 3) {
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                        "section '%s' has %u rows, a sheet holds %u",
                        ((const ReportSection *)data->sections->pdata[i])->name,
                        rows_n(data->rows->pdata[i]), SHEET_ROWS);
            error_add_hint(error, "write it as CSV, or choose a shorter period");
            return false;
        }
    return true;
}

static bool write_book(const ReportData *data, const char *path, GError **error)
{
    Workbook workbook = {.book = workbook_new(path)};
    workbook.head = workbook_add_format(workbook.book);
    format_set_bold(workbook.head);
    format_set_bg_color(workbook.head, 0xE3EAF2);
    format_set_bottom(workbook.head, LXW_BORDER_THIN);
    workbook.strong = workbook_add_format(workbook.book);
    format_set_bold(workbook.strong);
    workbook.wrapped = workbook_add_format(workbook.book);
    format_set_text_wrap(workbook.wrapped);
    set_properties(&workbook, data);
    write_about(&workbook, data);
    for (guint i = 0; i < data->sections->len; i++)
        write_section(&workbook, data->sections->pdata[i], data->rows->pdata[i]);
    lxw_error problem = workbook_close(workbook.book);
    if (problem == LXW_NO_ERROR)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "cannot make a workbook: %s",
                lxw_strerror(problem));
    return false;
}

bool report_write_xlsx(const ReportData *data, const char *path, GError **error)
{
    if (!check_size(data, error))
        return false;
    g_autofree char *temporary = NULL;
    int handle = g_file_open_tmp("vmatrix-XXXXXX.xlsx", &temporary, error);
    if (handle < 0)
        return false;
    close(handle);
    g_autofree char *content = NULL;
    gsize length = 0;
    bool written = write_book(data, temporary, error) &&
                   g_file_get_contents(temporary, &content, &length, error) &&
                   file_write(path, content, length, error);
    g_unlink(temporary);
    return written;
}
