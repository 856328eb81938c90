#include "certificate/rules.h"

#include "certificate/limits.h"

void judge_state_now(const Model *model, OwnedState *state)
{
    state->host_of_domain = g_new(uint32_t, MAX(model->n_domains, 1));
    state->in_service = g_new0(bool, MAX(model->n_hosts, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        state->host_of_domain[domain] = judge_host_now(model, domain);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        state->in_service[host] = model->hosts[host].on;
    state->state = (State){state->host_of_domain, state->in_service};
}

void judge_state_clear(OwnedState *state)
{
    g_clear_pointer(&state->host_of_domain, g_free);
    g_clear_pointer(&state->in_service, g_free);
}

int64_t *judge_use(const Model *model, const uint32_t *host_of_domain)
{
    gsize per_host = (gsize)model->n_resources * model->policy.n_periods;
    int64_t *use = g_new0(int64_t, MAX(model->n_hosts * per_host, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t host = host_of_domain[domain];
        if (host == INDEX_NONE)
            continue;
        for (gsize i = 0; i < per_host; i++)
            use[host * per_host + i] += model->domains[domain].demand[i];
    }
    return use;
}

const char *judge_rule_word(RuleKind kind)
{
    static const char *const words[] = {"spread", "spread_zone", "gather", "fence", "ban",
                                        "root",   "lonely",      "split",  "max_on"};
    return words[kind];
}

/* What a count of breaches works on; where: an example is wanted where not NULL. */
typedef struct {
    const Model *model;
    const Rule *rule;
    State state;
    char **where;
} Count;

static const IndexSet *rule_set(const Rule *rule)
{
    static const IndexSet empty = {NULL, 0};
    return rule->n_groups == 0 ? &empty : &rule->groups[0];
}

G_GNUC_PRINTF(2, 3) static void say_where(const Count *count, const char *format, ...)
{
    if (count->where == NULL || *count->where != NULL)
        return;
    va_list arguments;
    va_start(arguments, format);
    *count->where = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

/* Domains of a set on each host, [n_hosts]. */
static int64_t *count_on_hosts(const Count *count, const IndexSet *set)
{
    int64_t *n_on = g_new0(int64_t, MAX(count->model->n_hosts, 1));
    for (uint32_t i = 0; i < set->n; i++) {
        uint32_t host = count->state.host_of_domain[set->index[i]];
        if (host != INDEX_NONE)
            n_on[host]++;
    }
    return n_on;
}

static int64_t spread_breaches(const Count *count)
{
    g_autofree int64_t *n_on = count_on_hosts(count, rule_set(count->rule));
    int64_t breaches = 0;
    for (uint32_t host = 0; host < count->model->n_hosts; host++) {
        if (n_on[host] <= count->rule->limit)
            continue;
        breaches += n_on[host] - count->rule->limit;
        say_where(count,
                  "%" G_GINT64_FORMAT " of its domains on host '%s', limit %" G_GINT64_FORMAT,
                  n_on[host], count->model->hosts[host].name, count->rule->limit);
    }
    return breaches;
}

static int64_t spread_zone_breaches(const Count *count)
{
    g_autofree int64_t *n_on = count_on_hosts(count, rule_set(count->rule));
    gsize n_zones = (gsize)count->model->n_zones + count->model->n_hosts;
    g_autofree int64_t *n_in = g_new0(int64_t, MAX(n_zones, 1));
    for (uint32_t host = 0; host < count->model->n_hosts; host++)
        n_in[judge_zone(count->model, host)] += n_on[host];
    int64_t breaches = 0;
    for (uint32_t host = 0; host < count->model->n_hosts; host++) {
        int64_t *n = &n_in[judge_zone(count->model, host)];
        if (*n <= count->rule->limit)
            continue;
        breaches += *n - count->rule->limit;
        say_where(count,
                  "%" G_GINT64_FORMAT
                  " of its domains in the zone of host '%s', limit %" G_GINT64_FORMAT,
                  *n, count->model->hosts[host].name, count->rule->limit);
        *n = 0; /* each zone counts once */
    }
    return breaches;
}

static int64_t gather_breaches(const Count *count)
{
    g_autofree int64_t *n_on = count_on_hosts(count, rule_set(count->rule));
    int64_t n_used = 0;
    for (uint32_t host = 0; host < count->model->n_hosts; host++)
        n_used += n_on[host] > 0 ? 1 : 0;
    if (n_used > 1)
        say_where(count, "its domains use %" G_GINT64_FORMAT " hosts", n_used);
    return MAX(n_used - 1, 0);
}

/* fence: outside the hosts is a breach; ban: inside. */
static int64_t fence_or_ban_breaches(const Count *count, bool inside_is_breach)
{
    const IndexSet *set = rule_set(count->rule);
    int64_t breaches = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        uint32_t host = count->state.host_of_domain[set->index[i]];
        if (host == INDEX_NONE || index_set_has(&count->rule->hosts, host) != inside_is_breach)
            continue;
        breaches++;
        say_where(count, "domain '%s' is on host '%s'", count->model->domains[set->index[i]].name,
                  count->model->hosts[host].name);
    }
    return breaches;
}

static int64_t root_breaches(const Count *count)
{
    const IndexSet *set = rule_set(count->rule);
    int64_t breaches = 0;
    for (uint32_t i = 0; i < set->n; i++) {
        uint32_t domain = set->index[i];
        if (!judge_is_wanted(count->model, domain) ||
            count->model->domains[domain].host == INDEX_NONE ||
            count->state.host_of_domain[domain] == count->model->domains[domain].host)
            continue;
        breaches++;
        say_where(count, "domain '%s' leaves its host", count->model->domains[domain].name);
    }
    return breaches;
}

static int64_t lonely_breaches(const Count *count)
{
    const IndexSet *set = rule_set(count->rule);
    g_autofree int64_t *n_on = count_on_hosts(count, set);
    int64_t breaches = 0;
    for (uint32_t domain = 0; domain < count->model->n_domains; domain++) {
        uint32_t host = count->state.host_of_domain[domain];
        if (host == INDEX_NONE || n_on[host] == 0 || index_set_has(set, domain))
            continue;
        breaches++;
        say_where(count, "domain '%s' shares host '%s' with the set",
                  count->model->domains[domain].name, count->model->hosts[host].name);
    }
    return breaches;
}

static int64_t split_breaches(const Count *count)
{
    g_autofree int64_t *n_groups_on = g_new0(int64_t, MAX(count->model->n_hosts, 1));
    for (uint32_t group = 0; group < count->rule->n_groups; group++) {
        g_autofree int64_t *n_on = count_on_hosts(count, &count->rule->groups[group]);
        for (uint32_t host = 0; host < count->model->n_hosts; host++)
            n_groups_on[host] += n_on[host] > 0 ? 1 : 0;
    }
    int64_t breaches = 0;
    for (uint32_t host = 0; host < count->model->n_hosts; host++) {
        if (n_groups_on[host] <= 1)
            continue;
        breaches += n_groups_on[host] - 1;
        say_where(count, "%" G_GINT64_FORMAT " of its groups on host '%s'", n_groups_on[host],
                  count->model->hosts[host].name);
    }
    return breaches;
}

static int64_t max_on_breaches(const Count *count)
{
    const IndexSet *hosts = &count->rule->hosts;
    int64_t n_on = 0;
    for (uint32_t i = 0; i < hosts->n; i++)
        n_on += count->state.in_service[hosts->index[i]] ? 1 : 0;
    if (n_on > count->rule->limit)
        say_where(count, "%" G_GINT64_FORMAT " of its hosts in service, limit %" G_GINT64_FORMAT,
                  n_on, count->rule->limit);
    return MAX(n_on - count->rule->limit, 0);
}

int64_t judge_breaches(const Model *model, uint32_t rule, State state, char **ret_where)
{
    Count count = {model, &model->rules[rule], state, ret_where};
    if (ret_where != NULL)
        *ret_where = NULL;
    switch (count.rule->kind) {
    case RULE_KIND_SPREAD:
        return spread_breaches(&count);
    case RULE_KIND_SPREAD_ZONE:
        return spread_zone_breaches(&count);
    case RULE_KIND_GATHER:
        return gather_breaches(&count);
    case RULE_KIND_FENCE:
        return fence_or_ban_breaches(&count, false);
    case RULE_KIND_BAN:
        return fence_or_ban_breaches(&count, true);
    case RULE_KIND_ROOT:
        return root_breaches(&count);
    case RULE_KIND_LONELY:
        return lonely_breaches(&count);
    case RULE_KIND_SPLIT:
        return split_breaches(&count);
    case RULE_KIND_MAX_ON:
        return max_on_breaches(&count);
    }
    g_assert_not_reached();
}
