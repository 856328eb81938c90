#include "model/sheet.h"

#include <inttypes.h>
#include <string.h>

#include "common/error.h"
#include "common/text.h"
#include "model/parse.h"

static const TextTable *find_table(const GPtrArray *tables, const char *name)
{
    for (guint i = 0; i < tables->len; i++)
        if (strcmp(text_table_name(tables->pdata[i]), name) == 0)
            return tables->pdata[i];
    return NULL;
}

/* A cell of a database table has no column in a line. */
static char *place_of(const TextTable *table, const TextCell *cell)
{
    if (cell->column == 0)
        return g_strdup_printf("%s:%u", text_table_source(table), cell->line);
    return g_strdup_printf("%s:%u:%u", text_table_source(table), cell->line, cell->column);
}

static bool header_fail(const TextTable *table, uint32_t column, GError **error, const char *what)
{
    const TextCell *cell = text_table_header(table, column);
    g_autofree char *place = place_of(table, cell);
    g_autofree char *quoted = text_quote(cell->text);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: %s %s", place, what, quoted);
    return false;
}

static bool check_known_columns(const TextTable *table, GPtrArray *known, GHashTable *columns,
                                GError **error)
{
    for (uint32_t i = 0; i < text_table_n_columns(table); i++) {
        const char *name = text_table_header(table, i)->text;
        if (!g_ptr_array_find_with_equal_func(known, name, g_str_equal, NULL)) {
            header_fail(table, i, error, "unknown column");
            g_ptr_array_add(known, NULL);
            const char *nearest = text_nearest(name, (const char *const *)known->pdata);
            if (nearest != NULL)
                error_add_hint(error, "did you mean '%s'?", nearest);
            return false;
        }
        if (!g_hash_table_insert(columns, g_strdup(name), GUINT_TO_POINTER(i + 1)))
            return header_fail(table, i, error, "a second column");
    }
    return true;
}

static bool check_required_columns(const TextTable *table, const FileShape *shape,
                                   GHashTable *columns, GError **error)
{
    for (uint32_t i = 0; i < shape->n_required; i++) {
        if (g_hash_table_contains(columns, shape->columns[i]))
            continue;
        g_autofree char *place = place_of(table, text_table_header(table, 0));
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s: the column '%s' is missing in the header", place, shape->columns[i]);
        return false;
    }
    return true;
}

bool sheet_open(Sheet *ret_sheet, const GPtrArray *tables, FormatFile file,
                const char *const *more_columns, GError **error)
{
    const FileShape *shape = &format_files[file];
    const TextTable *table = find_table(tables, shape->name);
    if (table == NULL) {
        *ret_sheet = (Sheet){NULL, NULL};
        return true;
    }
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; shape->columns[i] != NULL; i++)
        g_ptr_array_add(known, g_strdup(shape->columns[i]));
    for (uint32_t i = 0; more_columns != NULL && more_columns[i] != NULL; i++)
        g_ptr_array_add(known, g_strdup(more_columns[i]));
    g_autoptr(GHashTable) columns = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!check_known_columns(table, known, columns, error) ||
        !check_required_columns(table, shape, columns, error))
        return false;
    *ret_sheet = (Sheet){table, g_steal_pointer(&columns)};
    return true;
}

void sheet_clear(Sheet *sheet)
{
    g_clear_pointer(&sheet->columns, g_hash_table_unref);
    sheet->table = NULL;
}

uint32_t sheet_n_rows(const Sheet *sheet)
{
    return sheet->table == NULL ? 0 : text_table_n_rows(sheet->table);
}

bool sheet_has_column(const Sheet *sheet, const char *column)
{
    return sheet->columns != NULL && g_hash_table_contains(sheet->columns, column);
}

/* NULL where the column is absent. */
static const TextCell *find_cell(Row row, const char *column)
{
    void *position = g_hash_table_lookup(row.sheet->columns, column);
    if (position == NULL)
        return NULL;
    return text_table_cell(row.sheet->table, row.row, GPOINTER_TO_UINT(position) - 1);
}

typedef struct {
    const char *name;
    uint32_t row;
} NamedRow;

static int compare_named_rows(const void *left, const void *right)
{
    const NamedRow *a = left;
    const NamedRow *b = right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

/* Reports the doubled name that stands first in the table. */
static bool check_doubled_names(const Sheet *sheet, const char *column, const NamedRow *sorted,
                                GError **error)
{
    uint32_t first = UINT32_MAX;
    uint32_t second = UINT32_MAX;
    for (uint32_t i = 1; i < sheet_n_rows(sheet); i++)
        if (strcmp(sorted[i - 1].name, sorted[i].name) == 0 && sorted[i].row < second) {
            first = sorted[i - 1].row;
            second = sorted[i].row;
        }
    if (second == UINT32_MAX)
        return true;
    const TextCell *other = find_cell((Row){sheet, first}, column);
    g_autofree char *quoted = text_quote(other->text);
    return cell_fail((Row){sheet, second}, column, error, "%s stands already in line %u", quoted,
                     other->line);
}

uint32_t *sheet_rank_by_name(const Sheet *sheet, const char *column, GError **error)
{
    uint32_t n = sheet_n_rows(sheet);
    g_autofree NamedRow *sorted = g_new0(NamedRow, (gsize)n + 1);
    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *name = NULL;
        if (!cell_name((Row){sheet, i}, column, &name, error))
            return NULL;
        sorted[i] = (NamedRow){cell_text((Row){sheet, i}, column), i};
    }
    qsort(sorted, n, sizeof(*sorted), compare_named_rows);
    if (!check_doubled_names(sheet, column, sorted, error))
        return NULL;
    uint32_t *ranks = g_new0(uint32_t, (gsize)n + 1);
    for (uint32_t i = 0; i < n; i++)
        ranks[sorted[i].row] = i;
    return ranks;
}

