#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "store/plan_store.h"

static bool approve(const char *conninfo, const char *name, const char *valid_h, GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) plan = database == NULL ? NULL : plan_store_load(database, name, error);
    g_autofree char *expires_at = NULL;
    if (plan == NULL || !plan_store_approve(database, plan, valid_h, &expires_at, error))
        return false;
    fprintf(stderr, "plan '%s' is approved until %s, for one execution\n%s\n", plan->id, expires_at,
            plan->plan_digest);
    return true;
}

int command_approve(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *valid_h = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"valid-h", 0, 0, G_OPTION_ARG_STRING, &valid_h, "hours it holds, at most 720 (24)", "H"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("approve"), entries, 1, 1, &rest, error) ||
        !approve(conninfo, rest[0], valid_h == NULL ? "24" : valid_h, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
