#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/scenario_import.h"
#include "cli/scenario_load.h"
#include "common/csv.h"
#include "common/decimal.h"
#include "common/error.h"
#include "model/breaches.h"
#include "model/cost.h"
#include "model/scenario.h"

static json_t *count_rows(const Model *model)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I}", "hosts", (json_int_t)model->n_hosts,
                     "services", (json_int_t)model->n_services, "domains",
                     (json_int_t)model->n_domains, "rules", (json_int_t)model->n_rules, "resources",
                     (json_int_t)model->n_resources, "periods",
                     (json_int_t)model->policy.n_periods);
}

static json_t *list_breaches(const Model *model)
{
    uint32_t n = 0;
    Breach *breaches = model_breaches(model, &n);
    json_t *list = json_array();
    for (uint32_t i = 0; i < n; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "rule", breaches[i].rule, "what", breaches[i].what));
    breaches_free(breaches, n);
    return list;
}

static json_t *summary_of(const Model *model, GError **error)
{
    Cost cost;
    if (!current_cost(model, &cost, error))
        return NULL;
    g_autofree char *digest = model_digest(model);
    g_autofree char *total = money_to_text(cost.total);
    json_t *summary =
        json_pack("{s:i, s:s, s:s, s:s, s:I, s:s}", "format", 1, "name", model->policy.name,
                  "digest", digest, "currency", model->policy.currency, "horizon_h",
                  (json_int_t)model->policy.horizon_h, "current_cost", total);
    json_object_update_new(summary, count_rows(model));
    json_object_set_new(summary, "current_breaches", list_breaches(model));
    json_object_set_new(summary, "not_supported", json_null()); /* all of format 1 is planned */
    return summary;
}

static void print_value(FILE *stream, const json_t *value)
{
    if (json_is_string(value)) {
        g_autofree char *shown = cli_escape(json_string_value(value));
        fprintf(stream, "%s", shown);
    } else if (json_is_integer(value)) {
        fprintf(stream, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
}

static void print_table(json_t *summary)
{
    const char *key;
    json_t *value;
    json_object_foreach(summary, key, value)
    {
        if (strcmp(key, "format") == 0 || json_is_array(value) || json_is_null(value))
            continue;
        printf("%-14s ", key);
        print_value(stdout, value);
        putchar('\n');
    }
    const json_t *breaches = json_object_get(summary, "current_breaches");
    printf("%-14s %zu\n", "breaches", json_array_size(breaches));
    for (gsize i = 0; i < json_array_size(breaches); i++) {
        const json_t *breach = json_array_get(breaches, i);
        printf("  ");
        print_value(stdout, json_object_get(breach, "rule"));
        printf(": ");
        print_value(stdout, json_object_get(breach, "what"));
        putchar('\n');
    }
}

static void print_csv_line(const char *key, const char *value)
{
    g_autoptr(GString) line = g_string_new(NULL);
    csv_append_cell(line, key, true);
    csv_append_cell(line, value, false);
    printf("%s\n", line->str);
}

static void print_csv(json_t *summary)
{
    const char *key;
    json_t *value;
    print_csv_line("key", "value");
    json_object_foreach(summary, key, value)
    {
        g_autofree char *number =
            json_is_array(value)
                ? g_strdup_printf("%zu", json_array_size(value))
                : g_strdup_printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
        print_csv_line(key, json_is_string(value) ? json_string_value(value)
                            : json_is_null(value) ? ""
                                                  : number);
    }
}

static int scenario_check(const char *directory, OutputFormat format, GError **error)
{
    g_autoptr(Model) model = scenario_take(directory, NULL, error);
    if (model == NULL)
        return EXIT_ERROR;
    json_t *summary = summary_of(model, error);
    if (summary == NULL)
        return EXIT_ERROR;
    if (format == OUTPUT_JSON) {
        json_dumpf(summary, stdout, JSON_INDENT(2));
        putchar('\n');
    } else if (format == OUTPUT_CSV) {
        print_csv(summary);
    } else {
        print_table(summary);
    }
    json_decref(summary);
    return EXIT_DONE;
}

int command_scenario(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    gint64 seed = 1, n_periods = 1;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"seed", 0, 0, G_OPTION_ARG_INT64, &seed, "of a generated estate (default: 1)", "N"},
        {"periods", 0, 0, G_OPTION_ARG_INT64, &n_periods,
         "slots of a generated estate's demand cycle (default: 1)", "P"},
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) arguments = NULL;
    OutputFormat format;
    const Command *command = cli_find_command("scenario");
    if (!cli_parse(argc, argv, command, entries, 2, 5, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    if (strcmp(arguments[0], "import") == 0)
        return scenario_import(arguments + 1, error);
    if (strcmp(arguments[0], "export") == 0)
        return scenario_export(arguments + 1, error);
    if (strcmp(arguments[0], "generate") == 0)
        return scenario_generate(arguments + 1, seed, n_periods, error);
    bool takes_one = g_strv_length(arguments) == 2;
    if (takes_one && strcmp(arguments[0], "check") == 0)
        return scenario_check(arguments[1], format, error);
    if (takes_one && strcmp(arguments[0], "load") == 0)
        return scenario_load(conninfo, arguments[1], format, error);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "unknown 'scenario %s'", arguments[0]);
    error_add_hint(error, "usage: vmatrix scenario %s", command->synopsis);
    return EXIT_USAGE;
}
