#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "common/error.h"
#include "store/cluster.h"
#include "store/conninfo.h"
#include "store/setup.h"

typedef struct {
    char *conninfo;
    char *role;
    char *output;
} DbOptions;

static void db_options_clear(DbOptions *options)
{
    g_free(options->conninfo);
    g_free(options->role);
    g_free(options->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(DbOptions, db_options_clear)

static int db_init(const DbOptions *options, GError **error)
{
    guint n_applied = 0;
    if (!setup_database(options->conninfo, &n_applied, error))
        return EXIT_ERROR;
    if (n_applied == 0)
        fprintf(stderr, "the schema is up to date\n");
    else
        fprintf(stderr, "the schema was brought up to date: %u file%s applied\n", n_applied,
                n_applied == 1 ? "" : "s");
    return EXIT_DONE;
}

static int db_stop(const DbOptions *options, GError **error)
{
    g_autoptr(Conninfo) conninfo = conninfo_resolve(options->conninfo, error);
    if (conninfo == NULL)
        return EXIT_ERROR;
    if (!conninfo_is_embedded(conninfo)) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                            "only the private cluster can be stopped, another database is named");
        error_add_hint(error, "leave out --database and unset VMATRIX_DATABASE and PG* variables");
        return EXIT_USAGE;
    }
    g_autoptr(Cluster) cluster = cluster_new(error);
    return cluster != NULL && cluster_stop(cluster, error) ? EXIT_DONE : EXIT_ERROR;
}

/* Where the cluster does not run it is said, not started. */
static json_t *status_of_cluster(bool *ret_running, GError **error)
{
    static const char *const names[] = {"absent", "stopped", "running"};
    g_autoptr(Cluster) cluster = cluster_new(error);
    if (cluster == NULL)
        return NULL;
    ClusterState state = cluster_state(cluster);
    *ret_running = state == CLUSTER_RUNNING;
    return json_pack("{s:i, s:s, s:s, s:s, s:s}", "format", 1, "kind", "private", "state",
                     names[state], "directory", cluster_directory(cluster), "socket",
                     cluster_socket_directory(cluster));
}

static bool add_server_facts(const char *conninfo, json_t *status, GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(Rows) rows = NULL;
    if (database == NULL || !database_query(database, "database_status", NULL, 0, &rows, error))
        return false;
    for (guint i = 0; i < rows_n_columns(rows); i++)
        json_object_set_new(status, rows_column_name(rows, i), json_string(rows_get(rows, 0, i)));
    return true;
}

static void print_status(json_t *status, OutputFormat format)
{
    if (format == OUTPUT_JSON) {
        json_dumpf(status, stdout, JSON_INDENT(2));
        putchar('\n');
        return;
    }
    const char *key;
    json_t *value;
    json_object_foreach(status, key, value)
    {
        if (!json_is_string(value))
            continue;
        g_autofree char *shown = cli_escape(json_string_value(value));
        printf(format == OUTPUT_CSV ? "%s,\"%s\"\n" : "%-10s %s\n", key, shown);
    }
}

static int db_status(const DbOptions *options, GError **error)
{
    OutputFormat format;
    g_autoptr(Conninfo) conninfo = conninfo_resolve(options->conninfo, error);
    if (conninfo == NULL || !cli_output_format(options->output, &format, error))
        return EXIT_ERROR;
    bool running = true;
    json_t *status = conninfo_is_embedded(conninfo)
                         ? status_of_cluster(&running, error)
                         : json_pack("{s:i, s:s}", "format", 1, "kind", "given");
    if (status == NULL)
        return EXIT_ERROR;
    bool known = !running || add_server_facts(options->conninfo, status, error);
    if (known)
        print_status(status, format);
    json_decref(status);
    return known ? EXIT_DONE : EXIT_ERROR;
}

static int db_user(const DbOptions *options, char **arguments, GError **error)
{
    if (g_strcmp0(arguments[0], "add") == 0 && arguments[1] != NULL)
        return setup_add_user(options->conninfo, arguments[1], options->role, error) ? EXIT_DONE
                                                                                     : EXIT_ERROR;
    g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                        "usage: vmatrix db user add NAME --role ROLE");
    return EXIT_USAGE;
}

int command_db(int argc, char **argv, GError **error)
{
    g_auto(DbOptions) options = {0};
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&options.conninfo),
        {"role", 0, 0, G_OPTION_ARG_STRING, &options.role,
         "collector, planner, approver, actuator, auditor, finance or tenant (user add)", "ROLE"},
        {"output", 0, 0, G_OPTION_ARG_STRING, &options.output, "table, json or csv (status)",
         "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) arguments = NULL;
    if (!cli_parse(argc, argv, cli_find_command("db"), entries, 1, 3, &arguments, error))
        return EXIT_USAGE;
    if (strcmp(arguments[0], "user") == 0)
        return db_user(&options, arguments + 1, error);
    if (arguments[1] == NULL && strcmp(arguments[0], "init") == 0)
        return db_init(&options, error);
    if (arguments[1] == NULL && strcmp(arguments[0], "status") == 0)
        return db_status(&options, error);
    if (arguments[1] == NULL && strcmp(arguments[0], "stop") == 0)
        return db_stop(&options, error);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "unknown 'db %s'", arguments[0]);
    error_add_hint(error, "usage: vmatrix db %s", cli_find_command("db")->synopsis);
    return EXIT_USAGE;
}