const char *cell_text(Row row, const char *column)
{
    const TextCell *cell = find_cell(row, column);
    return cell == NULL ? "" : cell->text;
}

bool cell_is_empty(Row row, const char *column)
{
    return *cell_text(row, column) == '\0';
}

bool cell_prefix_as(Row row, const char *column, const char *label, GError **error)
{
    const TextCell *cell = find_cell(row, column);
    if (cell == NULL)
        cell = text_table_cell(row.sheet->table, row.row, 0);
    g_autofree char *place = place_of(row.sheet->table, cell);
    g_prefix_error(error, "%s: %s: ", place, label);
    return false;
}

bool cell_prefix(Row row, const char *column, GError **error)
{
    g_autofree char *label = g_strdup_printf("column '%s'", column);
    return cell_prefix_as(row, column, label, error);
}

bool cell_fail(Row row, const char *column, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (error != NULL)
        *error = g_error_new_valist(VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, format, arguments);
    va_end(arguments);
    return cell_prefix(row, column, error);
}

bool cell_name(Row row, const char *column, char **ret_name, GError **error)
{
    return parse_text(cell_text(row, column), LONGEST_NAME, ret_name, error) ||
           cell_prefix(row, column, error);
}

bool cell_optional_text(Row row, const char *column, gsize maximum, char **ret_text, GError **error)
{
    if (cell_is_empty(row, column)) {
        *ret_text = g_strdup("");
        return true;
    }
    return parse_text(cell_text(row, column), maximum, ret_text, error) ||
           cell_prefix(row, column, error);
}

bool cell_amount(Row row, const char *column, AmountRange range, int64_t *ret_amount,
                 GError **error)
{
    const char *text = cell_text(row, column);
    if (*text == '\0' && range.fallback != MUST_BE_GIVEN) {
        *ret_amount = range.fallback;
        return true;
    }
    if (parse_amount(text, range.minimum, range.maximum, ret_amount, error))
        return true;
    if (*text != '\0' && strspn(text, "0123456789") != strlen(text))
        error_add_hint(error, "write digits only, without sign, unit, point or exponent");
    return cell_prefix(row, column, error);
}

bool cell_decimal(Row row, const char *column, Decimal *ret_decimal, GError **error)
{
    if (cell_is_empty(row, column)) {
        *ret_decimal = (Decimal){0, 0};
        return true;
    }
    return decimal_parse(cell_text(row, column), ret_decimal, error) ||
           cell_prefix(row, column, error);
}

bool cell_minutes(Row row, const char *column, int64_t *ret_umin, GError **error)
{
    if (cell_is_empty(row, column)) {
        *ret_umin = 0;
        return true;
    }
    return parse_minutes(cell_text(row, column), ret_umin, error) ||
           cell_prefix(row, column, error);
}

bool cell_choice(Row row, const char *column, const char *const *words, uint32_t fallback,
                 uint32_t *ret_choice, GError **error)
{
    if (cell_is_empty(row, column) && fallback != INDEX_NONE) {
        *ret_choice = fallback;
        return true;
    }
    return parse_choice(cell_text(row, column), words, ret_choice, error) ||
           cell_prefix(row, column, error);
}

bool cell_flag(Row row, const char *column, bool *ret_flag, GError **error)
{
    static const char *const words[] = {"0", "1", NULL};
    uint32_t choice;
    if (!cell_choice(row, column, words, 0, &choice, error))
        return false;
    *ret_flag = choice == 1;
    return true;
}

bool cell_unknown(Row row, const char *column, Names names, const char *kind, const char *name,
                  GError **error)
{
    g_autofree char *quoted = text_quote(name);
    cell_fail(row, column, error, "unknown %s %s", kind, quoted);
    const char *nearest = names_nearest(names, name);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
    return false;
}

bool cell_reference(Row row, const char *column, Names names, const char *kind, uint32_t *ret_index,
                    GError **error)
{
    const char *name = cell_text(row, column);
    uint32_t index = *name == '\0' ? INDEX_NONE : names_find(names, name);
    if (*name != '\0' && index == INDEX_NONE)
        return cell_unknown(row, column, names, kind, name, error);
    *ret_index = index;
    return true;
}
