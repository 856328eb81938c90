#include <string.h>

#include "common/csv.h"
#include "common/error.h"
#include "common/time_text.h"
#include "model/format.h"
#include "model/reader.h"
#include "model/replicas.h"
#include "model/scenario.h"

static bool fail_unknown_file(const char *source, const char *name, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: unknown file of a scenario",
                source);
    const char *nearest = format_nearest_file(name);
    if (nearest != NULL)
        error_add_hint(error, "did you mean '%s'?", nearest);
    return false;
}

static bool read_table(const char *directory, const char *name, GPtrArray *tables, GError **error)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    if (format_find_file(name) == N_FORMAT_FILES)
        return fail_unknown_file(path, name, error);
    TextTable *table = csv_read_file(path, path, error);
    if (table == NULL)
        return false;
    g_ptr_array_add(tables, table);
    return true;
}

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Sorted, so that of two bad files always the same one is named. NULL on error. */
static GPtrArray *list_files(const char *directory, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) handle = g_dir_open(directory, 0, &cause);
    if (handle == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT,
                    "cannot read the scenario folder '%s': %s", directory, cause->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name = g_dir_read_name(handle); name != NULL; name = g_dir_read_name(handle))
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

static GPtrArray *read_tables(const char *directory, GError **error)
{
    g_autoptr(GPtrArray) names = list_files(directory, error);
    if (names == NULL)
        return NULL;
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    for (guint i = 0; i < names->len; i++)
        if (strcmp(names->pdata[i], "README.md") != 0 &&
            !read_table(directory, names->pdata[i], tables, error))
            return NULL;
    return g_steal_pointer(&tables);
}

Model *scenario_read(const char *directory, GError **error)
{
    g_autoptr(GPtrArray) tables = read_tables(directory, error);
    if (tables == NULL)
        return NULL;
    return model_from_tables(tables, error);
}

static bool is_in_force(const Rule *rule, const char *now)
{
    return (*rule->valid_from == '\0' || strcmp(rule->valid_from, now) <= 0) &&
           (*rule->valid_to == '\0' || strcmp(rule->valid_to, now) > 0);
}

static void keep_rules_in_force(Model *model, const char *now)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < model->n_rules; i++) {
        if (is_in_force(&model->rules[i], now))
            model->rules[n++] = model->rules[i];
        else
            rule_clear(&model->rules[i]);
    }
    model->n_rules = n;
    model_list_place_rules(model);
}

static void keep_blackouts_to_come(Model *model, const char *now)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < model->n_blackouts; i++) {
        if (strcmp(model->blackouts[i].to, now) > 0)
            model->blackouts[n++] = model->blackouts[i];
        else
            blackout_clear(&model->blackouts[i]);
    }
    model->n_blackouts = n;
}

/* The policy's answer to live moves that would not converge, even with a link of their own. */
static void answer_non_converging(Model *model)
{
    const Policy *policy = &model->policy;
    int64_t rate_mib_s = policy->bandwidth_mib_s;
    if (policy->migration_mib_s != NO_LIMIT)
        rate_mib_s = MIN(rate_mib_s, policy->migration_mib_s);
    if (policy->non_converging == NON_CONVERGING_THROTTLE)
        return;
    for (uint32_t i = 0; i < model->n_domains; i++) {
        Domain *domain = &model->domains[i];
        if (domain->move == MOVE_MODE_LIVE && domain->dirty_mib_s >= rate_mib_s)
            domain->move =
                policy->non_converging == NON_CONVERGING_SAVE ? MOVE_MODE_SAVE : MOVE_MODE_NEVER;
    }
}

void scenario_keep_what_holds(Model *model, const char *now)
{
    keep_rules_in_force(model, now);
    answer_non_converging(model);
    const char *start = model->policy.plan_start;
    keep_blackouts_to_come(model, *start != '\0' && strcmp(start, now) < 0 ? start : now);
}

Model *scenario_take(const char *directory, const char *plan_start, GError **error)
{
    g_autoptr(Model) model = scenario_read(directory, error);
    if (model == NULL)
        return NULL;
    if (plan_start != NULL) {
        g_free(model->policy.plan_start);
        model->policy.plan_start = g_strdup(plan_start);
    }
    g_autofree char *now = time_text_new(time_now_s());
    scenario_keep_what_holds(model, now);
    return model_ask_replicas(model, NULL, error) ? g_steal_pointer(&model) : NULL;
}

GHashTable *scenario_read_expected(const char *directory, GError **error)
{
    g_autofree char *path = g_build_filename(directory, "expected.csv", NULL);
    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return NULL;
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    return read_table(directory, "expected.csv", tables, error) ? read_expected(tables, error)
                                                                : NULL;
}
