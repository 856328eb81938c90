/* vmatrix explain: why a plan moves a domain or keeps a host, and why not otherwise. */
#include <jansson.h>
#include <stdio.h>

#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "common/csv.h"
#include "common/error.h"
#include "model/scenario.h"
#include "plan/explain_text.h"
#include "plan/plan_json.h"
#include "store/plan_store.h"
#include "store/snapshot_store.h"

/* A plan with the snapshot that it was made from. */
typedef struct {
    Model *model;
    PlanDocument *document;
} Subject;

static void subject_clear(Subject *subject)
{
    g_clear_pointer(&subject->document, plan_document_free);
    g_clear_pointer(&subject->model, model_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Subject, subject_clear)

static bool load_folder(const char *directory, Subject *subject, GError **error)
{
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    g_autofree char *path = g_build_filename(directory, "plan.json", NULL);
    g_autofree char *text = NULL;
    g_autoptr(GError) reason = NULL;
    if (!g_file_get_contents(path, &text, NULL, &reason)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "cannot read '%s': %s", path,
                    reason->message);
        return false;
    }
    subject->model = scenario_read(snapshot, error);
    if (subject->model == NULL)
        return false;
    subject->document = plan_from_json(subject->model, text, path, error);
    return subject->document != NULL;
}

static bool load_stored(const char *conninfo, const char *name, Subject *subject, GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) stored = database == NULL ? NULL : plan_store_load(database, name, error);
    if (stored == NULL)
        return false;
    subject->model = snapshot_load(database, stored->snapshot_id, error);
    if (subject->model == NULL)
        return false;
    subject->document = plan_from_json(subject->model, stored->plan_json, stored->id, error);
    return subject->document != NULL;
}

static char *explain(const Subject *subject, const char *name, GError **error)
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

static void print_json(const Subject *subject, const char *name, char *const *lines)
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
    g_auto(Subject) subject = {0};
    bool loaded = g_file_test(arguments[0], G_FILE_TEST_IS_DIR)
                      ? load_folder(arguments[0], &subject, error)
                      : load_stored(conninfo, arguments[0], &subject, error);
    g_autofree char *text = loaded ? explain(&subject, arguments[1], error) : NULL;
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
