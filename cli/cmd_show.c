/* vmatrix show: a plan of the database, as table, JSON or CSV. */
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/plan_output.h"
#include "plan/plan_json.h"
#include "store/plan_store.h"
#include "store/snapshot_store.h"

static bool show(Database *database, const char *name, OutputFormat format, GError **error)
{
    g_autoptr(StoredPlan) stored = plan_store_load(database, name, error);
    if (stored == NULL)
        return false;
    g_autoptr(Model) model = snapshot_load(database, stored->snapshot_id, error);
    if (model == NULL)
        return false;
    g_autofree char *source = g_strdup_printf("plan '%s'", stored->id);
    g_autoptr(PlanDocument) document = plan_from_json(model, stored->plan_json, source, error);
    return document != NULL &&
           plan_output_print(model, document->plan, stored->plan_json, format, error);
}

int command_show(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {0},
    };
    g_auto(GStrv) arguments = NULL;
    OutputFormat format = OUTPUT_TABLE;
    if (!cli_parse(argc, argv, cli_find_command("show"), entries, 1, 1, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    g_autoptr(Database) database = database_open(conninfo, error);
    if (database == NULL || !show(database, arguments[0], format, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
