#include "common/error.h"
#include "common/text.h"
#include "model/list_cell.h"
#include "model/reader.h"

static bool read_amounts(const Model *model, Host *host, Row row, GError **error)
{
    host->capacity = g_new0(int64_t, model->n_resources);
    host->soft_amount = g_new0(int64_t, model->n_resources);
    for (uint32_t i = 0; i < model->n_resources; i++) {
        const char *name = model->resources[i].name;
        g_autofree char *soft_column = g_strdup_printf("%s_soft", name);
        if (!cell_amount(row, name, (AmountRange){0, AMOUNT_MAX, 0}, &host->capacity[i], error) ||
            !cell_amount(row, soft_column, (AmountRange){0, AMOUNT_MAX, NO_LIMIT},
                         &host->soft_amount[i], error))
            return false;
    }
    return true;
}

static bool read_labels(const Model *model, Host *host, Row row, GError **error)
{
    uint32_t state;
    if (!cell_optional_text(row, "class", LONGEST_NAME, &host->class_name, error) ||
        !cell_reference(row, "zone", NAMES(model->zones, model->n_zones), "zone", &host->zone,
                        error) ||
        !cell_reference(row, "site", NAMES(model->sites, model->n_sites), "site", &host->site,
                        error) ||
        !cell_choice(row, "state", host_state_words, HOST_STATE_UP, &state, error) ||
        !cell_reference(row, "cpu_model", NAMES(model->cpu_models, model->n_cpu_models),
                        "CPU model", &host->cpu_model, error) ||
        !cell_list(row, "tags", NAMES(model->tags, model->n_tags), "tag", &host->tags, error))
        return false;
    host->state = (HostState)state;
    return true;
}

static bool read_prices(Host *host, Row row, GError **error)
{
    return cell_decimal(row, "machine_cost_per_h", &host->machine_cost_per_h, error) &&
           cell_decimal(row, "sunk_cost_per_h", &host->sunk_cost_per_h, error) &&
           cell_decimal(row, "admin_min_per_month", &host->admin_min_per_month, error) &&
           cell_decimal(row, "idle_w", &host->idle_w, error) &&
           cell_decimal(row, "peak_w", &host->peak_w, error) &&
           cell_flag(row, "on", &host->on, error);
}

bool read_hosts(Reader *reader, GError **error)
{
    Model *model = reader->model;
    for (uint32_t i = 0; i < model->n_hosts; i++) {
        Host *host = &model->hosts[reader->host_ranks[i]];
        Row row = {&reader->hosts, i};
        if (!read_labels(model, host, row, error) || !read_prices(host, row, error) ||
            !read_amounts(model, host, row, error))
            return false;
    }
    return true;
}

static bool fail_off(const Model *model, uint32_t host, uint32_t domain, Row row, GError **error)
{
    g_autofree char *host_name = text_quote(model->hosts[host].name);
    g_autofree char *domain_name = text_quote(model->domains[domain].name);
    cell_fail(row, "on", error, "host %s is off but holds domain %s", host_name, domain_name);
    error_add_hint(error, "write 1, or give the host the state 'failed'");
    return false;
}

bool read_hosts_on(Reader *reader, GError **error)
{
    Model *model = reader->model;
    g_autofree uint32_t *held = g_new(uint32_t, (gsize)model->n_hosts + 1);
    for (uint32_t i = 0; i < model->n_hosts; i++)
        held[i] = INDEX_NONE;
    for (uint32_t i = model->n_domains; i-- > 0;)
        if (model->domains[i].host != INDEX_NONE)
            held[model->domains[i].host] = i;
    for (uint32_t i = 0; i < model->n_hosts; i++) {
        uint32_t host = reader->host_ranks[i];
        Row row = {&reader->hosts, i};
        if (cell_is_empty(row, "on"))
            model->hosts[host].on = held[host] != INDEX_NONE;
        else if (!model->hosts[host].on && held[host] != INDEX_NONE &&
                 model->hosts[host].state != HOST_STATE_FAILED)
            return fail_off(model, host, held[host], row, error);
    }
    return true;
}
