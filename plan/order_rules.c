#include "plan/order_rules.h"

#include "model/rules.h"

typedef enum {
    TRACK_SPREAD,
    TRACK_SPREAD_ZONE,
    TRACK_SPLIT,
    TRACK_FENCE,
    TRACK_BAN,
    TRACK_LONELY,
} TrackedKind;

typedef struct {
    TrackedKind kind;
    uint32_t rule;
    int64_t limit;
    uint32_t counter; /* first of its counters; split has one a group and one for the groups */
    int64_t breaches, allowed;
} Tracked;

struct OrderRules {
    const Model *model;
    const DomainRules *index;
    GArray *tracked;    /* Tracked */
    uint32_t *of_rule;  /* [n_rules] tracked, INDEX_NONE */
    GArray *lonely;     /* uint32_t: tracked rules of kind lonely */
    GHashTable *counts; /* (counter, place) → int64_t */
    uint32_t n_counters;
    GArray *broken; /* uint32_t: tracked rules above what they may have */
};

static guint hash_key(gconstpointer key)
{
    uint64_t mixed = *(const uint64_t *)key * UINT64_C(0x9E3779B97F4A7C15);
    return (guint)(mixed >> 32);
}

/* key and value of one count, so that one allocation holds both */
typedef struct {
    uint64_t key;
    int64_t value;
} Counter;

static int64_t *counter(OrderRules *rules, uint32_t counter_index, uint32_t place)
{
    uint64_t key = ((uint64_t)counter_index << 32) | place;
    Counter *found = g_hash_table_lookup(rules->counts, &key);
    if (found == NULL) {
        found = g_new0(Counter, 1);
        found->key = key;
        g_hash_table_insert(rules->counts, &found->key, found);
    }
    return &found->value;
}

static Tracked *tracked_at(const OrderRules *rules, uint32_t tracked)
{
    return &g_array_index(rules->tracked, Tracked, tracked);
}

static uint32_t add_tracked(OrderRules *rules, Tracked tracked, uint32_t n_counters)
{
    tracked.counter = rules->n_counters;
    rules->n_counters += n_counters;
    g_array_append_val(rules->tracked, tracked);
    return rules->tracked->len - 1;
}

static bool is_tracked_kind(RuleKind kind, TrackedKind *ret_kind)
{
    switch (kind) {
    case RULE_KIND_SPREAD:
        *ret_kind = TRACK_SPREAD;
        return true;
    case RULE_KIND_SPREAD_ZONE:
        *ret_kind = TRACK_SPREAD_ZONE;
        return true;
    case RULE_KIND_SPLIT:
        *ret_kind = TRACK_SPLIT;
        return true;
    case RULE_KIND_FENCE:
        *ret_kind = TRACK_FENCE;
        return true;
    case RULE_KIND_BAN:
        *ret_kind = TRACK_BAN;
        return true;
    case RULE_KIND_LONELY:
        *ret_kind = TRACK_LONELY;
        return true;
    case RULE_KIND_GATHER:
    case RULE_KIND_ROOT:
    case RULE_KIND_MAX_ON:
        return false;
    }
    return false;
}

static void track_rules(OrderRules *rules)
{
    for (uint32_t i = 0; i < rules->model->n_rules; i++) {
        const Rule *rule = &rules->model->rules[i];
        Tracked tracked = {.rule = i, .limit = rule->limit};
        rules->of_rule[i] = INDEX_NONE;
        if (rule->strength != STRENGTH_HARD || !is_tracked_kind(rule->kind, &tracked.kind))
            continue;
        uint32_t n_counters = tracked.kind == TRACK_LONELY ? 2 : rule->n_groups + 1;
        rules->of_rule[i] = add_tracked(rules, tracked, n_counters);
        if (tracked.kind == TRACK_LONELY)
            g_array_append_val(rules->lonely, rules->of_rule[i]);
    }
}

