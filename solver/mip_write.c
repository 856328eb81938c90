/* The program as a CPLEX LP file, for other solvers. */
#include <string.h>

#include "common/error.h"
#include "common/file.h"
#include "solver/exact.h"
#include "solver/mip.h"
#include "solver/solve.h"

#define LINE_LENGTH 90

static const char *const prefixes[N_COLUMN_KINDS] = {
    [COLUMN_PLACE] = "x",         [COLUMN_SERVE] = "y",        [COLUMN_CHANGE] = "change",
    [COLUMN_NOTICE] = "notice",   [COLUMN_OVERLOAD] = "over",  [COLUMN_BALANCE] = "balance",
    [COLUMN_LICENCE] = "licence", [COLUMN_TIER] = "tier",      [COLUMN_BREACH] = "breach",
    [COLUMN_USED] = "used",       [COLUMN_ZONE_USED] = "zone", [COLUMN_BUSIEST] = "busiest",
    [COLUMN_LARGEST] = "largest", [COLUMN_ABOVE] = "above",
};

typedef struct {
    GString *text;
    gsize line_start;
} Writer;

static void append_name(GString *text, const char *prefix, const uint32_t *index, uint32_t n)
{
    g_string_append(text, prefix);
    for (uint32_t i = 0; i < n; i++)
        g_string_append_printf(text, "_%u", index[i]);
}

static void append_column(GString *text, const MipColumn *column)
{
    append_name(text, prefixes[column->key.kind], column->key.index,
                column_kind_n_indices[column->key.kind]);
}

static void break_line(Writer *writer)
{
    if (writer->text->len - writer->line_start < LINE_LENGTH)
        return;
    g_string_append(writer->text, "\n ");
    writer->line_start = writer->text->len;
}

static void begin_line(Writer *writer)
{
    g_string_append_c(writer->text, '\n');
    writer->line_start = writer->text->len;
}

/* the sign, then value / 10^digits to the last digit. */
static void append_decimal(GString *text, const char *plus, const char *minus, Int128 value,
                           int digits)
{
    char reversed[64];
    int n = 0;
    g_string_append(text, value < 0 ? minus : plus);
    if (value < 0)
        value = -value;
    int least = digits > 0 ? digits + 2 : 1; /* a digit before the point */
    while (value > 0 || n < least) {
        reversed[n++] = (char)('0' + (int)(value % 10));
        value /= 10;
        if (n == digits)
            reversed[n++] = '.';
    }
    while (n > 0)
        g_string_append_c(text, reversed[--n]);
}

/* Micro-units as currency units: exact where whole, else with all digits that a double has. */
static void append_cost(GString *text, Fraction cost)
{
    if (cost.denominator == 1)
        append_decimal(text, "+ ", "- ", cost.numerator, 6);
    else
        g_string_append_printf(text, "%+.17g",
                               (double)cost.numerator / (double)cost.denominator / 1e6);
}

static void append_objective(Writer *writer, const Mip *mip)
{
    g_string_append(writer->text, "Minimize");
    begin_line(writer);
    g_string_append(writer->text, " cost: ");
    append_decimal(writer->text, "", "-", mip->constant, 6);
    g_string_append(writer->text, " one");
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        if (mip->columns[c].cost.numerator == 0)
            continue;
        break_line(writer);
        g_string_append_c(writer->text, ' ');
        append_cost(writer->text, mip->columns[c].cost);
        g_string_append_c(writer->text, ' ');
        append_column(writer->text, &mip->columns[c]);
    }
}

/* Digits by which a row is divided, so that its largest coefficient is below 1000. */
static int row_digits(const Mip *mip, const MipRow *row)
{
    int64_t largest = ABS(row->rhs);
    int digits = 0;
    for (uint32_t t = row->start; t < row[1].start; t++)
        largest = MAX(largest, ABS(mip->terms[t].coefficient));
    for (; largest >= 1000; largest /= 10)
        digits++;
    return digits;
}

