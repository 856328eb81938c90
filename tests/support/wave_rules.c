#include "tests/support/wave_rules.h"

#include <string.h>

#include "model/cost.h"
#include "model/rules.h"

uint32_t *wave_rules_start(const Model *model)
{
    uint32_t *start = g_new(uint32_t, model->n_domains);
    for (uint32_t i = 0; i < model->n_domains; i++)
        start[i] = domain_is_placed(model, i) ? model->domains[i].host : INDEX_NONE;
    return start;
}

/* What the domain's tier lets the host hold. */
static int64_t tier_limit_of(const Model *model, uint32_t domain, uint32_t host, uint32_t r)
{
    uint32_t service = model->domains[domain].service;
    uint32_t tier = service == INDEX_NONE ? INDEX_NONE : model->services[service].tier;
    return tier == INDEX_NONE ? host_hard_limit(model, host, r)
                              : host_tier_limit(model, host, tier, r);
}

bool wave_rules_may_hold(const Model *model, const bool *in_service, uint32_t domain, uint32_t host)
{
    if (model->hosts[host].state != HOST_STATE_UP || (!model->hosts[host].on && !in_service[host]))
        return false;
    if (domain_is_placed(model, domain) && model->domains[domain].host != host &&
        model->domains[domain].move == MOVE_MODE_NEVER)
        return false;
    for (uint32_t r = 0; r < model->n_resources; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++)
            if (model_demand(model, domain, r, p) > tier_limit_of(model, domain, host, r))
                return false;
    return true;
}

static int64_t use_of(const Model *model, const uint32_t *placement, uint32_t host, uint32_t r,
                      uint32_t p)
{
    int64_t use = 0;
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (placement[i] == host)
            use += model_demand(model, i, r, p);
    return use;
}

/* Of a transient resource, what those who are gone from their first host still take there. */
static int64_t left_on(const Model *model, const uint32_t *start, const uint32_t *before,
                       const uint32_t *after, uint32_t host, uint32_t r, uint32_t p)
{
    int64_t left = 0;
    for (uint32_t i = 0; i < model->n_domains && model->resources[r].transient; i++)
        if (start[i] == host && before[i] != host && after[i] != host)
            left += model_demand(model, i, r, p);
    return left;
}

bool wave_rules_has_room(const Model *model, const uint32_t *before, const uint32_t *after,
                         uint32_t host, uint32_t r, uint32_t p)
{
    g_autofree uint32_t *start = wave_rules_start(model);
    int64_t during = 0, lowest = host_hard_limit(model, host, r);
    int64_t at_first = use_of(model, start, host, r, p);
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (before[i] == host || after[i] == host) {
            during += model_demand(model, i, r, p);
            lowest = MIN(lowest, tier_limit_of(model, i, host, r));
        }
    return during <= MAX(lowest, at_first) &&
           during + left_on(model, start, before, after, host, r, p) <=
               MAX(host_hard_limit(model, host, r), at_first);
}

static char *check_room(const Model *model, const uint32_t *before, const uint32_t *after,
                        uint32_t host)
{
    bool arrives = false;
    for (uint32_t i = 0; i < model->n_domains; i++)
        arrives = arrives || (after[i] == host && before[i] != host);
    for (uint32_t r = 0; r < model->n_resources && arrives; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++)
            if (!wave_rules_has_room(model, before, after, host, r, p))
                return g_strdup_printf("host '%s' holds too much of %s", model->hosts[host].name,
                                       model->resources[r].name);
    return NULL;
}

/* What can be carried without the largest hosts among those that are on, largest first by hand. */
static int64_t carried(const Model *model, const bool *in_service, uint32_t r)
{
    int64_t sum = 0;
    g_autofree bool *gone = g_new0(bool, model->n_hosts);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (model->hosts[host].state == HOST_STATE_FAILED ||
            (!model->hosts[host].on && !in_service[host]))
            gone[host] = true;
    for (uint32_t k = 0; k < model->policy.host_failures; k++) {
        uint32_t largest = INDEX_NONE;
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (!gone[host] && (largest == INDEX_NONE || host_hard_limit(model, host, r) >
                                                             host_hard_limit(model, largest, r)))
                largest = host;
        if (largest != INDEX_NONE)
            gone[largest] = true;
    }
    for (uint32_t host = 0; host < model->n_hosts; host++)
        sum += gone[host] ? 0 : host_hard_limit(model, host, r);
    return sum;
}

