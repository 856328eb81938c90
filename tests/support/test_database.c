#include "tests/support/test_database.h"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/setup.h"

static char *run(const char *const *argv)
{
    char *output = NULL;
    int status = 0;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) copy = g_strdupv((GStrv)(guintptr)argv);
    if (!g_spawn_sync(NULL, copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status,
                      &error) ||
        !g_spawn_check_wait_status(status, &error))
        g_error("%s: %s", argv[0], error->message);
    return output;
}

char *test_database_create(void)
{
    static unsigned n_made;
    if (getenv("VMATRIX_DATABASE") == NULL)
        g_error("run this test by tests/support/throwaway-postgres");
    char *name = g_strdup_printf("test_%d_%u", (int)getpid(), n_made++);
    g_autofree char *output = run((const char *[]){"createdb", name, NULL});
    g_autofree char *conninfo =
        g_strdup_printf("host=%s dbname=%s user=postgres", getenv("PGHOST"), name);
    setenv("VMATRIX_DATABASE", conninfo, 1);
    setenv("PGDATABASE", name, 1);
    return name;
}

Database *test_database_open(void)
{
    g_autofree char *name = test_database_create();
    g_autoptr(GError) error = NULL;
    guint n_applied;
    Database *database =
        setup_database(NULL, &n_applied, &error) ? database_open(NULL, &error) : NULL;
    if (database == NULL)
        g_error("%s", error->message);
    return database;
}

Database *test_database_open_as(const char *role, GError **error)
{
    g_autofree char *conninfo =
        g_strdup_printf("host=%s dbname=%s user=%s", getenv("PGHOST"), getenv("PGDATABASE"), role);
    return database_open(conninfo, error);
}

/* One connection, to the database that was made last. */
static PGconn *connect_to_last(void)
{
    static PGconn *connection;
    static char *connected_to;
    const char *name = getenv("PGDATABASE");
    if (connection != NULL && strcmp(connected_to, name) == 0 &&
        PQstatus(connection) == CONNECTION_OK)
        return connection;
    PQfinish(connection);
    g_free(connected_to);
    connected_to = g_strdup(name);
    connection = PQconnectdb("application_name=test options='-c client_min_messages=error'");
    PGresult *result = PQexec(connection, "SET search_path = vmatrix, pg_temp");
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        g_error("%s", PQerrorMessage(connection));
    PQclear(result);
    return connection;
}

static void append_rows(GString *text, const PGresult *result)
{
    for (int row = 0; row < PQntuples(result); row++) {
        for (int column = 0; column < PQnfields(result); column++)
            g_string_append_printf(text, "%s%s", column == 0 ? "" : "|",
                                   PQgetvalue(result, row, column));
        g_string_append_c(text, '\n');
    }
}

char *test_database_sql(const char *sql)
{
    PGconn *connection = connect_to_last();
    GString *text = g_string_new(NULL);
    if (PQsendQuery(connection, sql) == 0)
        g_error("%s", PQerrorMessage(connection));
    for (PGresult *result = PQgetResult(connection); result != NULL;
         result = PQgetResult(connection)) {
        if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK)
            g_error("%s", PQerrorMessage(connection));
        append_rows(text, result);
        PQclear(result);
    }
    return g_strchomp(g_string_free(text, FALSE));
}
