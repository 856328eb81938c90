/* The connection as store/ itself sees it: scripts of several statements, no schema check. */
#ifndef VMATRIX_STORE_DATABASE_PRIVATE_H
#define VMATRIX_STORE_DATABASE_PRIVATE_H

#include "store/conninfo.h"
#include "store/database.h"

/* Connects; neither starts a cluster nor looks at the schema. UNAVAILABLE where it is down. */
Database *database_connect(Conninfo *conninfo, GError **error);

/* Runs a file of sql/setup, migrations, functions or views; name is for messages. */
bool database_run_script(Database *database, const char *name, const char *text, GError **error);

/* As database_query, but a missing table gives *ret_rows NULL and true. */
bool database_query_if_exists(Database *database, const char *name, Rows **ret_rows,
                              GError **error);

bool database_in_transaction(const Database *database);

#endif
