#include <criterion/criterion.h>
#include <string.h>

#include "common/error.h"
#include "store/conninfo.h"
#include "store/database_private.h"
#include "store/migrate.h"
#include "tests/support/test_database.h"

#define SUM_1 "1111111111111111111111111111111111111111111111111111111111111111"
#define SUM_2 "2222222222222222222222222222222222222222222222222222222222222222"

static const SqlFile none[] = {{NULL, NULL, NULL}};
static const SqlFile first[] = {{"0001_first", "CREATE TABLE thing (a integer)", SUM_1},
                                {NULL, NULL, NULL}};

static Database *connect_new(void)
{
    g_autofree char *name = test_database_create();
    g_autoptr(Conninfo) conninfo = conninfo_resolve(NULL, NULL);
    Database *database = database_connect(conninfo, NULL);
    cr_assert_not_null(database);
    return database;
}

static guint run(Database *database, SchemaFiles files)
{
    g_autoptr(GError) error = NULL;
    guint n_applied = 99;
    cr_assert(migrate_run(database, &files, &n_applied, &error), "%s", error ? error->message : "");
    return n_applied;
}

static SchemaState check(Database *database, SchemaFiles files)
{
    SchemaState state;
    cr_assert(migrate_check(database, &files, &state, NULL));
    return state;
}

Test(migrate, brings_an_empty_database_up_to_date_once)
{
    g_autoptr(Database) database = connect_new();
    SchemaFiles files = schema_files_embedded();
    cr_assert_eq(check(database, files), SCHEMA_ABSENT);
    cr_assert_gt(run(database, files), 4);
    cr_assert_eq(check(database, files), SCHEMA_CURRENT);
    cr_assert_eq(run(database, files), 0);
}

Test(migrate, names_an_applied_migration_that_was_altered)
{
    g_autoptr(Database) database = connect_new();
    run(database, (SchemaFiles){first, none, none});
    const SqlFile altered[] = {{"0001_first", "CREATE TABLE thing (b integer)", SUM_2},
                               {NULL, NULL, NULL}};
    SchemaFiles files = {altered, none, none};
    SchemaState state;
    g_autoptr(GError) error = NULL;
    cr_assert_not(migrate_check(database, &files, &state, &error));
    cr_assert(g_str_has_prefix(error->message,
                               "migration '0001_first' was altered after it had been applied"),
              "%s", error->message);
    g_clear_error(&error);
    guint n_applied;
    cr_assert_not(migrate_run(database, &files, &n_applied, &error));
    cr_assert(strstr(error->message, "0001_first"));
}

Test(migrate, refuses_a_database_of_a_newer_vmatrix)
{
    g_autoptr(Database) database = connect_new();
    run(database, (SchemaFiles){first, none, none});
    SchemaFiles files = {none, none, none};
    SchemaState state;
    g_autoptr(GError) error = NULL;
    cr_assert_not(migrate_check(database, &files, &state, &error));
    cr_assert(strstr(error->message, "'0001_first' of the database is not known"), "%s",
              error->message);
    cr_assert(strstr(error->message, "newer vmatrix"));
}

Test(migrate, leaves_nothing_of_a_migration_that_fails)
{
    g_autoptr(Database) database = connect_new();
    const SqlFile failing[] = {{"0001_first", "CREATE TABLE thing (a integer)", SUM_1},
                               {"0002_bad", "CREATE TABLE other (a nothing_known)", SUM_2},
                               {NULL, NULL, NULL}};
    SchemaFiles files = {failing, none, none};
    guint n_applied = 99;
    g_autoptr(GError) error = NULL;
    cr_assert_not(migrate_run(database, &files, &n_applied, &error));
    cr_assert(strstr(error->message, "'migration 0002_bad'"), "%s", error->message);
    cr_assert_eq(n_applied, 99, "nothing is said of a failed run");
    g_autofree char *left = test_database_sql("SELECT to_regclass('vmatrix.thing') IS NULL");
    cr_assert_str_eq(left, "t");
    cr_assert_eq(check(database, files), SCHEMA_ABSENT);
}

Test(migrate, makes_a_later_migration_up_whatever_its_number)
{
    g_autoptr(Database) database = connect_new();
    const SqlFile late[] = {{"0001_first", "CREATE TABLE thing (a integer)", SUM_1},
                            {"0040_far", "CREATE TABLE far (a integer)", SUM_2},
                            {NULL, NULL, NULL}};
    run(database, (SchemaFiles){late + 1, none, none});
    cr_assert_eq(check(database, (SchemaFiles){late, none, none}), SCHEMA_OLD);
    cr_assert_eq(run(database, (SchemaFiles){late, none, none}), 1);
}

Test(migrate, applies_a_changed_function_and_the_views_on_it_again)
{
    g_autoptr(Database) database = connect_new();
    const SqlFile old_function[] = {
        {"one", "CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
         SUM_1},
        {NULL, NULL, NULL}};
    const SqlFile new_function[] = {
        {"one", "CREATE OR REPLACE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 2'",
         SUM_2},
        {NULL, NULL, NULL}};
    const SqlFile view[] = {{"10_shown", "CREATE VIEW shown AS SELECT one() AS a", SUM_1},
                            {NULL, NULL, NULL}};
    const SqlFile wider_view[] = {{"10_shown", "CREATE VIEW shown AS SELECT 'x' AS b", SUM_2},
                                  {NULL, NULL, NULL}};
    cr_assert_eq(run(database, (SchemaFiles){first, old_function, view}), 3);
    cr_assert_eq(run(database, (SchemaFiles){first, new_function, view}), 2);
    g_autofree char *shown = test_database_sql("SELECT a FROM shown");
    cr_assert_str_eq(shown, "2");
    cr_assert_eq(run(database, (SchemaFiles){first, new_function, wider_view}), 1);
    g_autofree char *wider = test_database_sql("SELECT b FROM shown");
    cr_assert_str_eq(wider, "x");
    run(database, (SchemaFiles){first, new_function, none});
    g_autofree char *gone = test_database_sql("SELECT to_regclass('vmatrix.shown') IS NULL");
    cr_assert_str_eq(gone, "t");
}

Test(migrate, is_told_to_a_person_where_the_database_is_not_the_embedded_one)
{
    g_autoptr(Database) database = connect_new();
    g_autoptr(GError) error = NULL;
    cr_assert_null(database_open(NULL, &error));
    cr_assert(strstr(error->message, "not that of this vmatrix"), "%s", error->message);
    cr_assert(strstr(error->message, "vmatrix db init"), "%s", error->message);
}

/* Every statement in sql/queries is one that PostgreSQL accepts against the schema. */
Test(migrate, makes_a_schema_that_every_query_can_be_prepared_on)
{
    g_autoptr(Database) database = test_database_open();
    for (const SqlFile *query = sql_queries; query->name != NULL; query++) {
        g_autofree char *sql = g_strdup_printf("PREPARE \"%s\" AS\n%s", query->name, query->text);
        g_autofree char *output = test_database_sql(sql);
        cr_expect_str_empty(output);
    }
}
