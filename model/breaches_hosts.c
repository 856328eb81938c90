#include <inttypes.h>

#include "model/breach_list.h"
#include "model/cost.h"
#include "model/reserve.h"
#include "model/rules.h"
#include "model/use.h"

/* The period in which a host uses most of a resource. */
static uint32_t busiest_period(const BreachList *list, uint32_t host, uint32_t resource)
{
    uint32_t busiest = 0;
    for (uint32_t period = 1; period < list->model->policy.n_periods; period++)
        if (use_at(list->model, list->use, host, resource, period) >
            use_at(list->model, list->use, host, resource, busiest))
            busiest = period;
    return busiest;
}

static void check_limit(BreachList *list, uint32_t host, uint32_t resource, int64_t limit,
                        const char *rule, const char *limit_name)
{
    uint32_t period = busiest_period(list, host, resource);
    int64_t use = use_at(list->model, list->use, host, resource, period);
    if (use > limit)
        breach_add(list, rule,
                   "host '%s' uses %" PRId64 " of %s in period %u, above its %s of %" PRId64,
                   list->model->hosts[host].name, use, list->model->resources[resource].name,
                   period, limit_name, limit);
}

static bool holds_tier(const BreachList *list, uint32_t host, uint32_t tier)
{
    for (uint32_t i = 0; i < list->model->n_domains; i++) {
        const Domain *domain = &list->model->domains[i];
        if (domain->host == host && domain->service != INDEX_NONE &&
            list->model->services[domain->service].tier == tier)
            return true;
    }
    return false;
}

static void check_tiers(BreachList *list, uint32_t host)
{
    const Model *model = list->model;
    for (uint32_t tier = 0; tier < model->n_tiers; tier++) {
        if (!holds_tier(list, host, tier))
            continue;
        for (uint32_t resource = 0; resource < model->n_resources; resource++) {
            int64_t limit = host_tier_limit(model, host, tier, resource);
            if (limit < host_hard_limit(model, host, resource))
                check_limit(list, host, resource, limit, model->tiers[tier].name, "tier's limit");
        }
    }
}

static void check_drain(BreachList *list, uint32_t host)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < list->model->n_domains; i++)
        n += list->placement[i] == host;
    if (n > 0)
        breach_add(list, "drain", "host '%s' is to be drained and still holds %u %s",
                   list->model->hosts[host].name, n, n == 1 ? "domain" : "domains");
}

static void check_reserve(BreachList *list)
{
    const Model *model = list->model;
    g_autofree bool *on = g_new0(bool, (gsize)model->n_hosts + 1);
    g_autofree bool *runs = g_new0(bool, (gsize)model->n_domains + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        on[host] = list->in_service[host] && model->hosts[host].state != HOST_STATE_FAILED;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        runs[domain] = domain_is_wanted(model, domain) || domain_retires(model, domain);
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t capacity = reserve_capacity(model, on, resource);
        int64_t demand = reserve_demand(model, runs, resource);
        if (demand > capacity)
            breach_add(list, "reserve",
                       "without its %u largest hosts the estate has %" PRId64
                       " of %s for a demand of %" PRId64,
                       model->policy.host_failures, capacity, model->resources[resource].name,
                       demand);
    }
}

void breaches_of_hosts(BreachList *list)
{
    const Model *model = list->model;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        if (model->hosts[host].state == HOST_STATE_FAILED)
            continue; /* its domains are down: each is named by itself */
        for (uint32_t resource = 0; resource < model->n_resources; resource++)
            check_limit(list, host, resource, host_hard_limit(model, host, resource), "capacity",
                        "hard limit");
        check_tiers(list, host);
        if (model->hosts[host].state == HOST_STATE_DRAIN)
            check_drain(list, host);
    }
    if (model->policy.host_failures > 0)
        check_reserve(list);
}
