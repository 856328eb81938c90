#include "tests/support/naive_check.h"

#include <string.h>

#include "common/rational.h"
#include "tests/support/naive_parts.h"

bool naive_has(const IndexSet *set, uint32_t index)
{
    for (uint32_t i = 0; i < set->n; i++) {
        if (set->index[i] == index)
            return true;
    }
    return false;
}

/* Two hosts fail together: the same named zone, or the same host. */
static bool same_zone(const Model *model, uint32_t a, uint32_t b)
{
    return a == b ||
           (model->hosts[a].zone != INDEX_NONE && model->hosts[a].zone == model->hosts[b].zone);
}

static bool same_site(const Model *model, uint32_t a, uint32_t b)
{
    return a == b ||
           (model->hosts[a].site != INDEX_NONE && model->hosts[a].site == model->hosts[b].site);
}

bool naive_is_up_now(const Model *model, uint32_t v)
{
    uint32_t home = model->domains[v].host;
    return home != INDEX_NONE && model->hosts[home].state != HOST_STATE_FAILED;
}

bool naive_is_wanted(const Model *model, uint32_t v)
{
    const Domain *domain = &model->domains[v];
    return !domain->retire && (naive_is_up_now(model, v) || domain->state == DOMAIN_STATE_RUNNING);
}

bool naive_ends(const Model *model, uint32_t v)
{
    return model->domains[v].retire && naive_is_up_now(model, v);
}

int64_t naive_use(const Model *model, const uint32_t *at, uint32_t h, uint32_t r, uint32_t p)
{
    int64_t sum = 0;
    for (uint32_t v = 0; v < model->n_domains; v++) {
        if (at[v] == h)
            sum += model->domains[v].demand[r * model->policy.n_periods + p];
    }
    return sum;
}

static int64_t hard(const Model *model, uint32_t h, uint32_t r)
{
    return model->hosts[h].capacity[r] * model->resources[r].hard_permille / 1000;
}

/* Not above any limit of the tier: amount × 1000 ≤ capacity × permille, amount × k ≤ capacity ×
 * (k − 1) with k = mantissa / 10^scale. */
static bool within_tier(const Model *model, const Tier *tier, uint32_t h, uint32_t r,
                        int64_t amount)
{
    int64_t capacity = model->hosts[h].capacity[r];
    for (uint32_t i = 0; i < tier->n_limits; i++) {
        const TierLimit *limit = &tier->limits[i];
        if (limit->resource != r)
            continue;
        if (limit->hard_permille != NO_LIMIT && amount * 1000 > capacity * limit->hard_permille)
            return false;
        int64_t one = 1;
        for (uint32_t digit = 0; digit < limit->max_slowdown.scale; digit++)
            one *= 10;
        if (limit->max_slowdown.mantissa != 0 &&
            amount * limit->max_slowdown.mantissa > capacity * (limit->max_slowdown.mantissa - one))
            return false;
    }
    return true;
}

static int count_on(const IndexSet *set, const uint32_t *at, uint32_t h)
{
    int n = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        n += at[set->index[i]] == h;
    }
    return n;
}

static int positive(int64_t number)
{
    return number > 0 ? (int)number : 0;
}

int naive_breaches(const Model *model, const Rule *rule, const uint32_t *at, const bool *on)
{
    int breaches = 0, n_used = 0, n_on = 0;
    for (uint32_t h = 0; h < model->n_hosts; h++) {
        int n_here = rule->n_groups > 0 ? count_on(&rule->groups[0], at, h) : 0;
        int n_zone = 0, n_groups = 0;
        bool first_of_zone = true;
        n_used += n_here > 0;
        n_on += on[h] && naive_has(&rule->hosts, h);
        for (uint32_t other = 0; other < model->n_hosts; other++) {
            if (same_zone(model, h, other) && rule->n_groups > 0) {
                n_zone += count_on(&rule->groups[0], at, other);
                first_of_zone = first_of_zone && other >= h;
            }
        }
        for (uint32_t g = 0; g < rule->n_groups; g++) {
            n_groups += count_on(&rule->groups[g], at, h) > 0;
        }
        for (uint32_t v = 0; v < model->n_domains; v++) {
            bool inside = rule->n_groups > 0 && naive_has(&rule->groups[0], v);
            if (at[v] != h)
                continue;
            if (rule->kind == RULE_KIND_FENCE)
                breaches += inside && !naive_has(&rule->hosts, h);
            if (rule->kind == RULE_KIND_BAN)
                breaches += inside && naive_has(&rule->hosts, h);
            if (rule->kind == RULE_KIND_ROOT)
                breaches += inside && naive_is_wanted(model, v) &&
                            model->domains[v].host != INDEX_NONE && model->domains[v].host != h;
            if (rule->kind == RULE_KIND_LONELY)
                breaches += !inside && n_here > 0;
        }
        if (rule->kind == RULE_KIND_SPREAD)
            breaches += positive(n_here - rule->limit);
        if (rule->kind == RULE_KIND_SPREAD_ZONE && first_of_zone)
            breaches += positive(n_zone - rule->limit);
        if (rule->kind == RULE_KIND_SPLIT)
            breaches += positive(n_groups - 1);
    }
    if (rule->kind == RULE_KIND_GATHER)
        return positive(n_used - 1);
    return rule->kind == RULE_KIND_MAX_ON ? positive(n_on - rule->limit) : breaches;
}