static char *check_reserve(const Model *model, const bool *in_service, const uint32_t *before,
                           const uint32_t *after)
{
    g_autofree uint32_t *start = wave_rules_start(model);
    if (model->policy.reserve_on_the_way == 0 || model->policy.host_failures == 0)
        return NULL;
    for (uint32_t r = 0; r < model->n_resources; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++) {
            int64_t at_first = 0, during = 0;
            for (uint32_t i = 0; i < model->n_domains; i++) {
                int64_t demand = model_demand(model, i, r, p);
                at_first += start[i] == INDEX_NONE ? 0 : demand;
                during += before[i] == INDEX_NONE ? 0 : demand;
                during += before[i] == after[i] ? 0 : demand;
            }
            if (during > MAX(at_first, carried(model, in_service, r)))
                return g_strdup_printf("the reserve of %s is not kept", model->resources[r].name);
        }
    return NULL;
}

static char *check_parallel(const Model *model, const uint32_t *before, const uint32_t *after)
{
    uint32_t n_moves = 0;
    for (uint32_t i = 0; i < model->n_domains; i++)
        n_moves += before[i] != after[i];
    if (n_moves > model->policy.max_parallel)
        return g_strdup("too many moves");
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < model->n_domains; i++)
            n += before[i] != after[i] && (before[i] == host || after[i] == host);
        if (n > model->policy.max_parallel_per_host)
            return g_strdup("too many moves of a host");
    }
    for (uint32_t service = 0; service < model->n_services; service++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < model->n_domains; i++)
            n += before[i] != after[i] && model->domains[i].service == service;
        if (n > model->policy.max_parallel_per_service)
            return g_strdup("too many moves of a service");
    }
    return NULL;
}

static bool holds_on_the_way(const Rule *rule)
{
    return rule->strength == STRENGTH_HARD && rule->kind != RULE_KIND_GATHER &&
           rule->kind != RULE_KIND_ROOT && rule->kind != RULE_KIND_MAX_ON;
}

static char *check_rules(const Model *model, const uint32_t *after)
{
    g_autofree uint32_t *raw = g_new(uint32_t, model->n_domains);
    for (uint32_t i = 0; i < model->n_domains; i++)
        raw[i] = model->domains[i].host;
    for (uint32_t i = 0; i < model->n_rules; i++)
        if (holds_on_the_way(&model->rules[i]) &&
            rule_breaches(model, &model->rules[i], after, NULL) >
                rule_breaches(model, &model->rules[i], raw, NULL))
            return g_strdup_printf("rule '%s' is broken", model->rules[i].name);
    return NULL;
}

char *wave_rules_check(const Model *model, const bool *in_service, const uint32_t *before,
                       const uint32_t *after)
{
    for (uint32_t i = 0; i < model->n_domains; i++) {
        if (before[i] == after[i])
            continue;
        if (before[i] != INDEX_NONE && model->domains[i].move == MOVE_MODE_NEVER)
            return g_strdup_printf("'%s' never moves", model->domains[i].name);
        if (after[i] == INDEX_NONE || !wave_rules_may_hold(model, in_service, i, after[i]))
            return g_strdup_printf("'%s' may not go there", model->domains[i].name);
    }
    char *wrong = check_parallel(model, before, after);
    for (uint32_t host = 0; wrong == NULL && host < model->n_hosts; host++)
        wrong = check_room(model, before, after, host);
    if (wrong == NULL)
        wrong = check_reserve(model, in_service, before, after);
    return wrong != NULL ? wrong : check_rules(model, after);
}

static bool is_move(const Action *action)
{
    return action->kind == ACTION_MIGRATE || action->kind == ACTION_ACTIVATE;
}

char *wave_rules_replay(const Model *model, const uint32_t *target, const bool *in_service,
                        const Action *actions, uint32_t n_actions)
{
    g_autofree uint32_t *at = wave_rules_start(model);
    gsize size = model->n_domains * sizeof(uint32_t);
    for (uint32_t i = 0; i < n_actions;) {
        g_autofree uint32_t *before = g_memdup2(at, size);
        uint32_t wave = actions[i].wave;
        for (; i < n_actions && actions[i].wave == wave; i++)
            if (is_move(&actions[i])) {
                if (at[actions[i].domain] != before[actions[i].domain])
                    return g_strdup_printf("wave %u moves a domain twice", wave);
                at[actions[i].domain] = actions[i].to;
            }
        char *wrong = wave_rules_check(model, in_service, before, at);
        if (wrong != NULL)
            return wrong;
    }
    return memcmp(at, target, size) == 0 ? NULL : g_strdup("it ends elsewhere");
}
