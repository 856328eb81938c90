#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"

/* freeze and unfreeze: the two doors of one switch. */
static int turn(int argc, char **argv, const char *command, const char *query, const char *said,
                GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *reason = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"reason", 0, 0, G_OPTION_ARG_STRING, &reason, "why, for the journal", "TEXT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    if (!cli_parse(argc, argv, cli_find_command(command), entries, 0, 0, &rest, error))
        return EXIT_ERROR;
    g_autoptr(Database) database = database_open(conninfo, error);
    const char *text = reason == NULL ? "no reason given" : reason;
    if (database == NULL || !database_query(database, query, &text, 1, NULL, error))
        return EXIT_ERROR;
    fprintf(stderr, "%s\n", said);
    return EXIT_DONE;
}

int command_freeze(int argc, char **argv, GError **error)
{
    return turn(argc, argv, "freeze", "freeze_set",
                "frozen: no new action begins anywhere; what is in hand ends", error);
}

int command_unfreeze(int argc, char **argv, GError **error)
{
    return turn(argc, argv, "unfreeze", "freeze_lift", "actions may begin again", error);
}
