#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/table_output.h"
#include "common/error.h"

#define CONFIRM_S      300
#define MOST_CONFIRM_S 3600 /* as the table has it */

typedef struct {
    char *conninfo, *on, *off, *output;
    gint confirm_s;
} PowerOptions;

static void power_options_clear(PowerOptions *options)
{
    g_free(options->conninfo);
    g_free(options->on);
    g_free(options->off);
    g_free(options->output);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(PowerOptions, power_options_clear)

/* Words as a shell would split them; none ever sees them. */
static bool check_words(const char *option, const char *line, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_auto(GStrv) words = NULL;
    if (line == NULL || g_shell_parse_argv(line, NULL, &words, &cause))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "--%s is no command: %s", option,
                cause->message);
    return false;
}

static bool check_confirm_s(gint confirm_s, GError **error)
{
    if (confirm_s >= 1 && confirm_s <= MOST_CONFIRM_S)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "--confirm-s %d: a host gets from 1 to %d seconds to answer, or to answer no more",
                confirm_s, MOST_CONFIRM_S);
    return false;
}

static bool power_set(const PowerOptions *options, const char *host, GError **error)
{
    if (!check_words("on", options->on, error) || !check_words("off", options->off, error) ||
        !check_confirm_s(options->confirm_s, error))
        return false;
    g_autoptr(Database) database = database_open(options->conninfo, error);
    g_autofree char *confirm_s = g_strdup_printf("%d", options->confirm_s);
    const char *const parameters[] = {host, options->on, options->off, confirm_s};
    return database != NULL &&
           database_query(database, "power_set", parameters, G_N_ELEMENTS(parameters), NULL, error);
}

static bool power_list(const PowerOptions *options, OutputFormat format, GError **error)
{
    g_autoptr(Database) database = database_open(options->conninfo, error);
    g_autoptr(Rows) rows = NULL;
    if (database == NULL || !database_query(database, "power_list", NULL, 0, &rows, error))
        return false;
    table_output(rows, "hosts", format);
    return true;
}

int command_power(int argc, char **argv, GError **error)
{
    g_auto(PowerOptions) options = {.confirm_s = CONFIRM_S};
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&options.conninfo),
        {"on", 0, 0, G_OPTION_ARG_STRING, &options.on, "command that switches the host on",
         "COMMAND"},
        {"off", 0, 0, G_OPTION_ARG_STRING, &options.off, "command that switches it off", "COMMAND"},
        {"confirm-s", 0, 0, G_OPTION_ARG_INT, &options.confirm_s,
         "seconds until the host must answer, or no longer answer (300)", "S"},
        {"output", 0, 0, G_OPTION_ARG_STRING, &options.output, "table, json or csv (list)",
         "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) rest = NULL;
    OutputFormat format;
    if (!cli_parse(argc, argv, cli_find_command("power"), entries, 1, 2, &rest, error) ||
        !cli_output_format(options.output, &format, error))
        return EXIT_USAGE;
    if (strcmp(rest[0], "set") == 0 && rest[1] != NULL)
        return power_set(&options, rest[1], error) ? EXIT_DONE : EXIT_ERROR;
    if (strcmp(rest[0], "list") == 0 && rest[1] == NULL)
        return power_list(&options, format, error) ? EXIT_DONE : EXIT_ERROR;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "this is no use of 'power %s'", rest[0]);
    error_add_hint(error, "usage: vmatrix power %s", cli_find_command("power")->synopsis);
    return EXIT_USAGE;
}
