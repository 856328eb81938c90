/* vmatrix show: a plan of the database, as table, JSON or CSV. */
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/plan_output.h"
#include "common/error.h"
#include "plan/plan_json.h"
#include "planner/reverse.h"
#include "store/plan_store.h"
#include "store/reverse_store.h"
#include "store/snapshot_store.h"

/* The way back from the whole of the plan, from the state where it leads. */
static bool show_reverse(Database *database, const char *id, const Model *model, const Plan *plan,
                         OutputFormat format, GError **error)
{
    g_autofree char *json = NULL, *refused = NULL;
    if (!reverse_store_load(database, id, &json, &refused, error))
        return false;
    if (json == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "plan '%s' has no way back: %s",
                    id,
                    refused != NULL ? refused : "it has no actions, or an older version made it");
        return false;
    }
    g_autoptr(Model) after = reverse_state_after(model, plan, NULL);
    g_autoptr(PlanDocument) reverse = plan_from_json(after, json, "reverse plan", error);
    return reverse != NULL && plan_output_print(after, reverse->plan, json, format, error);
}

static bool show(Database *database, const char *name, bool reverse, OutputFormat format,
                 GError **error)
{
    g_autoptr(StoredPlan) stored = plan_store_load(database, name, error);
    if (stored == NULL)
        return false;
    g_autoptr(Model) model = snapshot_load(database, stored->snapshot_id, error);
    if (model == NULL)
        return false;
    g_autofree char *source = g_strdup_printf("plan '%s'", stored->id);
    g_autoptr(PlanDocument) document = plan_from_json(model, stored->plan_json, source, error);
    if (document != NULL && reverse)
        return show_reverse(database, stored->id, model, document->plan, format, error);
    return document != NULL &&
           plan_output_print(model, document->plan, stored->plan_json, format, error);
}

int command_show(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    gboolean reverse = FALSE;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"reverse", 0, 0, G_OPTION_ARG_NONE, &reverse,
         "the certified plan that leads back from where this one leads", NULL},
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {0},
    };
    g_auto(GStrv) arguments = NULL;
    OutputFormat format = OUTPUT_TABLE;
    if (!cli_parse(argc, argv, cli_find_command("show"), entries, 1, 1, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    g_autoptr(Database) database = database_open(conninfo, error);
    if (database == NULL || !show(database, arguments[0], reverse, format, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
