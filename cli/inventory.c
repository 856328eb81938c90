#include "cli/inventory.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "store/snapshot_store.h"

static const Verb *find_verb(const InventoryGroup *group, const char *name, GError **error)
{
    for (guint i = 0; i < group->n_verbs; i++)
        if (strcmp(group->verbs[i].verb, name) == 0)
            return &group->verbs[i];
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "unknown '%s %s'", group->command, name);
    error_add_hint(error, "usage: vmatrix %s %s", group->command,
                   cli_find_command(group->command)->synopsis);
    return NULL;
}

static bool check_arguments(const InventoryGroup *group, const Verb *verb, const Fields *fields,
                            guint n_arguments, bool has_output, GError **error)
{
    const char *wrong = NULL;
    if (verb->kind == VERB_LIST && n_arguments > 1)
        wrong = "takes no name";
    else if (verb->kind != VERB_LIST && n_arguments != 1 + group->n_names)
        wrong = group->n_names == 2 ? "needs two names"
                : n_arguments < 2   ? "needs a name"
                                    : "takes one name";
    else if (verb->kind != VERB_FIELDS && fields_any(fields))
        wrong = "sets nothing";
    else if (verb->kind != VERB_LIST && has_output)
        wrong = "prints nothing";
    else if (verb->kind == VERB_FIELDS && strcmp(verb->verb, "set") == 0 && !fields_any(fields))
        wrong = "needs an option that says what to set";
    if (wrong == NULL)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'%s %s' %s", group->command, verb->verb,
                wrong);
    error_add_hint(error, "'vmatrix %s --help' shows its options", group->command);
    return false;
}

/* Runs the change; where asked, in a transaction that ends well only if a snapshot could still be
 * taken, or could not be taken before either. */
static bool run_change(Database *database, const Verb *verb, char **names, const char *json,
                       GError **error)
{
    const char *parameters[3];
    guint n = g_strv_length(names);
    for (guint i = 0; i < n; i++)
        parameters[i] = names[i];
    if (json != NULL)
        parameters[n++] = json;
    if (!verb->check_snapshot)
        return database_query(database, verb->query, parameters, n, NULL, error);
    g_autoptr(GError) unsound = NULL;
    if (!database_begin(database, error))
        return false;
    bool changed = database_query(database, verb->query, parameters, n, NULL, error);
    if (changed && snapshot_check(database, &unsound))
        return database_commit(database, error);
    database_rollback(database);
    if (!changed)
        return false;
    if (!snapshot_check(database, NULL))
        return database_query(database, verb->query, parameters, n, NULL, error);
    g_propagate_error(error, g_steal_pointer(&unsound));
    return false;
}

static bool run_list(Database *database, const InventoryGroup *group, const Verb *verb,
                     OutputFormat format, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, verb->query, NULL, 0, &rows, error))
        return false;
    table_output(rows, group->json_name, format);
    return true;
}

static bool run_verb(const InventoryGroup *group, const Verb *verb, const char *conninfo,
                     char **names, const Fields *fields, OutputFormat format, GError **error)
{
    g_autofree char *json = NULL;
    if (verb->kind == VERB_FIELDS && (json = fields_to_json(fields, error)) == NULL)
        return false;
    g_autoptr(Database) database = database_open(conninfo, error);
    if (database == NULL)
        return false;
    if (verb->kind == VERB_LIST)
        return run_list(database, group, verb, format, error);
    return run_change(database, verb, names, verb->kind == VERB_FIXED ? verb->fixed : json, error);
}

int inventory_run(const InventoryGroup *group, int argc, char **argv, GError **error)
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
    const Verb *verb;
    if (!cli_parse(argc, argv, cli_find_command(group->command), fields_entries(fields, common), 1,
                   1 + (int)group->n_names, &arguments, error) ||
        !cli_output_format(output, &format, error) ||
        (verb = find_verb(group, arguments[0], error)) == NULL ||
        !check_arguments(group, verb, fields, g_strv_length(arguments), output != NULL, error) ||
        !run_verb(group, verb, conninfo, arguments + 1, fields, format, error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
