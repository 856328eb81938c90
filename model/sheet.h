/* One table of a scenario, its columns found by name, its cells read as values (internal).
 *
 * Every error names source, line and column of the cell:
 * "demo/domains.csv:7:12: column 'cpu_mcpu': 'NaN' is not a whole number from 0 to …".
 * An absent table has no rows; an absent column reads as empty cells; an empty
 * cell has its fallback.
 */
#ifndef VMATRIX_MODEL_SHEET_H
#define VMATRIX_MODEL_SHEET_H

#include "common/decimal.h"
#include "common/text_table.h"
#include "model/format.h"
#include "model/names.h"

typedef struct {
    const TextTable *table; /* borrowed; NULL where the table is absent */
    GHashTable *columns;    /* name → position + 1 */
} Sheet;

typedef struct {
    const Sheet *sheet;
    uint32_t row;
} Row;

#define MUST_BE_GIVEN INT64_MIN /* as fallback: an empty cell is an error */

typedef struct {
    int64_t minimum, maximum, fallback;
} AmountRange;

/* Finds the table and checks its header: unknown, doubled and missing columns. resources: columns
 * that the scenario's resources add; sheet_resource_columns says which. */
bool sheet_open(Sheet *ret_sheet, const GPtrArray *tables, FormatFile file,
                const char *const *more_columns, GError **error);
void sheet_clear(Sheet *sheet);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sheet, sheet_clear)

uint32_t sheet_n_rows(const Sheet *sheet);
bool sheet_has_column(const Sheet *sheet, const char *column);

/* For each row its position in the order of the names in column; checks that each is a good name
 * and stands there once. Caller frees. NULL on error. */
uint32_t *sheet_rank_by_name(const Sheet *sheet, const char *column, GError **error);

/* "" where empty or absent; borrowed. */
const char *cell_text(Row row, const char *column);
bool cell_is_empty(Row row, const char *column);
/* Sets an error of that cell; always false. */
bool cell_fail(Row row, const char *column, GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* Prefixes an error that says only what with the cell's place; always false. */
bool cell_prefix(Row row, const char *column, GError **error);
/* The same with a word of its own for the cell ("key 'pue'"). */
bool cell_prefix_as(Row row, const char *column, const char *label, GError **error);

bool cell_name(Row row, const char *column, char **ret_name, GError **error);
bool cell_optional_text(Row row, const char *column, gsize maximum, char **ret_text,
                        GError **error); /* "" where empty */
bool cell_amount(Row row, const char *column, AmountRange range, int64_t *ret_amount,
                 GError **error);
bool cell_decimal(Row row, const char *column, Decimal *ret_decimal, GError **error);
bool cell_minutes(Row row, const char *column, int64_t *ret_umin, GError **error);
bool cell_choice(Row row, const char *column, const char *const *words, uint32_t fallback,
                 uint32_t *ret_choice, GError **error);
bool cell_flag(Row row, const char *column, bool *ret_flag, GError **error); /* 0 or 1, empty 0 */
/* Index of a name; INDEX_NONE where the cell is empty. kind: what messages call it ("host"). */
bool cell_reference(Row row, const char *column, Names names, const char *kind, uint32_t *ret_index,
                    GError **error);
/* The error of an unknown name, with the nearest known one; always false. */
bool cell_unknown(Row row, const char *column, Names names, const char *kind, const char *name,
                  GError **error);

#endif
