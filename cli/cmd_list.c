#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
#include "store/plan_store.h"

int command_list(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    if (!cli_parse(argc, argv, cli_find_command("list"), entries, 0, 0, &rest, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_ERROR;
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(Rows) rows = database == NULL ? NULL : plan_store_list(database, error);
    if (rows == NULL)
        return EXIT_ERROR;
    table_output(rows, "plans", format);
    return EXIT_DONE;
}