static void append_row(Writer *writer, const Mip *mip, const MipRow *row)
{
    static const char *const senses[] = {"<=", ">=", "="};
    int digits = row_digits(mip, row);
    begin_line(writer);
    g_string_append_c(writer->text, ' ');
    append_name(writer->text, row_kind_names[row->key.kind], row->key.index,
                row_kind_n_indices[row->key.kind]);
    g_string_append_c(writer->text, ':');
    bool is_empty = row->start == row[1].start;
    if (is_empty) /* 0 ≤ b as one ≤ b + 1: cbc drops rows without terms even where they do not hold
                   */
        digits = 0;
    if (is_empty)
        g_string_append(writer->text, " one");
    for (uint32_t t = row->start; t < row[1].start; t++) {
        break_line(writer);
        g_string_append_c(writer->text, ' ');
        append_decimal(writer->text, "+ ", "- ", mip->terms[t].coefficient, digits);
        g_string_append_c(writer->text, ' ');
        append_column(writer->text, &mip->columns[mip->terms[t].column]);
    }
    g_string_append_printf(writer->text, " %s ", senses[row->sense]);
    append_decimal(writer->text, "", "-", (Int128)row->rhs + is_empty, digits);
}

static bool is_binary(const MipColumn *column)
{
    return column->is_integer && column->lower == 0 && column->upper == 1;
}

static void append_bounds(Writer *writer, const Mip *mip)
{
    g_string_append(writer->text, "\nBounds\n one = 1");
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        const MipColumn *column = &mip->columns[c];
        if (is_binary(column))
            continue;
        begin_line(writer);
        g_string_append_printf(writer->text, " %" G_GINT64_FORMAT " <= ", column->lower);
        append_column(writer->text, column);
        g_string_append_printf(writer->text, " <= %" G_GINT64_FORMAT, column->upper);
    }
}

static void append_integers(Writer *writer, const Mip *mip, const char *section, bool binary)
{
    bool any = false;
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        const MipColumn *column = &mip->columns[c];
        if (!column->is_integer || is_binary(column) != binary)
            continue;
        if (!any)
            g_string_append_printf(writer->text, "\n%s", section);
        begin_line(writer);
        g_string_append_c(writer->text, ' ');
        append_column(writer->text, column);
        any = true;
    }
}

/* Comment lines that no name can end or lengthen: control characters, backslashes and all that is
 * not ASCII are escaped, and long names go on in the next line. */
static void append_comment(GString *text, char letter, uint32_t index, const char *name)
{
    g_autofree char *escaped = g_strescape(name, NULL);
    gsize length = strlen(escaped);
    g_string_append_printf(text, "\\ %c %u = ", letter, index);
    for (gsize at = 0; at < length; at += LINE_LENGTH) {
        if (at > 0)
            g_string_append(text, "\n\\     ");
        g_string_append_len(text, escaped + at, (gssize)MIN(LINE_LENGTH, length - at));
    }
    g_string_append_c(text, '\n');
}

static void append_head(GString *text, const Problem *problem, const char *const *item_names,
                        const char *const *bin_names)
{
    g_string_append(text, "\\ Placement program of vmatrix: see docs/formulation.md\n"
                          "\\ x_V_H: domain V on host H; y_H: host H in service\n");
    for (uint32_t item = 0; item < problem->n_items; item++)
        append_comment(text, 'V', item, item_names[item]);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        append_comment(text, 'H', bin, bin_names[bin]);
}

static void append_program(Writer *writer, const Mip *mip)
{
    append_objective(writer, mip);
    g_string_append(writer->text, "\nSubject To");
    for (uint32_t i = 0; i < mip->n_rows; i++)
        append_row(writer, mip, &mip->rows[i]);
    begin_line(writer);
    g_string_append(writer->text, " constant: one = 1");
    append_bounds(writer, mip);
    append_integers(writer, mip, "Generals", false);
    append_integers(writer, mip, "Binaries", true);
    g_string_append(writer->text, "\nEnd\n");
}

bool problem_write_mip(const Problem *problem, const char *const *item_names,
                       const char *const *bin_names, const char *path, GError **error)
{
    g_autoptr(Mip) mip = mip_new(problem);
    if (mip == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "the program is too large to write: it has more than %d places",
                    MIP_MAX_PLACES);
        error_add_hint(error, "a place is a domain on a host where it may be");
        return false;
    }
    g_autoptr(GString) text = g_string_new(NULL);
    Writer writer = {.text = text};
    append_head(text, problem, item_names, bin_names);
    append_program(&writer, mip);
    return file_write(path, text->str, text->len, error);
}
