#include "certificate/allowed.h"
#include "certificate/limits.h"
#include "certificate/stay_parts.h"

/* The lowest limit that anybody on the host brings with it, or the domain in question. */
static int64_t tier_limit(const Stay *stay, uint32_t domain, uint32_t host, uint32_t resource)
{
    const Model *model = stay->model;
    const GArray *on = stay->on[host];
    int64_t lowest = judge_hard_limit(model, host, resource);
    for (guint i = 0; model->n_tiers > 0 && i <= on->len; i++) {
        uint32_t tier = judge_tier(model, i == on->len ? domain : g_array_index(on, uint32_t, i));
        if (tier != INDEX_NONE)
            lowest = MIN(lowest, judge_tier_limit(model, tier, host, resource));
    }
    return lowest;
}

static bool has_room(const Stay *stay, uint32_t domain)
{
    const Model *model = stay->model;
    uint32_t home = model->domains[domain].host;
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        int64_t hard = judge_hard_limit(model, home, resource);
        int64_t limit = tier_limit(stay, domain, home, resource);
        bool own_left = model->resources[resource].transient; /* it counts there as one who left */
        for (uint32_t period = 0; period < model->policy.n_periods; period++) {
            gsize index = judge_use_index(model, home, resource, period);
            int64_t left =
                stay->left[index] - (own_left ? model_demand(model, domain, resource, period) : 0);
            if (stay->use[index] > limit || stay->use[index] + left > hard)
                return false;
        }
    }
    return true;
}

static bool keeps_all(const Stay *stay, const GArray *rules)
{
    State state = {stay->at, stay->in_service};
    for (guint i = 0; i < rules->len; i++) {
        uint32_t rule = g_array_index(rules, uint32_t, i);
        if (stay->model->rules[rule].strength != STRENGTH_SOFT &&
            judge_breaches(stay->model, rule, state, NULL) > stay->most[rule])
            return false;
    }
    return true;
}

static uint32_t own_place(const Model *model G_GNUC_UNUSED, uint32_t host)
{
    return host;
}

static int64_t n_in(const Stay *stay, uint32_t service, uint32_t place,
                    uint32_t (*place_of)(const Model *, uint32_t))
{
    const GArray *domains = stay->of_service[service];
    int64_t n = 0;
    for (guint i = 0; i < domains->len; i++)
        n += place_of(stay->model, stay->at[g_array_index(domains, uint32_t, i)]) == place;
    return n;
}

static bool is_in_enough_zones(const Stay *stay, uint32_t service)
{
    const GArray *domains = stay->of_service[service];
    g_autoptr(GHashTable) zones = g_hash_table_new(NULL, NULL);
    for (guint i = 0; i < domains->len; i++) {
        uint32_t host = stay->at[g_array_index(domains, uint32_t, i)];
        g_hash_table_add(zones, GUINT_TO_POINTER(judge_zone(stay->model, host)));
    }
    return g_hash_table_size(zones) >= stay->model->services[service].min_zones;
}

static bool keeps_service(const Stay *stay, uint32_t domain)
{
    const Model *model = stay->model;
    uint32_t service = model->domains[domain].service, home = model->domains[domain].host;
    const Service *kept = &model->services[service];
    return (kept->max_per_host == NO_LIMIT ||
            n_in(stay, service, home, own_place) <= kept->max_per_host) &&
           (kept->max_per_zone == NO_LIMIT ||
            n_in(stay, service, judge_zone(model, home), judge_zone) <= kept->max_per_zone) &&
           is_in_enough_zones(stay, service);
}

/* In every site where the service is, each one that must be near it is as well. */
static bool is_near(const Stay *stay, uint32_t service)
{
    const Model *model = stay->model;
    const GArray *domains = stay->of_service[service];
    const IndexSet *near = &model->services[service].near;
    for (guint i = 0; i < domains->len; i++) {
        uint32_t site = judge_site(model, stay->at[g_array_index(domains, uint32_t, i)]);
        for (uint32_t k = 0; k < near->n; k++)
            if (n_in(stay, near->index[k], site, judge_site) == 0)
                return false;
    }
    return true;
}

static bool keeps_services(const Stay *stay, uint32_t domain)
{
    const Model *model = stay->model;
    uint32_t own = model->domains[domain].service;
    if (own == INDEX_NONE)
        return true;
    for (guint i = 0; i < stay->with_near->len; i++) {
        uint32_t service = g_array_index(stay->with_near, uint32_t, i);
        if ((service == own || index_set_has(&model->services[service].near, own)) &&
            !is_near(stay, service))
            return false;
    }
    return keeps_service(stay, domain);
}

static bool keeps_licences(const Stay *stay, uint32_t domain)
{
    const Model *model = stay->model;
    uint32_t home = model->domains[domain].host, planned = stay->plan->host_of_domain[domain];
    for (uint32_t i = 0; i < model->domains[domain].licences.n; i++) {
        uint32_t licence = model->domains[domain].licences.index[i];
        int64_t n_hosts = 0;
        for (uint32_t host = 0; host < model->n_hosts; host++) {
            uint32_t n = judge_stay_needs(stay, licence, host);
            n_hosts += host == home || n > (host == planned ? 1u : 0u);
        }
        int64_t most = model->licences[licence].max_hosts;
        if (most != NO_LIMIT && n_hosts > most)
            return false;
    }
    return true;
}

bool judge_stay_is_allowed(const Stay *stay, uint32_t domain)
{
    return judge_is_allowed(stay->model, domain, stay->model->domains[domain].host) &&
           has_room(stay, domain) && keeps_all(stay, stay->rules_of[domain]) &&
           keeps_all(stay, stay->open_rules) && keeps_services(stay, domain) &&
           keeps_licences(stay, domain);
}
