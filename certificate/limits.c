#include "certificate/limits.h"

static int64_t permille_of(int64_t amount, int64_t permille)
{
    int64_t product; /* nearly always: dividing 128 bits takes many times as long */
    if (!__builtin_mul_overflow(amount, permille, &product))
        return product / 1000;
    return (int64_t)((Int128)amount * permille / 1000);
}

int64_t judge_hard_limit(const Model *model, uint32_t host, uint32_t resource)
{
    return permille_of(model->hosts[host].capacity[resource],
                       model->resources[resource].hard_permille);
}

static int compare_falling(gconstpointer left, gconstpointer right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

Int128 judge_capacity_left(const Model *model, const bool *on, uint32_t resource)
{
    g_autoptr(GArray) limits = g_array_new(FALSE, FALSE, sizeof(int64_t));
    Int128 left = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        int64_t hard = judge_hard_limit(model, host, resource);
        if (on[host])
            g_array_append_val(limits, hard);
    }
    g_array_sort(limits, compare_falling);
    for (guint i = model->policy.host_failures; i < limits->len; i++)
        left += g_array_index(limits, int64_t, i);
    return left;
}

int64_t judge_soft_limit(const Model *model, uint32_t host, uint32_t resource)
{
    int64_t own = model->hosts[host].soft_amount[resource];
    if (own != NO_LIMIT)
        return own;
    return permille_of(model->hosts[host].capacity[resource],
                       model->resources[resource].soft_permille);
}

/* ⌊capacity × (1 − 1/k)⌋ with k = mantissa / 10^scale, that is capacity × (mantissa − 10^scale) /
 * mantissa. */
static int64_t slowdown_limit(int64_t capacity, Decimal slowdown)
{
    int64_t one = 1;
    for (uint32_t i = 0; i < slowdown.scale; i++)
        one *= 10;
    return (int64_t)exact_floor_divide((Int128)capacity * (slowdown.mantissa - one),
                                       slowdown.mantissa);
}

int64_t judge_tier_limit(const Model *model, uint32_t tier, uint32_t host, uint32_t resource)
{
    int64_t lowest = judge_hard_limit(model, host, resource);
    int64_t capacity = model->hosts[host].capacity[resource];
    for (uint32_t i = 0; i < model->tiers[tier].n_limits; i++) {
        const TierLimit *limit = &model->tiers[tier].limits[i];
        if (limit->resource != resource)
            continue;
        if (limit->hard_permille != NO_LIMIT)
            lowest = MIN(lowest, permille_of(capacity, limit->hard_permille));
        if (limit->max_slowdown.mantissa > 0)
            lowest = MIN(lowest, slowdown_limit(capacity, limit->max_slowdown));
    }
    return lowest;
}

uint32_t judge_tier(const Model *model, uint32_t domain)
{
    uint32_t service = model->domains[domain].service;
    return service == INDEX_NONE ? INDEX_NONE : model->services[service].tier;
}

bool judge_is_placed(const Model *model, uint32_t domain)
{
    uint32_t home = model->domains[domain].host;
    return home != INDEX_NONE && model->hosts[home].state != HOST_STATE_FAILED;
}

bool judge_retires(const Model *model, uint32_t domain)
{
    return judge_is_placed(model, domain) && model->domains[domain].retire;
}

bool judge_is_wanted(const Model *model, uint32_t domain)
{
    const Domain *asked = &model->domains[domain];
    if (asked->retire)
        return false;
    return asked->state == DOMAIN_STATE_RUNNING || judge_is_placed(model, domain);
}

uint32_t judge_host_now(const Model *model, uint32_t domain)
{
    bool counts = judge_is_wanted(model, domain) || judge_retires(model, domain);
    return counts ? model->domains[domain].host : INDEX_NONE;
}

int64_t judge_memory_mib(const Model *model, uint32_t domain)
{
    uint32_t memory = model_find_resource(model, "memory_mib");
    int64_t largest = 0;
    if (memory == INDEX_NONE)
        return 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++)
        largest = MAX(largest, model_demand(model, domain, memory, period));
    return largest;
}

uint32_t judge_zone(const Model *model, uint32_t host)
{
    uint32_t zone = model->hosts[host].zone;
    return zone == INDEX_NONE ? model->n_zones + host : zone;
}

uint32_t judge_site(const Model *model, uint32_t host)
{
    uint32_t site = model->hosts[host].site;
    return site == INDEX_NONE ? model->n_sites + host : site;
}

bool judge_zone_exists(const Model *model, uint32_t zone)
{
    if (zone < model->n_zones)
        return true;
    uint32_t host = zone - model->n_zones;
    return host < model->n_hosts && model->hosts[host].zone == INDEX_NONE;
}

bool judge_site_exists(const Model *model, uint32_t site)
{
    if (site < model->n_sites)
        return true;
    uint32_t host = site - model->n_sites;
    return host < model->n_hosts && model->hosts[host].site == INDEX_NONE;
}
