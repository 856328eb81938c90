/* The database: the only way to PostgreSQL.
 *
 * Statements are the files of sql/queries/ (NAME.sql, parameters $1…), embedded
 * at build and prepared on first use; no SQL stands in C. Values go as text
 * parameters, never into the statement. A connection that is down is
 * VMATRIX_ERROR_UNAVAILABLE; an exception raised by our own SQL functions with
 * SQLSTATE 'VM0nn' becomes the VMATRIX_ERROR of code nn (VM003 = stale, VM004 =
 * not approved, VM065 = bad data, …), with the exception's HINT as hint.
 */
#ifndef VMATRIX_STORE_DATABASE_H
#define VMATRIX_STORE_DATABASE_H

#include <glib.h>
#include <stdbool.h>

typedef struct Database Database;
typedef struct Rows Rows;

typedef enum { CELL_TEXT, CELL_WHOLE, CELL_DECIMAL, CELL_TRUTH } CellKind;

/* conninfo: --database; NULL: VMATRIX_DATABASE, then libpq's own variables where one is set, else
 * the embedded cluster, which is made and started where needed (said once on stderr). The schema
 * must be current: an old one is migrated only in the embedded cluster, else an error with hint. */
Database *database_open(const char *conninfo, GError **error);
void database_close(Database *database);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Database, database_close)

/* Runs sql/queries/NAME.sql. parameters: n texts, NULL is SQL NULL. ret_rows may be NULL. */
bool database_query(Database *database, const char *name, const char *const *parameters,
                    guint n_parameters, Rows **ret_rows, GError **error);

bool database_begin(Database *database, GError **error);
/* Every query until the end sees the same state and none can write. */
bool database_begin_reading(Database *database, GError **error);
bool database_commit(Database *database, GError **error);
void database_rollback(Database *database);

void rows_free(Rows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rows, rows_free)
guint rows_n(const Rows *rows);
guint rows_n_columns(const Rows *rows);
const char *rows_column_name(const Rows *rows, guint column);
CellKind rows_cell_kind(const Rows *rows, guint column); /* by its SQL type */
/* NULL for SQL NULL. The text lives as long as rows. */
const char *rows_get(const Rows *rows, guint row, guint column);
const char *rows_get_named(const Rows *rows, guint row, const char *column);

#endif
