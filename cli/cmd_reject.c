#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "common/error.h"
#include "store/plan_store.h"

static bool reject(const char *conninfo, const char *name, const char *reason, GError **error)
{
    if (reason == NULL) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                            "a rejection needs a reason");
        error_add_hint(error, "say it with --reason TEXT");
        return false;
    }
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) plan = database == NULL ? NULL : plan_store_load(database, name, error);
    if (plan == NULL || !plan_store_reject(database, plan, reason, error))
        return false;
    fprintf(stderr, "plan '%s' is rejected\n", plan->id);
    return true;
}

int command_reject(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *reason = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"reason", 0, 0, G_OPTION_ARG_STRING, &reason, "why", "TEXT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command("reject"), entries, 1, 1, &rest, error) ||
        !reject(conninfo, rest[0], reason, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