/* Counts one domain more (step 1) or less (step −1) at a place above a limit. */
static void step_spread(OrderRules *rules, Tracked *tracked, uint32_t place, int step)
{
    int64_t *count = counter(rules, tracked->counter, place);
    int64_t before = MAX(*count - tracked->limit, 0);
    *count += step;
    tracked->breaches += MAX(*count - tracked->limit, 0) - before;
}

static void step_split(OrderRules *rules, Tracked *tracked, uint32_t group, uint32_t host, int step)
{
    int64_t *in_group = counter(rules, tracked->counter + 1 + group, host);
    bool was_present = *in_group > 0;
    *in_group += step;
    bool is_present = *in_group > 0;
    int64_t *groups = counter(rules, tracked->counter, host);
    int64_t before = MAX(*groups - 1, 0);
    *groups += is_present - was_present;
    tracked->breaches += MAX(*groups - 1, 0) - before;
}

static void step_lonely(OrderRules *rules, Tracked *tracked, bool member, uint32_t host, int step)
{
    int64_t *members = counter(rules, tracked->counter, host);
    int64_t *others = counter(rules, tracked->counter + 1, host);
    int64_t before = *members > 0 ? *others : 0;
    if (member)
        *members += step;
    else
        *others += step;
    tracked->breaches += (*members > 0 ? *others : 0) - before;
}

static void step_rule(OrderRules *rules, Tracked *tracked, uint32_t group, uint32_t host, int step)
{
    switch (tracked->kind) {
    case TRACK_SPREAD:
        step_spread(rules, tracked, host, step);
        return;
    case TRACK_SPREAD_ZONE:
        step_spread(rules, tracked, zone_of_host(rules->model, host), step);
        return;
    case TRACK_SPLIT:
        step_split(rules, tracked, group, host, step);
        return;
    case TRACK_FENCE:
        if (!index_set_has(&rules->model->rules[tracked->rule].hosts, host))
            tracked->breaches += step;
        return;
    case TRACK_BAN:
        if (index_set_has(&rules->model->rules[tracked->rule].hosts, host))
            tracked->breaches += step;
        return;
    case TRACK_LONELY:
        g_assert_not_reached(); /* step_all goes there by itself: it concerns every domain */
    }
}

static bool is_member(const OrderRules *rules, const Tracked *tracked, uint32_t domain)
{
    const Rule *rule = &rules->model->rules[tracked->rule];
    return rule->n_groups > 0 && index_set_has(&rule->groups[0], domain);
}

static void step_all(OrderRules *rules, uint32_t domain, uint32_t host, int step)
{
    uint32_t n = domain_rules_n(rules->index, domain);
    for (uint32_t i = 0; i < n; i++) {
        RuleMembership at = domain_rules_at(rules->index, domain, i);
        uint32_t tracked = rules->of_rule[at.rule];
        if (tracked != INDEX_NONE && tracked_at(rules, tracked)->kind != TRACK_LONELY)
            step_rule(rules, tracked_at(rules, tracked), at.group, host, step);
    }
    for (guint i = 0; i < rules->lonely->len; i++) {
        Tracked *tracked = tracked_at(rules, g_array_index(rules->lonely, uint32_t, i));
        step_lonely(rules, tracked, is_member(rules, tracked, domain), host, step);
    }
}

static void count_start(OrderRules *rules)
{
    for (uint32_t domain = 0; domain < rules->model->n_domains; domain++)
        if (domain_host_now(rules->model, domain) != INDEX_NONE)
            step_all(rules, domain, rules->model->domains[domain].host, 1);
    for (guint i = 0; i < rules->tracked->len; i++)
        tracked_at(rules, i)->allowed = tracked_at(rules, i)->breaches;
    for (uint32_t domain = 0; domain < rules->model->n_domains; domain++)
        if (domain_host_now(rules->model, domain) != INDEX_NONE &&
            (!domain_is_placed(rules->model, domain) || domain_retires(rules->model, domain)))
            step_all(rules, domain, rules->model->domains[domain].host, -1);
}

