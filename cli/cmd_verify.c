#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "certificate/saved.h"
#include "cli/cli.h"
#include "cli/cli_database.h"
#include "cli/commands.h"
#include "common/csv.h"
#include "common/decimal.h"
#include "store/plan_store.h"
#include "store/reverse_store.h"
#include "store/snapshot_store.h"

static void print_table(const Verdict *verdict)
{
    for (uint32_t i = 0; i < verdict->n_checks; i++) {
        const Check *check = &verdict->checks[i];
        g_autofree char *detail = cli_escape(check->detail);
        printf("%-7s %-17s %s\n", check->passed ? "passed" : "FAILED", check->name, detail);
    }
    printf("\n%s\n", verdict->valid ? "accepted: every check passed"
                                    : "REJECTED: do not carry this plan out");
}

static void print_json(const Verdict *verdict)
{
    json_t *checks = json_array();
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        json_array_append_new(checks, json_pack("{s:s, s:b, s:s}", "name", verdict->checks[i].name,
                                                "passed", verdict->checks[i].passed, "detail",
                                                verdict->checks[i].detail));
    bool proved = strcmp(verdict->bound_method, "none") != 0;
    g_autofree char *bound = proved ? money_to_text(verdict->bound) : NULL;
    json_t *object =
        json_pack("{s:i, s:b, s:s, s:s?, s:o}", "format", 1, "valid", verdict->valid,
                  "bound_method", verdict->bound_method, "bound", bound, "checks", checks);
    json_dumpf(object, stdout, JSON_INDENT(2));
    putchar('\n');
    json_decref(object);
}

static void print_csv(const Verdict *verdict)
{
    printf("check,passed,detail\n");
    for (uint32_t i = 0; i < verdict->n_checks; i++) {
        g_autoptr(GString) line = g_string_new(NULL);
        csv_append_cell(line, verdict->checks[i].name, true);
        csv_append_cell(line, verdict->checks[i].passed ? "1" : "0", false);
        csv_append_cell(line, verdict->checks[i].detail, false);
        printf("%s\n", line->str);
    }
}

/* A folder has a slash in its name or is there; what looks like the id or digest of a plan is in
 * the database. */
static bool is_plan_id(const char *name)
{
    size_t n_digits = strspn(name, "0123456789abcdef");
    bool digest = g_str_has_prefix(name, PLAN_DIGEST_PREFIX);
    return (digest || (n_digits >= 4 && name[n_digits] == '\0')) &&
           !g_file_test(name, G_FILE_TEST_EXISTS);
}

static Verdict *judge_stored(const char *conninfo, const char *name, GError **error)
{
    g_autoptr(Database) database = database_open(conninfo, error);
    g_autoptr(StoredPlan) stored = database == NULL ? NULL : plan_store_load(database, name, error);
    if (stored == NULL)
        return NULL;
    g_autoptr(Model) model = snapshot_load(database, stored->snapshot_id, error);
    if (model == NULL)
        return NULL;
    g_autofree char *reverse = NULL, *refused = NULL;
    if (!reverse_store_load(database, stored->id, &reverse, &refused, error))
        return NULL;
    SavedPlan saved = {.plan_json = stored->plan_json,
                       .certificate_json = stored->certificate_json,
                       .reverse_json = reverse};
    return certificate_judge_saved(model, &saved, error);
}

int command_verify(int argc, char **argv, GError **error)
{
    g_autofree char *conninfo = NULL;
    g_autofree char *output = NULL;
    const GOptionEntry entries[] = {
        CLI_DATABASE_ENTRY(&conninfo),
        {"output", 0, 0, G_OPTION_ARG_STRING, &output, "table, json or csv", "FORMAT"},
        {NULL, 0, 0, 0, NULL, NULL, NULL},
    };
    g_auto(GStrv) arguments = NULL;
    OutputFormat format = OUTPUT_TABLE;
    if (!cli_parse(argc, argv, cli_find_command("verify"), entries, 1, 1, &arguments, error) ||
        !cli_output_format(output, &format, error))
        return EXIT_USAGE;
    g_autoptr(Verdict) verdict = is_plan_id(arguments[0])
                                     ? judge_stored(conninfo, arguments[0], error)
                                     : certificate_judge_folder(arguments[0], error);
    if (verdict == NULL)
        return EXIT_ERROR;
    if (format == OUTPUT_TABLE)
        print_table(verdict);
    else if (format == OUTPUT_JSON)
        print_json(verdict);
    else
        print_csv(verdict);
    return verdict->valid ? EXIT_DONE : EXIT_REJECTED;
}
