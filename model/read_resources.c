#include <string.h>

#include "model/reader.h"

typedef struct {
    const char *name;
    uint32_t soft_permille, hard_permille;
} DefaultResource;

static const DefaultResource default_resources[] = {
    /* sorted by name */
    {"cpu_mcpu", 700, 900},
    {"disk_iops", 700, 900},
    {"memory_mib", 900, 900},
    {"network_mbit_s", 700, 900},
};

/* What the empty cells of a resource mean; one without a default row keeps no reserve. */
static DefaultResource default_of(const char *name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(default_resources); i++)
        if (strcmp(default_resources[i].name, name) == 0)
            return default_resources[i];
    return (DefaultResource){name, 1000, 1000};
}

static void use_default_resources(Model *model)
{
    model->n_resources = G_N_ELEMENTS(default_resources);
    model->resources = g_new0(Resource, model->n_resources);
    for (uint32_t i = 0; i < model->n_resources; i++) {
        model->resources[i].name = g_strdup(default_resources[i].name);
        model->resources[i].soft_permille = default_resources[i].soft_permille;
        model->resources[i].hard_permille = default_resources[i].hard_permille;
    }
}

static bool is_column_of(FormatFile file, const char *name)
{
    return g_strv_contains(format_files[file].columns, name);
}

/* A resource is a column of hosts.csv and domains.csv, so it must not hide another one there. */
static bool check_name(const Sheet *sheet, uint32_t row, GError **error)
{
    const char *name = cell_text((Row){sheet, row}, "resource");
    if (is_column_of(FILE_HOSTS, name) || is_column_of(FILE_DOMAINS, name))
        return cell_fail((Row){sheet, row}, "resource", error,
                         "'%s' is the name of another column of hosts.csv or domains.csv", name);
    for (uint32_t i = 0; i < sheet_n_rows(sheet); i++) {
        const char *other = cell_text((Row){sheet, i}, "resource");
        if (g_str_has_prefix(name, other) && strcmp(name + strlen(other), "_soft") == 0)
            return cell_fail((Row){sheet, row}, "resource", error,
                             "'%s' is also the soft limit of the resource '%s'", name, other);
    }
    return true;
}

static bool read_resource(Resource *resource, Row row, GError **error)
{
    DefaultResource fallback = default_of(cell_text(row, "resource"));
    int64_t soft, hard;
    if (!cell_name(row, "resource", &resource->name, error) ||
        !cell_amount(row, "soft_permille",
                     (AmountRange){0, LARGEST_PERMILLE, fallback.soft_permille}, &soft, error) ||
        !cell_amount(row, "hard_permille",
                     (AmountRange){0, LARGEST_PERMILLE, fallback.hard_permille}, &hard, error) ||
        !cell_decimal(row, "overload_price", &resource->overload_price, error) ||
        !cell_flag(row, "transient", &resource->transient, error))
        return false;
    resource->soft_permille = (uint32_t)soft;
    resource->hard_permille = (uint32_t)hard;
    return true;
}

bool read_resources(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_auto(Sheet) sheet = {NULL, NULL};
    if (!sheet_open(&sheet, reader->tables, FILE_RESOURCES, NULL, error))
        return false;
    if (sheet.table == NULL) {
        use_default_resources(model);
        return true;
    }
    g_autofree uint32_t *ranks = sheet_rank_by_name(&sheet, "resource", error);
    if (ranks == NULL)
        return false;
    model->n_resources = sheet_n_rows(&sheet);
    model->resources = g_new0(Resource, model->n_resources);
    for (uint32_t i = 0; i < model->n_resources; i++)
        if (!check_name(&sheet, i, error) ||
            !read_resource(&model->resources[ranks[i]], (Row){&sheet, i}, error))
            return false;
    return true;
}

char **resource_columns(const Model *model, bool with_soft)
{
    g_autoptr(GPtrArray) columns = g_ptr_array_new();
    for (uint32_t i = 0; i < model->n_resources; i++) {
        g_ptr_array_add(columns, g_strdup(model->resources[i].name));
        if (with_soft)
            g_ptr_array_add(columns, g_strdup_printf("%s_soft", model->resources[i].name));
    }
    g_ptr_array_add(columns, NULL);
    return (char **)g_ptr_array_steal(columns, NULL);
}
