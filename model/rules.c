#include "model/rules.h"

#include <string.h>

/* How many domains of a set each host holds, [n_hosts]. */
static int64_t *count_by_host(const Model *model, const IndexSet *set,
                              const uint32_t *host_of_domain)
{
    int64_t *counts = g_new0(int64_t, (gsize)model->n_hosts + 1);
    for (uint32_t i = 0; i < set->n; i++)
        if (host_of_domain[set->index[i]] != INDEX_NONE)
            counts[host_of_domain[set->index[i]]]++;
    return counts;
}

static int64_t sum_above(const int64_t *counts, gsize n, int64_t limit)
{
    int64_t breaches = 0;
    for (gsize i = 0; i < n; i++)
        breaches += MAX(counts[i] - limit, 0);
    return breaches;
}

static int64_t count_spread(const Model *model, const Rule *rule, const uint32_t *host_of_domain)
{
    g_autofree int64_t *counts = count_by_host(model, &rule->groups[0], host_of_domain);
    return sum_above(counts, model->n_hosts, rule->limit);
}

static int64_t count_spread_zone(const Model *model, const Rule *rule,
                                 const uint32_t *host_of_domain)
{
    g_autofree int64_t *by_host = count_by_host(model, &rule->groups[0], host_of_domain);
    gsize n_zones = (gsize)model->n_zones + model->n_hosts;
    g_autofree int64_t *by_zone = g_new0(int64_t, n_zones + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        by_zone[zone_of_host(model, host)] += by_host[host];
    return sum_above(by_zone, n_zones, rule->limit);
}

static int64_t count_gather(const Model *model, const Rule *rule, const uint32_t *host_of_domain)
{
    g_autofree int64_t *counts = count_by_host(model, &rule->groups[0], host_of_domain);
    int64_t n_used = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        n_used += counts[host] > 0;
    return MAX(n_used - 1, 0);
}

static int64_t count_on_hosts(const Rule *rule, const uint32_t *host_of_domain, bool inside)
{
    int64_t breaches = 0;
    for (uint32_t i = 0; i < rule->groups[0].n; i++) {
        uint32_t host = host_of_domain[rule->groups[0].index[i]];
        breaches += host != INDEX_NONE && index_set_has(&rule->hosts, host) == inside;
    }
    return breaches;
}

/* Who never had a host has none to leave; who is on a failed one leaves it; who retires or stays
 * out has nowhere to be. */
static int64_t count_root(const Model *model, const Rule *rule, const uint32_t *host_of_domain)
{
    int64_t breaches = 0;
    for (uint32_t i = 0; i < rule->groups[0].n; i++) {
        uint32_t domain = rule->groups[0].index[i];
        breaches += domain_is_wanted(model, domain) && model->domains[domain].host != INDEX_NONE &&
                    host_of_domain[domain] != model->domains[domain].host;
    }
    return breaches;
}

static int64_t count_lonely(const Model *model, const Rule *rule, const uint32_t *host_of_domain)
{
    g_autofree int64_t *counts = count_by_host(model, &rule->groups[0], host_of_domain);
    int64_t breaches = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t host = host_of_domain[domain];
        breaches +=
            host != INDEX_NONE && counts[host] > 0 && !index_set_has(&rule->groups[0], domain);
    }
    return breaches;
}

static int64_t count_split(const Model *model, const Rule *rule, const uint32_t *host_of_domain)
{
    g_autofree int64_t *present = g_new0(int64_t, (gsize)model->n_hosts + 1);
    for (uint32_t group = 0; group < rule->n_groups; group++) {
        g_autofree int64_t *counts = count_by_host(model, &rule->groups[group], host_of_domain);
        for (uint32_t host = 0; host < model->n_hosts; host++)
            present[host] += counts[host] > 0;
    }
    return sum_above(present, model->n_hosts, 1);
}

static int64_t count_max_on(const Rule *rule, const bool *in_service)
{
    int64_t n_on = 0;
    for (uint32_t i = 0; i < rule->hosts.n; i++)
        n_on += in_service[rule->hosts.index[i]];
    return MAX(n_on - rule->limit, 0);
}

int64_t rule_breaches(const Model *model, const Rule *rule, const uint32_t *host_of_domain,
                      const bool *in_service)
{
    switch (rule->kind) {
    case RULE_KIND_SPREAD:
        return count_spread(model, rule, host_of_domain);
    case RULE_KIND_SPREAD_ZONE:
        return count_spread_zone(model, rule, host_of_domain);
    case RULE_KIND_GATHER:
        return count_gather(model, rule, host_of_domain);
    case RULE_KIND_FENCE:
        return count_on_hosts(rule, host_of_domain, false);
    case RULE_KIND_BAN:
        return count_on_hosts(rule, host_of_domain, true);
    case RULE_KIND_ROOT:
        return count_root(model, rule, host_of_domain);
    case RULE_KIND_LONELY:
        return count_lonely(model, rule, host_of_domain);
    case RULE_KIND_SPLIT:
        return count_split(model, rule, host_of_domain);
    case RULE_KIND_MAX_ON:
        return count_max_on(rule, in_service);
    }
    g_assert_not_reached();
}

char *rule_sentence(const Rule *rule, const char *what)
{
    bool has_reason = rule->reason != NULL && rule->reason[0] != '\0';
    return g_strconcat("rule '", rule->name, "' ", what, has_reason ? ": " : "",
                       has_reason ? rule->reason : "", NULL);
}
