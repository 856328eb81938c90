#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/error.h"
#include "store/conninfo.h"
#include "store/database_private.h"
#include "tests/support/test_database.h"

Test(database, that_is_down_is_unavailable_and_shows_no_password)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(database_open("host=/nonexistent dbname=x user=u password=s3cret", &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE));
    cr_assert(
        g_str_has_prefix(error->message, "cannot reach database 'x' on '/nonexistent' as 'u': "),
        "%s", error->message);
    cr_assert_null(strstr(error->message, "s3cret"));
    cr_assert(strstr(error->message, "\ncheck that PostgreSQL runs there"), "%s", error->message);
}

Test(database, that_is_named_wrongly_is_a_usage_error_without_the_string)
{
    const char *const wrong[] = {"password=s3cret nonsense", "postgresql://u:s3cret@h:port/db",
                                 "host=h passwrod=s3cret"};
    for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        Database *database = database_open(wrong[i], &error);
        cr_assert_null(database);
        cr_assert_null(strstr(error->message, "s3cret"), "%s", error->message);
    }
    g_autoptr(GError) error = NULL;
    cr_assert_null(database_open(wrong[0], &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE));
    cr_assert(strstr(error->message, "--database is not a connection string"), "%s",
              error->message);
}

Test(database, is_the_embedded_one_where_only_the_user_is_named)
{
    g_autoptr(Conninfo) user = conninfo_resolve("user=alice", NULL);
    g_autoptr(Conninfo) server = conninfo_resolve("dbname=x user=alice", NULL);
    g_autoptr(Conninfo) given = conninfo_resolve(NULL, NULL);
    cr_assert(conninfo_is_embedded(user));
    cr_assert_not(conninfo_is_embedded(server));
    cr_assert_not(conninfo_is_embedded(given), "VMATRIX_DATABASE names one");
    unsetenv("VMATRIX_DATABASE");
    g_autoptr(Conninfo) variables = conninfo_resolve(NULL, NULL);
    cr_assert_not(conninfo_is_embedded(variables), "PGHOST names one");
    unsetenv("PGHOST");
    unsetenv("PGDATABASE");
    g_autoptr(Conninfo) nothing = conninfo_resolve(NULL, NULL);
    cr_assert(conninfo_is_embedded(nothing));
}

static Database *with_failing_function(const char *body)
{
    Database *database = test_database_open();
    g_autofree char *sql =
        g_strdup_printf("CREATE OR REPLACE FUNCTION vmatrix.host_remove(host_name text) RETURNS "
                        "void LANGUAGE plpgsql "
                        "AS $f$ BEGIN %s END $f$",
                        body);
    g_autofree char *output = test_database_sql(sql);
    return database;
}

Test(database, gives_the_code_and_the_hint_of_our_own_exceptions)
{
    g_autoptr(Database) database =
        with_failing_function("RAISE EXCEPTION 'not approved: %', host_name USING ERRCODE = "
                              "'VM004', HINT = 'ask someone';");
    const char *name = "'; drop table host; --";
    g_autoptr(GError) error = NULL;
    cr_assert_not(database_query(database, "host_remove", &name, 1, NULL, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_NOT_APPROVED));
    cr_assert_str_eq(error->message, "not approved: '; drop table host; --\nask someone");
}

Test(database, that_goes_away_in_the_middle_is_unavailable)
{
    g_autoptr(Database) database =
        with_failing_function("PERFORM pg_terminate_backend(pg_backend_pid());");
    const char *name = "h";
    g_autoptr(GError) error = NULL;
    cr_assert_not(database_query(database, "host_remove", &name, 1, NULL, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE));
    cr_assert(strstr(error->message, "was lost in 'host_remove'"), "%s", error->message);
    g_clear_error(&error);
    cr_assert_not(database_query(database, "host_list", NULL, 0, NULL, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE));
}

Test(database, names_what_a_constraint_demands_and_not_the_row)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(GError) error = NULL;
    cr_assert_not(database_query(database, "host_add",
                                 (const char *[]){"h", "{\"uri\": \"x\", \"peak_w\": \"NaN\"}"}, 2,
                                 NULL, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA));
    cr_assert_str_eq(error->message,
                     "database refused 'host_add': a figure is a finite number and not negative");
}

Test(database, commits_nothing_of_a_transaction_in_which_a_statement_failed)
{
    g_autoptr(Database) database = test_database_open();
    cr_assert(database_begin(database, NULL));
    cr_assert(database_query(database, "host_add", (const char *[]){"h", "{\"uri\": \"x\"}"}, 2,
                             NULL, NULL));
    const char *missing = "missing";
    cr_assert_not(database_query(database, "host_remove", &missing, 1, NULL, NULL));
    g_autoptr(GError) error = NULL;
    cr_assert_not(database_commit(database, &error));
    cr_assert(strstr(error->message, "a statement in it failed"), "%s", error->message);
    g_autofree char *n = test_database_sql("SELECT count(*) FROM host");
    cr_assert_str_eq(n, "0");
}

Test(database, tells_who_lacks_a_right_how_to_get_it)
{
    g_autoptr(Database) superuser = test_database_open();
    g_autofree char *output =
        test_database_sql("CREATE ROLE watcher LOGIN; GRANT vmatrix_auditor TO watcher");
    g_autoptr(GError) error = NULL;
    g_autoptr(Database) database = test_database_open_as("watcher", &error);
    cr_assert_not_null(database, "%s", error ? error->message : "");
    cr_assert(database_query(database, "host_list", NULL, 0, NULL, &error));
    const char *name = "h";
    cr_assert_not(database_query(database, "host_remove", &name, 1, NULL, &error));
    cr_assert(strstr(error->message, "permission denied"), "%s", error->message);
    cr_assert(strstr(error->message, "vmatrix db user add"), "%s", error->message);
    g_autofree char *gone = test_database_sql("DROP ROLE watcher");
}
