#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/collect_daemon.h"
#include "cli/collect_output.h"
#include "cli/commands.h"
#include "collector/cpus.h"
#include "common/error.h"

/* What storing a round may take beyond asking the hosts, before the daemon gives it up. */
#define STORE_LIMIT_MS    60000
#define DEADLINES_A_ROUND 10 /* an estate has more hosts than are asked at once */
#define MAX_S             86400

typedef struct {
    char *conninfo, *output;
    gboolean once;
    gint64 interval_s, deadline_s;
} CollectArguments;

static void collect_arguments_clear(CollectArguments *arguments)
{
    g_free(arguments->conninfo);
    g_free(arguments->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(CollectArguments, collect_arguments_clear)

static GPtrArray *read_targets(Database *database, GError **error)
{
    g_autoptr(GPtrArray) targets = collect_targets(database, error);
    if (targets == NULL)
        return NULL;
    if (targets->len == 0) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT,
                            "the inventory has no host to ask");
        error_add_hint(error, "add one with 'vmatrix host add NAME --uri URI'");
        return NULL;
    }
    return g_steal_pointer(&targets);
}

/* A connection lost while storing leaves open whether the round was committed: sent again, it is
 * stored once. */
static bool store(const Round *round, Database *database, const char *conninfo, GError **error)
{
    g_autoptr(GError) store_error = NULL;
    if (round_store(round, database, &store_error))
        return true;
    if (store_error->code != VMATRIX_ERROR_UNAVAILABLE) {
        g_propagate_error(error, g_steal_pointer(&store_error));
        return false;
    }
    g_autoptr(Database) again = database_open(conninfo, error);
    return again != NULL && round_store(round, again, error);
}

/* The round is stored already: what a lost connection keeps from being compared is so next time. */
static bool compare_cpus(Database *database, int64_t deadline_ms, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (cpus_compare(database, deadline_ms, &cause) || cause->code == VMATRIX_ERROR_UNAVAILABLE)
        return true;
    g_propagate_error(error, g_steal_pointer(&cause));
    return false;
}

static Round *run_round(const CollectArguments *arguments, GError **error)
{
    g_autoptr(Database) database = database_open(arguments->conninfo, error);
    g_autoptr(GPtrArray) targets = database == NULL ? NULL : read_targets(database, error);
    if (targets == NULL)
        return NULL;
    g_autoptr(Round) round = round_run(targets, arguments->deadline_s * 1000);
    if (!store(round, database, arguments->conninfo, error))
        return NULL;
    if (!compare_cpus(database, arguments->deadline_s * 1000, error))
        return NULL;
    return g_steal_pointer(&round);
}

/* In a child of the daemon: what fails is logged, the next round tries anew. */
static int log_round(void *context)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Round) round = run_round(context, &error);
    if (round != NULL) {
        collect_log_round(round);
        return EXIT_DONE;
    }
    g_autofree char *message = NULL;
    g_autofree char *hint = NULL;
    error_split_hint(error, &message, &hint);
    collect_log("round_failed", "reason", message, NULL);
    return EXIT_ERROR;
}

static int collect_once(const CollectArguments *arguments, OutputFormat format, GError **error)
{
    g_autoptr(Round) round = run_round(arguments, error);
    if (round == NULL)
        return EXIT_ERROR;
    collect_output(round, format);
    if (round->n_answered == 0)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE, "none of %u hosts answered",
                    round->probes->len);
    return EXIT_DONE;
}

static bool check_arguments(const CollectArguments *arguments, OutputFormat *ret_format,
                            GError **error)
{
    if (!cli_output_format(arguments->output, ret_format, error))
        return false;
    const char *wrong = NULL;
    if (arguments->interval_s < 1 || arguments->interval_s > MAX_S)
        wrong = "--interval";
    else if (arguments->deadline_s < 1 || arguments->deadline_s > MAX_S)
        wrong = "--deadline";
    if (wrong != NULL)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "collect: %s must be from 1 to %d seconds", wrong, MAX_S);
    else if (!arguments->once && arguments->output != NULL)
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                            "collect: --output goes with --once, the daemon only logs");
    else
        return true;
    return false;
}

int command_collect(int argc, char **argv, GError **error)
{
    g_auto(CollectArguments) arguments = {.interval_s = 60, .deadline_s = 10};
    const GOptionEntry entries[] = {
        {"once", 0, 0, G_OPTION_ARG_NONE, &arguments.once, "One round, then end", NULL},
        {"interval", 0, 0, G_OPTION_ARG_INT64, &arguments.interval_s,
         "Seconds from the start of a round to the next (60)", "S"},
        {"deadline", 0, 0, G_OPTION_ARG_INT64, &arguments.deadline_s,
         "Seconds that each host has to answer (10)", "S"},
        CLI_DATABASE_ENTRY(&arguments.conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &arguments.output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    if (!cli_parse(argc, argv, cli_find_command("collect"), entries, 0, 0, &rest, error) ||
        !check_arguments(&arguments, &format, error))
        return EXIT_USAGE;
    if (arguments.once)
        return collect_once(&arguments, format, error);
    int64_t limit_ms = DEADLINES_A_ROUND * arguments.deadline_s * 1000 + STORE_LIMIT_MS;
    collect_daemon(log_round, &arguments, arguments.interval_s * 1000, limit_ms, error);
    return EXIT_DONE;
}
