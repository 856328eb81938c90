#include "model/use.h"

#include "model/rules.h"

int64_t *placement_use(const Model *model, const uint32_t *host_of_domain)
{
    gsize size = (gsize)model->n_resources * model->policy.n_periods;
    int64_t *use = g_new0(int64_t, model->n_hosts * size + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        if (host_of_domain[domain] == INDEX_NONE)
            continue;
        int64_t *of_host = use + host_of_domain[domain] * size;
        for (gsize i = 0; i < size; i++)
            of_host[i] += model->domains[domain].demand[i];
    }
    return use;
}

uint32_t *current_placement(const Model *model)
{
    uint32_t *placement = g_new(uint32_t, (gsize)model->n_domains + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        placement[domain] = domain_host_now(model, domain);
    return placement;
}

bool *current_in_service(const Model *model)
{
    bool *in_service = g_new0(bool, (gsize)model->n_hosts + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        in_service[host] = model->hosts[host].on;
    return in_service;
}

bool *hosts_in_use(const Model *model, const uint32_t *host_of_domain)
{
    bool *in_use = g_new0(bool, (gsize)model->n_hosts + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (host_of_domain[domain] != INDEX_NONE)
            in_use[host_of_domain[domain]] = true;
    return in_use;
}
