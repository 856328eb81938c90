/* Brings a database to the schema of this binary.
 *
 * Migrations run once each, in order of their number; functions and views are
 * applied again when their file changed. All in one transaction under a lock,
 * so that two processes may start at once and a failure leaves nothing. An
 * applied migration whose file was altered, and one that this binary does not
 * know, are errors that name it.
 */
#ifndef VMATRIX_STORE_MIGRATE_H
#define VMATRIX_STORE_MIGRATE_H

#include "store/database.h"
#include "store/sql_embedded.h"

typedef struct {
    const SqlFile *migrations, *functions, *views;
} SchemaFiles;

typedef enum { SCHEMA_CURRENT, SCHEMA_OLD, SCHEMA_ABSENT } SchemaState;

SchemaFiles schema_files_embedded(void);

bool migrate_check(Database *database, const SchemaFiles *files, SchemaState *ret_state,
                   GError **error);
/* *ret_n_applied: how many files were run; 0 where all was current. */
bool migrate_run(Database *database, const SchemaFiles *files, guint *ret_n_applied,
                 GError **error);

#endif
