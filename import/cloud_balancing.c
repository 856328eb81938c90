/* OptaPlanner's cloud balancing (JSON). */
#include <inttypes.h>
#include <jansson.h>

#include "common/decimal.h"
#include "common/error.h"
#include "import/import.h"
#include "import/tables.h"
#include "model/scenario.h"

typedef struct {
    const char *path;
    GPtrArray *tables;
} Import;

static bool refuse(const Import *import, const char *list, gsize position, const char *key,
                   GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "%s: '%s' number %" G_GSIZE_FORMAT
                ": '%s' is not a whole number from 0 to %" G_GINT64_FORMAT,
                import->path, list, position + 1, key, AMOUNT_MAX);
    return false;
}

/* The values of keys of one object. */
static bool get_numbers(const Import *import, const char *list, gsize position,
                        const json_t *object, const char *const *keys, int64_t *ret_numbers,
                        GError **error)
{
    for (gsize i = 0; keys[i] != NULL; i++) {
        const json_t *value = json_object_get(object, keys[i]);
        ret_numbers[i] = json_integer_value(value);
        if (!json_is_integer(value) || ret_numbers[i] < 0 || ret_numbers[i] > AMOUNT_MAX)
            return refuse(import, list, position, keys[i], error);
    }
    return true;
}

static bool read_computers(const Import *import, const json_t *list, GError **error)
{
    static const char *const keys[] = {"cost", "cpuPower", "memory", "networkBandwidth", NULL};
    TextTable *table = import_table(import->tables, "hosts.csv", import->path);
    import_append(table, "host,machine_cost_per_h,cpu_power,memory,network_bandwidth");
    gsize position;
    json_t *object;
    json_array_foreach(list, position, object)
    {
        int64_t number[4];
        if (!get_numbers(import, "computerList", position, object, keys, number, error))
            return false;
        import_append(table,
                      "computer%0*" G_GSIZE_FORMAT ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64,
                      import_digits((int64_t)json_array_size(list)), position, number[0], number[1],
                      number[2], number[3]);
    }
    return true;
}

static bool read_processes(const Import *import, const json_t *list, GError **error)
{
    static const char *const keys[] = {"requiredCpuPower", "requiredMemory",
                                       "requiredNetworkBandwidth", NULL};
    TextTable *table = import_table(import->tables, "domains.csv", import->path);
    import_append(table, "domain,cpu_power,memory,network_bandwidth");
    gsize position;
    json_t *object;
    json_array_foreach(list, position, object)
    {
        int64_t number[3];
        if (!get_numbers(import, "processList", position, object, keys, number, error))
            return false;
        import_append(table, "process%0*" G_GSIZE_FORMAT ",%" PRId64 ",%" PRId64 ",%" PRId64,
                      import_digits((int64_t)json_array_size(list)), position, number[0], number[1],
                      number[2]);
    }
    return true;
}

/* Only computers cost anything, and each its price once: a horizon of one hour. */
static void append_rest(const Import *import)
{
    TextTable *policy = import_table(import->tables, "policy.csv", import->path);
    static const char *const rows[] = {
        "key,value",         "format,1",          "name,cloud balancing", "horizon_h,1",
        "plan_review_min,0", "move_review_min,0", "service_notice_min,0", "power_change_min,0",
        "price_per_kwh,0"};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        import_append(policy, "%s", rows[i]);
    TextTable *resources = import_table(import->tables, "resources.csv", import->path);
    import_append(resources, "resource,soft_permille,hard_permille");
    import_append(resources, "cpu_power,1000,1000");
    import_append(resources, "memory,1000,1000");
    import_append(resources, "network_bandwidth,1000,1000");
}

static bool read_root(const Import *import, const json_t *root, GError **error)
{
    const json_t *computers = json_object_get(root, "computerList");
    const json_t *processes = json_object_get(root, "processList");
    if (!json_is_array(computers) || !json_is_array(processes)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "%s: lists 'computerList' and 'processList' are expected", import->path);
        return false;
    }
    append_rest(import);
    return read_computers(import, computers, error) && read_processes(import, processes, error);
}

Model *import_cloud_balancing(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    gsize length = 0;
    g_autoptr(GError) read_error = NULL;
    if (!g_file_get_contents(path, &text, &length, &read_error)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "cannot read '%s': %s", path,
                    read_error->message);
        return NULL;
    }
    json_error_t where;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    if (root == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s:%d:%d: %s", path, where.line,
                    where.column, where.text);
        return NULL;
    }
    g_autoptr(GPtrArray) tables = import_tables_new();
    Import import = {path, tables};
    bool done = read_root(&import, root, error);
    json_decref(root);
    return done ? model_from_tables(tables, error) : NULL;
}
