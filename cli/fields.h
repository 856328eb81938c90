/* Options that set columns: "--machine-cost-per-h 0.5" → {"machine_cost_per_h": "0.5"}.
 *
 * A command states its columns in a table of Field; each becomes an option of
 * the same name with dashes. Values are checked here, so that a wrong one is a
 * usage error that names the option. An empty value means "none".
 */
#ifndef VMATRIX_CLI_FIELDS_H
#define VMATRIX_CLI_FIELDS_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
    FIELD_TEXT,
    FIELD_AMOUNT,  /* whole number from 0 to 10^12 */
    FIELD_DECIMAL, /* non-negative decimal */
    FIELD_LIST,    /* names parted by ';', escapes as in scenario files */
    FIELD_FLAG,    /* yes or no */
    FIELD_TIME,    /* 2026-01-31 or 2026-01-31T18:00:00Z */
} FieldKind;

typedef struct {
    const char *column;
    FieldKind kind;
    const char *help;
    const char *placeholder;
} Field;

typedef struct Fields Fields;

Fields *fields_new(const Field *table, guint n);
void fields_free(Fields *fields);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fields, fields_free)

/* NULL-ended: the fields' options behind those of more (NULL-ended, copied). Lives as long as
 * fields. */
const GOptionEntry *fields_entries(Fields *fields, const GOptionEntry *more);

bool fields_any(const Fields *fields);
const char *fields_get(const Fields *fields, const char *column); /* NULL: not given */
/* The given columns as JSON object; caller g_free's. NULL on error. */
char *fields_to_json(const Fields *fields, GError **error);

#endif