static void now(const Model *model, uint32_t *at, bool *on)
{
    for (uint32_t v = 0; v < model->n_domains; v++) {
        bool there = naive_is_wanted(model, v) || naive_ends(model, v);
        at[v] = there ? model->domains[v].host : INDEX_NONE;
    }
    for (uint32_t h = 0; h < model->n_hosts; h++)
        on[h] = model->hosts[h].on;
}

/* What binds one domain for itself, but for its wish to stay: state, tags, demand, hard fence, ban
 * and root. */
static bool may_be(const Model *model, uint32_t v, uint32_t h)
{
    const Domain *domain = &model->domains[v];
    const Host *host = &model->hosts[h];
    if (host->state != HOST_STATE_UP && !(host->state == HOST_STATE_CLOSED && domain->host == h))
        return false;
    for (uint32_t i = 0; i < domain->requires.n; i++) {
        if (!naive_has(&host->tags, domain->requires.index[i]))
            return false;
    }
    for (uint32_t r = 0; r < model->n_resources; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++) {
            int64_t demand = domain->demand[r * model->policy.n_periods + p];
            uint32_t tier =
                domain->service == INDEX_NONE ? INDEX_NONE : model->services[domain->service].tier;
            if (demand > hard(model, h, r) ||
                (tier != INDEX_NONE && !within_tier(model, &model->tiers[tier], h, r, demand)))
                return false;
        }
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        if (rule->strength != STRENGTH_HARD || rule->kind == RULE_KIND_MAX_ON ||
            !naive_has(&rule->groups[0], v))
            continue;
        if ((rule->kind == RULE_KIND_FENCE && !naive_has(&rule->hosts, h)) ||
            (rule->kind == RULE_KIND_BAN && naive_has(&rule->hosts, h)) ||
            (rule->kind == RULE_KIND_ROOT && domain->host != INDEX_NONE && domain->host != h))
            return false;
    }
    return true;
}

/* Live and saved guests keep the CPU they see: the other host's must be listed for it. */
static bool cpu_goes(const Model *model, uint32_t v, uint32_t h)
{
    const Domain *domain = &model->domains[v];
    if (!model->compares_cpus || domain->move == MOVE_MODE_COLD || !naive_is_up_now(model, v) ||
        domain->host == h)
        return true;
    uint32_t seen = domain->cpu_model;
    if (seen == INDEX_NONE)
        seen = model->hosts[domain->host].cpu_model;
    uint32_t there = model->hosts[h].cpu_model;
    if (seen == INDEX_NONE || there == INDEX_NONE)
        return false;
    return seen == there || naive_has(&model->cpu_models[seen].runs_on, there);
}

static bool may_leave(const Model *model, uint32_t v)
{
    const Domain *domain = &model->domains[v];
    if (!naive_is_up_now(model, v))
        return true;
    if (domain->move == MOVE_MODE_NEVER || domain->state != DOMAIN_STATE_RUNNING)
        return false;
    if (!domain->has_moved_h_ago || !may_be(model, v, domain->host))
        return true;
    g_autoptr(Rational) left = rational_new_decimal(domain->moved_h_ago);
    g_autoptr(Rational) needed = rational_new_decimal(model->policy.min_residence_h);
    rational_subtract(left, needed);
    return rational_to_double(left) >= 0;
}

