#include "model/list_cell.h"
#include "model/reader.h"

static bool open_sheets(Reader *reader, GError **error)
{
    g_auto(GStrv) host_columns = resource_columns(reader->model, true);
    g_auto(GStrv) domain_columns = resource_columns(reader->model, false);
    return sheet_open(&reader->hosts, reader->tables, FILE_HOSTS, (const char *const *)host_columns,
                      error) &&
           sheet_open(&reader->services, reader->tables, FILE_SERVICES, NULL, error) &&
           sheet_open(&reader->domains, reader->tables, FILE_DOMAINS,
                      (const char *const *)domain_columns, error);
}

static bool rank_rows(Reader *reader, GError **error)
{
    reader->host_ranks = sheet_rank_by_name(&reader->hosts, "host", error);
    if (reader->host_ranks == NULL)
        return false;
    reader->service_ranks = sheet_rank_by_name(&reader->services, "service", error);
    if (reader->service_ranks == NULL)
        return false;
    reader->domain_ranks = sheet_rank_by_name(&reader->domains, "domain", error);
    return reader->domain_ranks != NULL;
}

/* References between tables are looked up by name before the rows themselves are read. */
static void take_names(Reader *reader)
{
    Model *model = reader->model;
    model->n_hosts = sheet_n_rows(&reader->hosts);
    model->hosts = g_new0(Host, model->n_hosts);
    for (uint32_t i = 0; i < model->n_hosts; i++)
        model->hosts[reader->host_ranks[i]].name =
            g_strdup(cell_text((Row){&reader->hosts, i}, "host"));
    model->n_services = sheet_n_rows(&reader->services);
    model->services = g_new0(Service, model->n_services);
    for (uint32_t i = 0; i < model->n_services; i++)
        model->services[reader->service_ranks[i]].name =
            g_strdup(cell_text((Row){&reader->services, i}, "service"));
    model->n_domains = sheet_n_rows(&reader->domains);
    model->domains = g_new0(Domain, model->n_domains);
    for (uint32_t i = 0; i < model->n_domains; i++)
        model->domains[reader->domain_ranks[i]].name =
            g_strdup(cell_text((Row){&reader->domains, i}, "domain"));
}

bool read_column_names(const Sheet *sheet, const char *column, bool is_list, GHashTable *names,
                       GError **error)
{
    for (uint32_t i = 0; i < sheet_n_rows(sheet); i++) {
        Row row = {sheet, i};
        if (cell_is_empty(row, column))
            continue;
        if (is_list) {
            if (!cell_collect_names(row, column, names, error))
                return false;
            continue;
        }
        char *name = NULL;
        if (!cell_name(row, column, &name, error))
            return false;
        g_hash_table_add(names, name);
    }
    return true;
}

static bool collect_sorted(const Sheet *sheet, const char *column, char ***ret_names,
                           uint32_t *ret_n, GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_column_names(sheet, column, false, names, error))
        return false;
    *ret_names = names_sorted(names, ret_n);
    return true;
}

/* A tag is known where a host has it or a domain requires it. */
static bool collect_tags(Reader *reader, GError **error)
{
    g_autoptr(GHashTable) tags = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (!read_column_names(&reader->hosts, "tags", true, tags, error) ||
        !read_column_names(&reader->domains, "requires", true, tags, error))
        return false;
    reader->model->tags = names_sorted(tags, &reader->model->n_tags);
    return true;
}

bool read_names(Reader *reader, GError **error)
{
    if (!open_sheets(reader, error) || !rank_rows(reader, error))
        return false;
    take_names(reader);
    Model *model = reader->model;
    return collect_sorted(&reader->hosts, "zone", &model->zones, &model->n_zones, error) &&
           collect_sorted(&reader->hosts, "site", &model->sites, &model->n_sites, error) &&
           collect_tags(reader, error);
}
