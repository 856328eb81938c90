#include "cli/scenario_import.h"

#include <string.h>

#include "cli/cli.h"
#include "common/error.h"
#include "common/file.h"
#include "import/import.h"
#include "model/scenario.h"
#include "plan/plan_json.h"

static int refuse_usage(const char *synopsis, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "usage: vmatrix scenario %s", synopsis);
    return EXIT_USAGE;
}

int scenario_import(char **arguments, GError **error)
{
    guint n = g_strv_length(arguments);
    g_autoptr(Model) model = NULL;
    if (n == 4 && strcmp(arguments[0], "roadef") == 0)
        model = import_roadef(arguments[1], arguments[2], error);
    else if (n == 3 && strcmp(arguments[0], "cloud-balancing") == 0)
        model = import_cloud_balancing(arguments[1], error);
    else if (n == 3 && strcmp(arguments[0], "planetlab") == 0)
        model = import_planetlab(arguments[1], error);
    else
        return refuse_usage("import roadef MODEL ASSIGNMENT DIR | cloud-balancing JSON DIR | "
                            "planetlab CSV DIR",
                            error);
    if (model == NULL || !scenario_write(model, arguments[n - 1], error))
        return EXIT_ERROR;
    return EXIT_DONE;
}

/* The challenge has a place for every process. */
static char *export_placement(const char *directory, const Model *model,
                              const uint32_t *host_of_domain, GError **error)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (host_of_domain[domain] == INDEX_NONE) {
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                        "domain '%s' in '%s' is not placed", model->domains[domain].name,
                        directory);
            return NULL;
        }
    return export_roadef(model, host_of_domain);
}

static bool take_number(const char *text, const char *what, guint64 least, uint32_t *ret_number,
                        GError **error)
{
    guint64 number = 0;
    if (!g_ascii_string_to_unsigned(text, 10, least, UINT32_MAX - 1, &number, NULL)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "scenario generate: %s is a whole number from %u on, not '%s'", what,
                    (unsigned)least, text);
        return false;
    }
    *ret_number = (uint32_t)number;
    return true;
}

int scenario_generate(char **arguments, int64_t seed, int64_t n_periods, GError **error)
{
    GenerateOptions options = {.seed = (uint64_t)seed, .n_periods = (uint32_t)n_periods};
    if (g_strv_length(arguments) != 3)
        return refuse_usage("generate DIR HOSTS DOMAINS [--seed N] [--periods P]", error);
    if (seed < 0 || n_periods < 1 || n_periods > UINT32_MAX) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                    "scenario generate: --seed is a whole number from 0 on, --periods from 1 on");
        return EXIT_USAGE;
    }
    if (!take_number(arguments[1], "HOSTS", 1, &options.n_hosts, error) ||
        !take_number(arguments[2], "DOMAINS", 1, &options.n_domains, error))
        return EXIT_USAGE;
    g_autoptr(Model) model = import_generate(&options, error);
    if (model == NULL || !scenario_write(model, arguments[0], error))
        return EXIT_ERROR;
    return EXIT_DONE;
}

/* The placement of a saved plan, after its last action. */
static char *planned_placement(const char *directory, const char *plan_json, GError **error)
{
    g_autofree char *snapshot = g_build_filename(directory, "snapshot", NULL);
    g_autoptr(Model) model = scenario_read(snapshot, error);
    g_autofree char *text = NULL;
    if (model == NULL || !g_file_get_contents(plan_json, &text, NULL, error))
        return NULL;
    g_autoptr(PlanDocument) document = plan_from_json(model, text, plan_json, error);
    if (document == NULL)
        return NULL;
    if (document->plan->host_of_domain != NULL)
        return export_placement(directory, model, document->plan->host_of_domain, error);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "the plan in '%s' has no placement",
                directory);
    return NULL;
}

static char *current_placement(const char *directory, GError **error)
{
    g_autoptr(Model) model = scenario_read(directory, error);
    if (model == NULL)
        return NULL;
    g_autofree uint32_t *host_of_domain = g_new(uint32_t, model->n_domains + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        host_of_domain[domain] = model->domains[domain].host;
    return export_placement(directory, model, host_of_domain, error);
}

static char *read_placement(const char *directory, GError **error)
{
    g_autofree char *plan_json = g_build_filename(directory, "plan.json", NULL);
    return g_file_test(plan_json, G_FILE_TEST_EXISTS)
               ? planned_placement(directory, plan_json, error)
               : current_placement(directory, error);
}

int scenario_export(char **arguments, GError **error)
{
    if (g_strv_length(arguments) != 3 || strcmp(arguments[0], "roadef") != 0)
        return refuse_usage("export roadef DIR FILE", error);
    g_autofree char *text = read_placement(arguments[1], error);
    if (text == NULL || !file_write(arguments[2], text, strlen(text), error))
        return EXIT_ERROR;
    return EXIT_DONE;
}