OrderRules *order_rules_new(const Model *model, const DomainRules *index)
{
    OrderRules *rules = g_new0(OrderRules, 1);
    rules->model = model;
    rules->index = index;
    rules->tracked = g_array_new(FALSE, TRUE, sizeof(Tracked));
    rules->of_rule = g_new(uint32_t, model->n_rules);
    rules->lonely = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    rules->counts = g_hash_table_new_full(hash_key, g_int64_equal, NULL, g_free);
    rules->broken = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    track_rules(rules);
    count_start(rules);
    return rules;
}

void order_rules_free(OrderRules *rules)
{
    if (rules == NULL)
        return;
    g_array_unref(rules->tracked);
    g_free(rules->of_rule);
    g_array_unref(rules->lonely);
    g_hash_table_unref(rules->counts);
    g_array_unref(rules->broken);
    g_free(rules);
}

/* Brings the list of broken rules up to date for one tracked rule. */
static void note_broken(void *context, uint32_t tracked)
{
    OrderRules *rules = context;
    bool is_broken = tracked_at(rules, tracked)->breaches > tracked_at(rules, tracked)->allowed;
    for (guint i = 0; i < rules->broken->len; i++)
        if (g_array_index(rules->broken, uint32_t, i) == tracked) {
            if (!is_broken)
                g_array_remove_index_fast(rules->broken, i);
            return;
        }
    if (is_broken)
        g_array_append_val(rules->broken, tracked);
}

void order_rules_visit(const OrderRules *rules, uint32_t domain,
                       void (*visit)(void *context, uint32_t tracked), void *context)
{
    uint32_t n = domain_rules_n(rules->index, domain);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t tracked = rules->of_rule[domain_rules_at(rules->index, domain, i).rule];
        if (tracked != INDEX_NONE && tracked_at(rules, tracked)->kind != TRACK_LONELY)
            visit(context, tracked);
    }
    for (guint i = 0; i < rules->lonely->len; i++)
        visit(context, g_array_index(rules->lonely, uint32_t, i));
}

static bool runs_on(const OrderRules *rules, uint32_t host)
{
    return host != INDEX_NONE && rules->model->hosts[host].state != HOST_STATE_FAILED;
}

void order_rules_move(OrderRules *rules, uint32_t domain, uint32_t from, uint32_t to)
{
    if (runs_on(rules, from))
        step_all(rules, domain, from, -1);
    if (runs_on(rules, to))
        step_all(rules, domain, to, 1);
    order_rules_visit(rules, domain, note_broken, rules);
}

uint32_t order_rules_broken(const OrderRules *rules)
{
    return rules->broken->len == 0 ? INDEX_NONE : g_array_index(rules->broken, uint32_t, 0);
}

uint32_t order_rules_n(const OrderRules *rules)
{
    return rules->tracked->len;
}

uint32_t order_rules_n_groups(const OrderRules *rules, uint32_t tracked)
{
    return rules->model->rules[tracked_at(rules, tracked)->rule].n_groups;
}

const IndexSet *order_rules_members(const OrderRules *rules, uint32_t tracked, uint32_t group)
{
    const Tracked *at = tracked_at(rules, tracked);
    return at->kind == TRACK_LONELY ? NULL : &rules->model->rules[at->rule].groups[group];
}

bool order_rules_concerns(const OrderRules *rules, uint32_t tracked, uint32_t domain)
{
    for (uint32_t group = 0; group < order_rules_n_groups(rules, tracked); group++) {
        const IndexSet *members = order_rules_members(rules, tracked, group);
        if (members == NULL || index_set_has(members, domain))
            return true;
    }
    return false;
}

char *order_rules_name(const OrderRules *rules, uint32_t tracked)
{
    const Rule *rule = &rules->model->rules[tracked_at(rules, tracked)->rule];
    return g_strdup_printf("rule '%s'", rule->name);
}
