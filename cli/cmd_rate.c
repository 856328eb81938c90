#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "model/policy_keys.h"

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

static const Field policy_fields[] = {
    {"valid_from", FIELD_TIME, "holds from then (now)", "TIME"},
    {"valid_to", FIELD_TIME, "holds until then (until the next that is set)", "TIME"},
    {"source", FIELD_TEXT, "where the figure comes from", "TEXT"},
    {"reason", FIELD_TEXT, "why it is set", "TEXT"},
};

/* 'rate' speaks of every price and setting, 'policy' of those that a policy.csv has. */
typedef struct {
    const char *command, *list_query, *json_name;
    bool only_policy;
    const Field *fields;
    guint n_fields;
} RateGroup;

static bool is_policy_key(const char *key)
{
    return policy_key_check(key, NULL, NULL);
}

/* What the database cannot know: the range of each key of policy.csv. */
static bool check_value(const RateGroup *group, const char *key, const char *value, GError **error)
{
    if (strcmp(key, "name") == 0 || strcmp(key, "format") == 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'%s' is no setting of the estate",
                    key);
        error_add_hint(error, "'vmatrix snapshot --name' gives a snapshot its name");
        return false;
    }
    if (!group->only_policy && !is_policy_key(key))
        return true;
    if (policy_key_check(key, value, error))
        return true;
    if (is_policy_key(key))
        g_prefix_error(error, "%s '%s' cannot be '%s': ", group->command, key, value);
    return false;
}

static bool rate_set(const RateGroup *group, const char *conninfo, char **arguments,
                     const Fields *fields, GError **error)
{
    g_autofree char *json = fields_to_json(fields, error);
    if (json == NULL)
        return false;
    const char *value = strcmp(arguments[2], "none") == 0 ? NULL : arguments[2];
    if (!check_value(group, arguments[1], value, error))
        return false;
    g_autoptr(Database) database = database_open(conninfo, error);
    return database != NULL &&
           database_query(database, "rate_set", (const char *[]){arguments[1], value, json}, 3,
                          NULL, error);
}

static bool rate_list(const RateGroup *group, const char *conninfo, OutputFormat format,
                      GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(Rows) rows = NULL;
    if (database == NULL || !database_query(database, group->list_query, NULL, 0, &rows, error))
        return false;
    table_output(rows, group->json_name, format);
    return true;
}

static int run(const RateGroup *group, int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry common[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv (list)", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(Fields) fields = fields_new(group->fields, group->n_fields);
    g_auto(GStrv) arguments = NULL;
    OutputFormat format;
    const Command *command = cli_find_command(group->command);
    if (!cli_parse(argc, argv, command, fields_entries(fields, common), 1, 3, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    guint n = g_strv_length(arguments);
    if (strcmp(arguments[0], "set") == 0 && n == 3 && output == NULL)
        return rate_set(group, conninfo, arguments, fields, error) ? EXIT_DONE : EXIT_ERROR;
    if (strcmp(arguments[0], "list") == 0 && n == 1 && !fields_any(fields))
        return rate_list(group, conninfo, format, error) ? EXIT_DONE : EXIT_ERROR;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "this is no use of '%s %s'",
                command->name, arguments[0]);
    error_add_hint(error, "usage: vmatrix %s %s", command->name, command->synopsis);
    return EXIT_USAGE;
}

int command_rate(int argc, char **argv, GError **error)
{
    static const RateGroup group = {"rate", "rate_list", "rates",
                                    false,  rate_fields, G_N_ELEMENTS(rate_fields)};
    return run(&group, argc, argv, error);
}

int command_policy(int argc, char **argv, GError **error)
{
    static const RateGroup group = {"policy", "policy_list", "policy",
                                    true,     policy_fields, G_N_ELEMENTS(policy_fields)};
    return run(&group, argc, argv, error);
}
