#include "actuator/headroom.h"

#include <string.h>

#include "model/cost.h"

struct Headroom {
    const Errand *errand;
    const Model *model; /* the errand's */
    int64_t *use;       /* [(host * n_resources + resource) * n_periods + period] */
    int64_t *start;     /* the same, as it was at first */
    guint *n_of_tier;   /* [host * n_tiers + tier]: domains of that tier on the host */
};

static gsize cell(const Headroom *headroom, uint32_t host, uint32_t resource, uint32_t period)
{
    const Model *model = headroom->model;
    return ((gsize)host * model->n_resources + resource) * model->policy.n_periods + period;
}

static int64_t demand(const Headroom *headroom, uint32_t domain, uint32_t resource, uint32_t period)
{
    const int64_t *now = headroom->errand->demand_now;
    gsize at = (gsize)domain * headroom->model->n_resources + resource;
    if (now != NULL && headroom->model->policy.n_periods == 1 && now[at] != NO_LIMIT)
        return now[at];
    return model_demand(headroom->model, domain, resource, period);
}

static guint *count_of_tier(const Headroom *headroom, uint32_t host, uint32_t domain)
{
    const Model *model = headroom->model;
    uint32_t service = model->domains[domain].service;
    uint32_t tier = service == INDEX_NONE ? INDEX_NONE : model->services[service].tier;
    return tier == INDEX_NONE ? NULL : &headroom->n_of_tier[(gsize)host * model->n_tiers + tier];
}

static void count_domain(Headroom *headroom, uint32_t host, uint32_t domain, int sign)
{
    for (uint32_t resource = 0; resource < headroom->model->n_resources; resource++)
        for (uint32_t period = 0; period < headroom->model->policy.n_periods; period++)
            headroom->use[cell(headroom, host, resource, period)] +=
                sign * demand(headroom, domain, resource, period);
    guint *count = count_of_tier(headroom, host, domain);
    if (count != NULL)
        *count = sign > 0 ? *count + 1 : *count - 1;
}

void headroom_add(Headroom *headroom, uint32_t host, uint32_t domain)
{
    count_domain(headroom, host, domain, 1);
}

void headroom_remove(Headroom *headroom, uint32_t host, uint32_t domain)
{
    count_domain(headroom, host, domain, -1);
}

static void add_stranger(Headroom *headroom, const Resident *resident)
{
    uint32_t memory = model_find_resource(headroom->model, "memory_mib");
    for (uint32_t period = 0; memory != INDEX_NONE && period < headroom->model->policy.n_periods;
         period++)
        headroom->use[cell(headroom, resident->host, memory, period)] += resident->memory_mib;
}

Headroom *headroom_new(const Errand *errand, const Resident *residents, guint n_residents)
{
    const Model *model = errand->model;
    gsize n = (gsize)model->n_hosts * model->n_resources * model->policy.n_periods;
    Headroom *headroom = g_new0(Headroom, 1);
    headroom->errand = errand;
    headroom->model = model;
    headroom->use = g_new0(int64_t, n);
    headroom->n_of_tier = g_new0(guint, (gsize)model->n_hosts * model->n_tiers);
    for (guint i = 0; i < n_residents; i++) {
        if (residents[i].domain == INDEX_NONE)
            add_stranger(headroom, &residents[i]);
        else
            headroom_add(headroom, residents[i].host, residents[i].domain);
    }
    headroom->start = g_memdup2(headroom->use, n * sizeof *headroom->use);
    return headroom;
}

void headroom_free(Headroom *headroom)
{
    if (headroom == NULL)
        return;
    g_free(headroom->use);
    g_free(headroom->start);
    g_free(headroom->n_of_tier);
    g_free(headroom);
}

static int64_t limit_now(const Headroom *headroom, uint32_t host, uint32_t resource)
{
    const Model *model = headroom->model;
    int64_t limit = host_hard_limit(model, host, resource);
    for (uint32_t tier = 0; tier < model->n_tiers; tier++)
        if (headroom->n_of_tier[(gsize)host * model->n_tiers + tier] > 0)
            limit = MIN(limit, host_tier_limit(model, host, tier, resource));
    return limit;
}

char *headroom_excess(const Headroom *headroom, uint32_t host, const char *when)
{
    const Model *model = headroom->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t limit = limit_now(headroom, host, resource);
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            gsize at = cell(headroom, host, resource, period);
            if (headroom->use[at] > MAX(limit, headroom->start[at]))
                return g_strdup_printf("host '%s' would pass its limit of '%s'%s: %" G_GINT64_FORMAT
                                       " of %" G_GINT64_FORMAT,
                                       model->hosts[host].name, model->resources[resource].name,
                                       when, headroom->use[at], limit);
        }
    }
    return NULL;
}
