#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
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

static Rows *read_states(Database *database, GError **error)
{
    Rows *rows = NULL;
    return database_query(database, "step_state_edges", NULL, 0, &rows, error) ? rows : NULL;
}

int command_journal(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    gboolean states = FALSE;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"states", 0, 0, G_OPTION_ARG_NONE, &states, "show the state machine of a step", NULL},
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    if (!cli_parse(argc, argv, cli_find_command("journal"), entries, 0, states ? 0 : 1, &rest,
                   error) ||
        !cli_output_format(output, &format, error))
        return EXIT_ERROR;
    g_autoptr(Database) database = database_open(conninfo, error);
    if (database == NULL)
        return EXIT_ERROR;
    g_autoptr(Rows) rows =
        states ? read_states(database, error) : read_journal(database, rest[0], format, error);
    if (rows == NULL)
        return EXIT_ERROR;
    table_output(rows, states ? "edges" : "journal", format);
    return EXIT_DONE;
}
