#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "store/plan_store.h"

/* People get the few columns that fit a terminal, programs all. */
static Rows *read_journal(Database *database, const char *name, OutputFormat format, GError **error)
{
    Rows *rows = NULL;
    g_autoptr(StoredPlan) plan = NULL;
    if (name != NULL) {
        plan = plan_store_load(database, name, error);
        if (plan == NULL)
            return NULL;
    }
    const char *id = plan == NULL ? NULL : plan->id;
    const char *query = format == OUTPUT_TABLE ? "journal_show" : "journal_list";
    return database_query(database, query, &id, 1, &rows, error) ? rows : NULL;
}

/* NULL: of all plans. */
static Rows *read_calibration(Database *database, const char *name, GError **error)
{
    g_autoptr(StoredPlan) plan = name == NULL ? NULL : plan_store_load(database, name, error);
    if (name != NULL && plan == NULL)
        return NULL;
    const char *id = plan == NULL ? NULL : plan->id;
    Rows *rows = NULL;
    return database_query(database, "migration_calibration", &id, 1, &rows, error) ? rows : NULL;
}

static Rows *read_states(Database *database, GError **error)
{
    Rows *rows = NULL;
    return database_query(database, "step_state_edges", NULL, 0, &rows, error) ? rows : NULL;
}

/* For dot(1): what leaves a state on its own side of the picture, each edge with its meaning. */
static void print_graph(const Rows *rows)
{
    printf("digraph step {\n    rankdir = LR;\n    node [shape = box, fontname = sans];\n"
           "    edge [fontname = sans, fontsize = 9];\n");
    for (guint i = 0; i < rows_n(rows); i++)
        printf("    %s -> %s [label = \"%s\"];\n", rows_get(rows, i, 0), rows_get(rows, i, 1),
               rows_get(rows, i, 2));
    printf("}\n");
}

int command_journal(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    gboolean states = FALSE, graph = FALSE, calibration = FALSE;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"states", 0, 0, G_OPTION_ARG_NONE, &states, "show the state machine of a step", NULL},
        {"graph", 0, 0, G_OPTION_ARG_NONE, &graph, "with --states: for Graphviz", NULL},
        {"calibration", 0, 0, G_OPTION_ARG_NONE, &calibration,
         "what migrations took, of all plans or one, as rates for 'vmatrix rate set'", NULL},
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    if (!cli_parse(argc, argv, cli_find_command("journal"), entries, 0, 1, &rest, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_ERROR;
    const char *conflict =
        graph && (!states || output != NULL) ? "--graph goes with --states and without --output"
        : states && calibration     ? "--states and --calibration are two lists: ask for one"
        : states && rest[0] != NULL ? "the states are the same for every plan: --states takes none"
                                    : NULL;
    if (conflict != NULL) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, conflict);
        return EXIT_USAGE;
    }
    g_autoptr(Database) database = database_open(conninfo, error);
    if (database == NULL)
        return EXIT_ERROR;
    g_autoptr(Rows) rows = states        ? read_states(database, error)
                           : calibration ? read_calibration(database, rest[0], error)
                                         : read_journal(database, rest[0], format, error);
    if (rows == NULL)
        return EXIT_ERROR;
    if (graph)
        print_graph(rows);
    else
        table_output(rows, states ? "edges" : calibration ? "calibration" : "journal", format);
    return EXIT_DONE;
}
