#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/table_output.h"
#include "common/error.h"

static const Field approver_fields[] = {
    {"max_operator_min", FIELD_DECIMAL, "most operator minutes of a plan that NAME approves",
     "MIN"},
    {"max_domains", FIELD_AMOUNT, "most domains that such a plan touches", "N"},
    {"above", FIELD_DECIMAL, "one-off cost above which a plan needs two approvers (second)",
     "AMOUNT"},
    {"currency", FIELD_TEXT, "currency of that amount (USD)", "CURRENCY"},
};

static bool approver_set(Database *database, const char *name, const char *json, GError **error)
{
    return database_query(database, "approver_limit_set", (const char *[]){name, json}, 2, NULL,
                          error);
}

static bool approver_second(Database *database, const char *json, GError **error)
{
    return database_query(database, "second_approver_set", &json, 1, NULL, error);
}

static bool approver_list(Database *database, OutputFormat format, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "approver_list", NULL, 0, &rows, error))
        return false;
    table_output(rows, "approvers", format);
    return true;
}

typedef enum { APPROVER_SET, APPROVER_SECOND, APPROVER_LIST, APPROVER_NOTHING } ApproverVerb;

static ApproverVerb verb_of(char **arguments, const Fields *fields)
{
    bool limits =
        fields_get(fields, "max_operator_min") != NULL || fields_get(fields, "max_domains") != NULL;
    bool amount = fields_get(fields, "above") != NULL;
    bool currency = fields_get(fields, "currency") != NULL;
    if (strcmp(arguments[0], "set") == 0 && arguments[1] != NULL)
        return limits && !amount && !currency ? APPROVER_SET : APPROVER_NOTHING;
    if (arguments[1] != NULL)
        return APPROVER_NOTHING;
    if (strcmp(arguments[0], "second") == 0)
        return amount && !limits ? APPROVER_SECOND : APPROVER_NOTHING;
    if (strcmp(arguments[0], "list") == 0)
        return limits || amount || currency ? APPROVER_NOTHING : APPROVER_LIST;
    return APPROVER_NOTHING;
}

static bool run_verb(ApproverVerb verb, const char *conninfo, const char *name,
                     const Fields *fields, OutputFormat format, GError **error)
{
    g_autofree char *json = fields_to_json(fields, error);
    g_autoptr(Database) database = json == NULL ? NULL : database_open(conninfo, error);
    if (database == NULL)
        return false;
    if (verb == APPROVER_SET)
        return approver_set(database, name, json, error);
    return verb == APPROVER_SECOND ? approver_second(database, json, error)
                                   : approver_list(database, format, error);
}

int command_approver(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry common[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv (list)", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(Fields) fields = fields_new(approver_fields, G_N_ELEMENTS(approver_fields));
    g_auto(GStrv) arguments = NULL;
    OutputFormat format;
    const Command *command = cli_find_command("approver");
    if (!cli_parse(argc, argv, command, fields_entries(fields, common), 1, 2, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    ApproverVerb verb = verb_of(arguments, fields);
    if (verb != APPROVER_NOTHING)
        return run_verb(verb, conninfo, arguments[1], fields, format, error) ? EXIT_DONE
                                                                             : EXIT_ERROR;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "this is no use of '%s %s'",
                command->name, arguments[0]);
    error_add_hint(error, "usage: vmatrix %s %s", command->name, command->synopsis);
    return EXIT_USAGE;
}
