/* vmatrix explain: why a plan moves a domain or keeps a host, and why not otherwise. */
#include <jansson.h>
#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "cli/plan_subject.h"
#include "common/csv.h"
#include "common/error.h"
#include "plan/explain_text.h"

static char *explain(const PlanSubject *subject, const char *name, GError **error)
{
    const Plan *plan = subject->document->plan;
    uint32_t domain = model_find_domain(subject->model, name);
    uint32_t host = model_find_host(subject->model, name);
    if (plan->host_of_domain == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "plan '%s' has no placement",
                    plan->id);
        error_add_hint(error, "'vmatrix show' says why");
        return NULL;
    }
    if (domain != INDEX_NONE)
        return explain_domain(subject->model, plan, domain, error);
    if (host != INDEX_NONE)
        return explain_host(subject->model, plan, host, error);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT,
                "the plan knows no domain or host '%s'", name);
    return NULL;
}

static void print_json(const PlanSubject *subject, const char *name, char *const *lines)
{
    json_t *array = json_array();
    for (char *const *line = lines; *line != NULL; line++)
        json_array_append_new(array, json_string(*line));
    json_t *root = json_pack("{s:i, s:s, s:s, s:o}", "format", 1, "plan",
                             subject->document->plan->id, "about", name, "lines", array);
    json_dumpf(root, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(root);
}

static void print_lines(char *const *lines, OutputFormat format)
{
    if (format == OUTPUT_CSV)
        printf("line\n");
    for (char *const *line = lines; *line != NULL; line++) {
        g_autofree char *shown = cli_escape(*line);
        g_autoptr(GString) cell = g_string_new(NULL);
        csv_append_cell(cell, *line, true);
        printf("%s\n", format == OUTPUT_CSV ? cell->str : shown);
    }
}

int command_explain(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {0},
    };
    g_auto(GStrv) arguments = NULL;
    OutputFormat format = OUTPUT_TABLE;
    if (!cli_parse(argc, argv, cli_find_command("explain"), entries, 2, 2, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    g_auto(PlanSubject) subject = {0};
    g_autofree char *text = plan_subject_load(conninfo, arguments[0], &subject, error)
                                ? explain(&subject, arguments[1], error)
                                : NULL;
    if (text == NULL)
        return EXIT_ERROR;
    g_strchomp(text);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    if (format == OUTPUT_JSON)
        print_json(&subject, arguments[1], lines);
    else
        print_lines(lines, format);
    return EXIT_DONE;
}
