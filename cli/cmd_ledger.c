/* vmatrix ledger: what finance does with the ledger. Each verb is one query; all rules are SQL. */
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/fields.h"
#include "cli/table_output.h"
#include "common/error.h"
#include "common/text.h"

static const Field ledger_fields[] = {
    {"accept", FIELD_TEXT, "close: why its notes are accepted", "REASON"},
    {"amount", FIELD_TEXT, "correct, budget: money, negative to give back", "DECIMAL"},
    {"component", FIELD_TEXT, "correct: component of cost (machine)", "NAME"},
    {"currency", FIELD_TEXT, "correct, budget: currency of the amount (the period's)", "CODE"},
    {"service", FIELD_TEXT, "correct, record: service it is for", "NAME"},
    {"team", FIELD_TEXT, "correct: team it is for; team: team whose lines the login sees", "NAME"},
    {"cost_center", FIELD_TEXT, "correct: cost center it is for", "NAME"},
    {"host", FIELD_TEXT, "correct, record: host it concerns", "NAME"},
    {"minutes", FIELD_DECIMAL, "record: minutes that it took", "MIN"},
    {"at", FIELD_TIME, "record: when it was done (now); measure: hour it is of", "TIME"},
    {"period", FIELD_TEXT, "budget: period it is of", "YYYY-MM"},
    {"domain_h", FIELD_DECIMAL, "budget: VM-hours that it is for", "H"},
    {"requests", FIELD_AMOUNT, "measure: requests answered in the hour", "N"},
    {"response_ms", FIELD_DECIMAL, "measure: response time in the hour", "MS"},
    {"target_ms", FIELD_DECIMAL, "measure: response time that was promised", "MS"},
    {"from", FIELD_TIME, "run: beginning of the report's time (newest period)", "TIME"},
    {"to", FIELD_TIME, "run: end of the report's time", "TIME"},
    {"remove", FIELD_FLAG, "team: yes takes the team away from the login", "YES|NO"},
    {"reason", FIELD_TEXT, "correct, record, budget: why", "TEXT"},
};

#define MAX_ALLOWED 9

typedef struct {
    const char *verb, *query;
    guint n_min, n_max; /* arguments behind the verb */
    const char *allowed[MAX_ALLOWED];
} LedgerVerb;

static const LedgerVerb verbs[] = {
    {"list", "ledger_list", 0, 0, {NULL}},
    {"charge", "ledger_charge", 0, 1, {NULL}},
    {"notes", "ledger_notes", 0, 1, {NULL}},
    {"close", "ledger_close", 1, 1, {"accept", NULL}},
    {"correct",
     "ledger_correct",
     1,
     1,
     {"amount", "reason", "component", "currency", "service", "team", "cost_center", "host", NULL}},
    {"record", "ledger_record", 1, 1, {"minutes", "at", "host", "service", "reason", NULL}},
    {"invoice", "ledger_invoice", 1, 1, {NULL}},
    {"audit", "ledger_audit", 1, 1, {NULL}},
    {"budget", "ledger_budget", 1, 1, {"period", "amount", "domain_h", "currency", "reason", NULL}},
    {"measure", "ledger_measure", 1, 1, {"at", "requests", "response_ms", "target_ms", NULL}},
    {"run", "ledger_run", 1, 1, {"from", "to", NULL}},
    {"team", "ledger_team", 1, 1, {"team", "remove", NULL}},
    {"rates", "ledger_rates", 0, 1, {NULL}},
    {"corrections", "ledger_corrections", 0, 1, {NULL}},
    {"runs", "ledger_runs", 0, 1, {NULL}},
};

static const LedgerVerb *find_verb(const char *name, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        if (strcmp(verbs[i].verb, name) == 0)
            return &verbs[i];
    const char *names[G_N_ELEMENTS(verbs) + 1] = {NULL};
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        names[i] = verbs[i].verb;
    const char *nearest = text_nearest(name, names);
    g_autofree char *all = g_strjoinv(", ", (char **)(gintptr)names);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "unknown 'ledger %s'", name);
    if (nearest != NULL)
        error_add_hint(error, "did you mean 'ledger %s'?", nearest);
    else
        error_add_hint(error, "there are: %s", all);
    return NULL;
}

static bool check_fields(const LedgerVerb *verb, const Fields *fields, GError **error)
{
    for (guint i = 0; i < G_N_ELEMENTS(ledger_fields); i++) {
        const char *column = ledger_fields[i].column;
        if (fields_get(fields, column) == NULL || g_strv_contains(verb->allowed, column))
            continue;
        g_autofree char *option = g_strdelimit(g_strdup(column), "_", '-');
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'ledger %s' has no option '--%s'",
                    verb->verb, option);
        error_add_hint(error, "'vmatrix ledger --help' shows which options are whose");
        return false;
    }
    return true;
}

static bool check_arguments(const LedgerVerb *verb, guint n, GError **error)
{
    if (n >= verb->n_min && n <= verb->n_max)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "'ledger %s' %s", verb->verb,
                n < verb->n_min   ? "needs a name"
                : verb->n_max > 0 ? "takes one name"
                                  : "takes no name");
    error_add_hint(error, "'vmatrix ledger --help' shows its options");
    return false;
}

static bool run_verb(const LedgerVerb *verb, const char *conninfo, const char *name,
                     const Fields *fields, OutputFormat format, GError **error)
{
    g_autofree char *json = fields_to_json(fields, error);
    if (json == NULL)
        return false;
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(Rows) rows = NULL;
    const char *const parameters[] = {name, json};
    guint n = (verb->n_max > 0 ? 1U : 0U) + (verb->allowed[0] != NULL ? 1U : 0U);
    if (database == NULL || !database_query(database, verb->query, parameters, n, &rows, error))
        return false;
    table_output(rows, verb->verb, format);
    return true;
}

int command_ledger(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry common[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_autoptr(Fields) fields = fields_new(ledger_fields, G_N_ELEMENTS(ledger_fields));
    g_auto(GStrv) arguments = NULL;
    OutputFormat format;
    const LedgerVerb *verb;
    const Command *command = cli_find_command("ledger");
    if (!cli_parse(argc, argv, command, fields_entries(fields, common), 1, 3, &arguments, error) ||
        !cli_output_format(output, &format, error) ||
        (verb = find_verb(arguments[0], error)) == NULL ||
        !check_arguments(verb, g_strv_length(arguments + 1), error) ||
        !check_fields(verb, fields, error))
        return EXIT_USAGE;
    return run_verb(verb, conninfo, arguments[1], fields, format, error) ? EXIT_DONE : EXIT_ERROR;
}
