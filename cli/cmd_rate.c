#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/table_output.h"
#include "common/error.h"

static const Field rate_fields[] = {
    {"class", FIELD_TEXT, "only for hosts of that class", "NAME"},
    {"licence", FIELD_TEXT, "licence it is the price of", "NAME"},
    {"hour", FIELD_AMOUNT, "only for that hour of the day, 0 to 23 in the billing time zone", "H"},
    {"valid_from", FIELD_TIME, "holds from then (now)", "TIME"},
    {"valid_to", FIELD_TIME, "holds until then (until the next that is set)", "TIME"},
    {"currency", FIELD_TEXT, "currency of a price, refused where it is not the estate's", "CODE"},
    {"owner", FIELD_TEXT, "who answers for the figure", "NAME"},
    {"source", FIELD_TEXT, "where the figure comes from", "TEXT"},
    {"reason", FIELD_TEXT, "why it is set", "TEXT"},
};

static bool rate_set(const char *conninfo, char **arguments, const Fields *fields, GError **error)
{
    g_autofree char *json = fields_to_json(fields, error);
    if (json == NULL)
        return false;
    const char *value = strcmp(arguments[2], "none") == 0 ? NULL : arguments[2];
    g_autoptr(Database) database = database_open(conninfo, error);
    return database != NULL &&
           database_query(database, "rate_set", (const char *[]){arguments[1], value, json}, 3,
                          NULL, error);
}

static bool rate_list(const char *conninfo, OutputFormat format, GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(Rows) rows = NULL;
    if (database == NULL || !database_query(database, "rate_list", NULL, 0, &rows, error))
        return false;
    table_output(rows, "rates", format);
    return true;
}

int command_rate(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry common[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv (list)", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(Fields) fields = fields_new(rate_fields, G_N_ELEMENTS(rate_fields));
    g_auto(GStrv) arguments = NULL;
    OutputFormat format;
    const Command *command = cli_find_command("rate");
    if (!cli_parse(argc, argv, command, fields_entries(fields, common), 1, 3, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    guint n = g_strv_length(arguments);
    if (strcmp(arguments[0], "set") == 0 && n == 3 && output == NULL)
        return rate_set(conninfo, arguments, fields, error) ? EXIT_DONE : EXIT_ERROR;
    if (strcmp(arguments[0], "list") == 0 && n == 1 && !fields_any(fields))
        return rate_list(conninfo, format, error) ? EXIT_DONE : EXIT_ERROR;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "this is no use of '%s %s'",
                command->name, arguments[0]);
    error_add_hint(error, "usage: vmatrix %s %s", command->name, command->synopsis);
    return EXIT_USAGE;
}
