/* Databases for integration tests, in the cluster that tests/support/throwaway-postgres runs.
 *
 * Each is new, has the schema of this vmatrix, and becomes VMATRIX_DATABASE of
 * the test's process (every role may log in: add " user=NAME"). A failure ends
 * the test program. Run by hand:
 * tests/support/throwaway-postgres build/tests/integration_test_NAME
 */
#ifndef VMATRIX_TESTS_SUPPORT_TEST_DATABASE_H
#define VMATRIX_TESTS_SUPPORT_TEST_DATABASE_H

#include "store/database.h"

/* Empty: no schema yet. The name of the database; caller frees. */
char *test_database_create(void);
/* With schema, opened as superuser. */
Database *test_database_open(void);
/* Again, as another login role (test_database_sql("CREATE ROLE …")); NULL with error where it may
 * not. */
Database *test_database_open_as(const char *role, GError **error);
/* Runs SQL in that database, in a session of the tests; returns what psql would print, unaligned,
 * without headers. */
char *test_database_sql(const char *sql);

#endif