static bool hosts_are_good(const Model *model, const uint32_t *at, const bool *on)
{
    for (uint32_t h = 0; h < model->n_hosts; h++) {
        bool holds = false;
        for (uint32_t v = 0; v < model->n_domains; v++)
            holds = holds || at[v] == h;
        bool spare = model->policy.host_failures > 0 && model->hosts[h].state == HOST_STATE_UP;
        if ((holds && !on[h]) || (on[h] && !holds && !spare))
            return false;
        for (uint32_t r = 0; r < model->n_resources; r++)
            for (uint32_t p = 0; p < model->policy.n_periods; p++) {
                int64_t amount = naive_use(model, at, h, r, p), left_behind = 0;
                for (uint32_t v = 0; v < model->n_domains; v++) {
                    const Domain *domain = &model->domains[v];
                    uint32_t tier = domain->service == INDEX_NONE
                                        ? INDEX_NONE
                                        : model->services[domain->service].tier;
                    if (at[v] == h && tier != INDEX_NONE &&
                        !within_tier(model, &model->tiers[tier], h, r, amount))
                        return false;
                    if (model->resources[r].transient && domain->host == h && at[v] != h &&
                        model->hosts[h].state != HOST_STATE_FAILED)
                        left_behind += domain->demand[r * model->policy.n_periods + p];
                }
                bool failed = model->hosts[h].state == HOST_STATE_FAILED;
                if (!failed && amount + left_behind > hard(model, h, r))
                    return false;
            }
    }
    return true;
}

static bool services_are_good(const Model *model, const uint32_t *at)
{
    for (uint32_t s = 0; s < model->n_services; s++) {
        const Service *service = &model->services[s];
        uint32_t n_zones = 0;
        for (uint32_t h = 0; h < model->n_hosts; h++) {
            int n_here = 0, n_zone = 0;
            bool first_of_zone = true;
            for (uint32_t other = 0; other < model->n_hosts; other++)
                first_of_zone = first_of_zone && (other >= h || !same_zone(model, h, other));
            for (uint32_t v = 0; v < model->n_domains; v++) {
                n_here += model->domains[v].service == s && at[v] == h;
                n_zone += model->domains[v].service == s && at[v] != INDEX_NONE &&
                          same_zone(model, h, at[v]);
            }
            n_zones += n_zone > 0 && first_of_zone;
            if ((service->max_per_host != NO_LIMIT && n_here > service->max_per_host) ||
                (service->max_per_zone != NO_LIMIT && n_zone > service->max_per_zone))
                return false;
            for (uint32_t i = 0; i < service->near.n; i++) {
                bool near = false;
                for (uint32_t u = 0; u < model->n_domains; u++)
                    near = near || (model->domains[u].service == service->near.index[i] &&
                                    at[u] != INDEX_NONE && same_site(model, at[u], h));
                if (n_here > 0 && !near)
                    return false;
            }
        }
        if (n_zones > 0 && n_zones < service->min_zones)
            return false;
    }
    return true;
}

static bool licences_are_good(const Model *model, const uint32_t *at)
{
    for (uint32_t l = 0; l < model->n_licences; l++) {
        int n_hosts = 0;
        for (uint32_t h = 0; h < model->n_hosts; h++) {
            bool needed = false;
            for (uint32_t v = 0; v < model->n_domains; v++)
                needed = needed || (at[v] == h && naive_has(&model->domains[v].licences, l));
            n_hosts += needed;
        }
        if (model->licences[l].max_hosts != NO_LIMIT && n_hosts > model->licences[l].max_hosts)
            return false;
    }
    return true;
}

bool naive_moves(const Model *model, const uint32_t *at, uint32_t v)
{
    if (!naive_is_wanted(model, v))
        return naive_ends(model, v);
    return at[v] != model->domains[v].host || !naive_is_up_now(model, v);
}

bool naive_pair_adds(const Model *model, const MoveCost *row, uint32_t from, uint32_t to)
{
    if (from == INDEX_NONE || to == INDEX_NONE)
        return false;
    bool from_fits = row->from_host != INDEX_NONE ? row->from_host == from
                                                  : row->from_zone == model->hosts[from].zone;
    bool to_fits =
        row->to_host != INDEX_NONE ? row->to_host == to : row->to_zone == model->hosts[to].zone;
    return from_fits && to_fits;
}

