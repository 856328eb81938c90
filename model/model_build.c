#include "common/error.h"
#include "common/text.h"
#include "model/reader.h"
#include "model/scenario.h"

static bool check_tables(const GPtrArray *tables, GError **error)
{
    for (guint i = 0; i < tables->len; i++) {
        const TextTable *table = tables->pdata[i];
        if (format_find_file(text_table_name(table)) != N_FORMAT_FILES)
            continue;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "%s: unknown file of a scenario",
                    text_table_source(table));
        const char *nearest = format_nearest_file(text_table_name(table));
        if (nearest != NULL)
            error_add_hint(error, "did you mean '%s'?", nearest);
        return false;
    }
    return true;
}

static bool has_table(const GPtrArray *tables, const char *name)
{
    for (guint i = 0; i < tables->len; i++)
        if (g_str_equal(text_table_name(tables->pdata[i]), name))
            return true;
    return false;
}

static bool check_required_tables(const GPtrArray *tables, GError **error)
{
    for (uint32_t i = 0; i < N_FORMAT_FILES; i++) {
        if (!format_files[i].required || has_table(tables, format_files[i].name))
            continue;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA, "the scenario has no file '%s'",
                    format_files[i].name);
        error_add_hint(error, "policy.csv, hosts.csv and domains.csv must be there, "
                              "if only with their header line");
        return false;
    }
    return true;
}

static bool read_all(Reader *reader, GError **error)
{
    static bool (*const steps[])(Reader *, GError **) = {
        read_policy,   read_resources, read_names,      read_cpu_models, read_hosts,
        read_tiers,    read_services,  read_licences,   read_domains,    read_demand,
        read_hosts_on, read_rules,     read_move_costs, read_balances,   read_blackouts,
    };
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
        if (!steps[i](reader, error))
            return false;
    g_autoptr(GHashTable) expected = read_expected(reader->tables, error);
    return expected != NULL;
}

Model *model_from_tables(const GPtrArray *tables, GError **error)
{
    if (!check_tables(tables, error) || !check_required_tables(tables, error))
        return NULL;
    g_autoptr(Model) model = g_new0(Model, 1);
    Reader reader = {.model = model, .tables = tables};
    bool good = read_all(&reader, error);
    sheet_clear(&reader.hosts);
    sheet_clear(&reader.services);
    sheet_clear(&reader.domains);
    g_free(reader.host_ranks);
    g_free(reader.service_ranks);
    g_free(reader.domain_ranks);
    return good ? g_steal_pointer(&model) : NULL;
}