int64_t naive_minutes_of(const Model *model, uint32_t v, uint32_t to)
{
    int64_t umin = model->domains[v].operator_umin + model->policy.move_review_umin;
    for (uint32_t i = 0; i < model->n_move_costs; i++) {
        if (naive_pair_adds(model, &model->move_costs[i], model->domains[v].host, to))
            umin += model->move_costs[i].operator_umin;
    }
    return umin;
}

static bool budgets_are_good(const Model *model, const uint32_t *at, const bool *on)
{
    const Policy *policy = &model->policy;
    int64_t n_moves = 0, umin = 0, mib = 0;
    bool changed = false;
    for (uint32_t v = 0; v < model->n_domains; v++) {
        if (!naive_moves(model, at, v))
            continue;
        int64_t largest = 0;
        for (uint32_t r = 0; r < model->n_resources; r++)
            for (uint32_t p = 0; p < policy->n_periods; p++) {
                if (strcmp(model->resources[r].name, "memory_mib") == 0)
                    largest = MAX(largest, model->domains[v].demand[r * policy->n_periods + p]);
            }
        n_moves++;
        mib += largest;
        umin += naive_minutes_of(model, v, at[v]);
        changed = true;
    }
    for (uint32_t s = 0; s < model->n_services; s++) {
        bool told = false;
        for (uint32_t v = 0; v < model->n_domains; v++)
            told = told || (model->domains[v].service == s && naive_moves(model, at, v));
        umin += told ? policy->service_notice_umin : 0;
    }
    for (uint32_t h = 0; h < model->n_hosts; h++) {
        umin += on[h] != model->hosts[h].on ? policy->power_change_umin : 0;
        changed = changed || on[h] != model->hosts[h].on;
    }
    umin += changed ? policy->plan_review_umin : 0;
    return (policy->max_moves == NO_LIMIT || n_moves <= policy->max_moves) &&
           (policy->max_operator_umin == NO_LIMIT || umin <= policy->max_operator_umin) &&
           (policy->max_memory_gib == NO_LIMIT || mib <= policy->max_memory_gib * 1024);
}

static bool reserve_is_good(const Model *model, const bool *on)
{
    for (uint32_t r = 0; r < model->n_resources; r++)
        for (uint32_t p = 0; p < model->policy.n_periods; p++) {
            g_autofree bool *gone = g_new0(bool, model->n_hosts + 1);
            int64_t left = 0, demand = 0;
            for (uint32_t failure = 0; failure < model->policy.host_failures; failure++) {
                uint32_t largest = INDEX_NONE;
                for (uint32_t h = 0; h < model->n_hosts; h++) {
                    if (on[h] && !gone[h] &&
                        (largest == INDEX_NONE || hard(model, h, r) > hard(model, largest, r)))
                        largest = h;
                }
                if (largest != INDEX_NONE)
                    gone[largest] = true;
            }
            for (uint32_t h = 0; h < model->n_hosts; h++)
                left += on[h] && !gone[h] ? hard(model, h, r) : 0;
            for (uint32_t v = 0; v < model->n_domains; v++)
                if (naive_is_wanted(model, v))
                    demand += model->domains[v].demand[r * model->policy.n_periods + p];
            if (model->policy.host_failures > 0 && left < demand)
                return false;
        }
    return true;
}

bool naive_is_good(const Model *model, const uint32_t *at, const bool *on)
{
    g_autofree uint32_t *at_now = g_new0(uint32_t, model->n_domains + 1);
    g_autofree bool *on_now = g_new0(bool, model->n_hosts + 1);
    now(model, at_now, on_now);
    for (uint32_t v = 0; v < model->n_domains; v++) {
        if (!naive_is_wanted(model, v) && at[v] == INDEX_NONE)
            continue;
        if (!naive_is_wanted(model, v) || at[v] == INDEX_NONE || !may_be(model, v, at[v]) ||
            (at[v] != model->domains[v].host && !may_leave(model, v)) || !cpu_goes(model, v, at[v]))
            return false;
    }
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        int most =
            rule->strength == STRENGTH_KEEP ? naive_breaches(model, rule, at_now, on_now) : 0;
        if (rule->strength != STRENGTH_SOFT && naive_breaches(model, rule, at, on) > most)
            return false;
    }
    return hosts_are_good(model, at, on) && services_are_good(model, at) &&
           licences_are_good(model, at) && budgets_are_good(model, at, on) &&
           reserve_is_good(model, on);
}
