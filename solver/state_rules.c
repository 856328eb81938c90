#include "solver/state_rules.h"

#include "solver/exact.h"

#define SCANNED 12 /* sets up to this size are looked through, larger ones counted */

typedef struct {
    const IndexList *items;
    uint32_t *count; /* [bin], or [zone] where by_zone; NULL: look through the items */
} Set;

typedef struct {
    GroupKind kind; /* limits of services are spreads too */
    GroupStrength strength;
    int64_t limit, breaches_now;
    Fraction price;
    int64_t breaches;
    const Group *group; /* NULL for a limit of a service */
    Set *sets;
    uint32_t n_sets;
    int64_t n_used; /* gather: bins used; max_on: bins in service */
} Rule;

struct StateRules {
    const Problem *problem;
    GArray *rules;          /* Rule */
    uint32_t *member_start; /* [n_items + 1] */
    RuleMember *members;
    uint32_t *on_start; /* [n_bins + 1] */
    uint32_t *on_rules; /* max_on rules of each bin */
    GArray *lonely;     /* uint32_t: rules of that kind, for items outside their sets */
    uint32_t *n_on;     /* [bin] items, as far as rules know */
};

static Rule *rule_at(const StateRules *rules, uint32_t i)
{
    return &g_array_index(rules->rules, Rule, i);
}

static void init_set(const Problem *problem, Set *set, const IndexList *items, GroupKind kind)
{
    bool by_zone = kind == GROUP_SPREAD_ZONE;
    bool scans = items->n <= SCANNED && kind != GROUP_LONELY && kind != GROUP_SPLIT;
    set->items = items;
    if (!scans && kind != GROUP_FENCE && kind != GROUP_BAN && kind != GROUP_ROOT)
        set->count = g_new0(uint32_t, (gsize)(by_zone ? problem->n_zones : problem->n_bins) + 1);
}

static void add_group(StateRules *rules, const Group *group)
{
    bool places =
        group->kind == GROUP_FENCE || group->kind == GROUP_BAN || group->kind == GROUP_ROOT;
    if (places && group->strength == GROUP_HARD)
        return; /* in the allowed sets */
    Rule rule = {.kind = group->kind, .strength = group->strength, .limit = group->limit};
    rule.price = group->price;
    rule.breaches_now = group->breaches_now;
    rule.group = group;
    rule.n_sets = group->n_sets;
    rule.sets = g_new0(Set, (gsize)group->n_sets + 1);
    for (uint32_t g = 0; g < group->n_sets; g++)
        init_set(rules->problem, &rule.sets[g], &group->sets[g], group->kind);
    if (group->kind == GROUP_LONELY)
        g_array_append_val(rules->lonely, rules->rules->len);
    g_array_append_val(rules->rules, rule);
}

static void add_service_limit(StateRules *rules, const ServiceLimits *service, GroupKind kind,
                              int64_t limit)
{
    if (limit == UNLIMITED)
        return;
    Rule rule = {.kind = kind, .strength = GROUP_HARD, .limit = limit, .n_sets = 1};
    rule.sets = g_new0(Set, 1);
    init_set(rules->problem, &rule.sets[0], &service->items, kind);
    g_array_append_val(rules->rules, rule);
}

static void index_members(StateRules *rules)
{
    const Problem *problem = rules->problem;
    rules->member_start = g_new0(uint32_t, (gsize)problem->n_items + 2);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < rules->rules->len; i++)
            for (uint32_t g = 0; g < rule_at(rules, i)->n_sets; g++) {
                const IndexList *items = rule_at(rules, i)->sets[g].items;
                for (uint32_t k = 0; k < items->n; k++) {
                    uint32_t *at = &rules->member_start[items->index[k] + 1];
                    if (pass == 1)
                        rules->members[*at] = (RuleMember){i, g};
                    ++*at;
                }
            }
        if (pass == 1)
            break;
        /* Counts become beginnings; the second pass moves each to its end, the next beginning. */
        uint32_t sum = 0;
        for (uint32_t item = 0; item <= problem->n_items; item++) {
            uint32_t n = rules->member_start[item + 1];
            rules->member_start[item + 1] = sum;
            sum += item < problem->n_items ? n : 0;
        }
        rules->members = g_new(RuleMember, (gsize)sum + 1);
    }
}

static void index_on_rules(StateRules *rules)
{
    uint32_t n_bins = rules->problem->n_bins, n = 0;
    rules->on_start = g_new0(uint32_t, (gsize)n_bins + 1);
    GArray *list = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) on = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < rules->rules->len; i++)
        if (rule_at(rules, i)->kind == GROUP_MAX_ON)
            g_array_append_val(on, i);
    for (uint32_t bin = 0; bin < n_bins; bin++) {
        rules->on_start[bin] = n;
        for (guint k = 0; k < on->len; k++) {
            uint32_t i = g_array_index(on, uint32_t, k);
            if (index_list_has(&rule_at(rules, i)->group->bins, bin)) {
                g_array_append_val(list, i);
                n++;
            }
        }
    }
    rules->on_start[n_bins] = n;
    rules->on_rules = (uint32_t *)(void *)g_array_free(list, FALSE);
}

StateRules *state_rules_new(const Problem *problem)
{
    StateRules *rules = g_new0(StateRules, 1);
    rules->problem = problem;
    rules->rules = g_array_new(FALSE, FALSE, sizeof(Rule));
    rules->lonely = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    rules->n_on = g_new0(uint32_t, (gsize)problem->n_bins + 1);
    for (uint32_t i = 0; i < problem->n_groups; i++)
        add_group(rules, &problem->groups[i]);
    for (uint32_t s = 0; s < problem->n_services; s++) {
        add_service_limit(rules, &problem->services[s], GROUP_SPREAD,
                          problem->services[s].max_per_host);
        add_service_limit(rules, &problem->services[s], GROUP_SPREAD_ZONE,
                          problem->services[s].max_per_zone);
    }
    index_members(rules);
    index_on_rules(rules);
    return rules;
}

void state_rules_free(StateRules *rules)
{
    if (rules == NULL)
        return;
    for (uint32_t i = 0; i < rules->rules->len; i++) {
        Rule *rule = rule_at(rules, i);
        for (uint32_t g = 0; g < rule->n_sets; g++)
            g_free(rule->sets[g].count);
        g_free(rule->sets);
    }
    g_array_unref(rules->rules);
    g_array_unref(rules->lonely);
    g_free(rules->member_start);
    g_free(rules->members);
    g_free(rules->on_start);
    g_free(rules->on_rules);
    g_free(rules->n_on);
    g_free(rules);
}

static int64_t hard_part(const Rule *rule, int64_t breaches)
{
    if (rule->strength == GROUP_SOFT)
        return 0;
    return MAX(0, breaches - (rule->strength == GROUP_KEEP ? rule->breaches_now : 0));
}

static int64_t price_part(const Rule *rule, int64_t breaches)
{
    if (rule->strength != GROUP_SOFT)
        return 0;
    return (int64_t)round_half_up((Int128)breaches * rule->price.numerator,
                                  rule->price.denominator);
}

static void change_breaches(SearchState *state, Rule *rule, int64_t change)
{
    if (change == 0)
        return;
    int64_t after = rule->breaches + change;
    state->breaches += hard_part(rule, after) - hard_part(rule, rule->breaches);
    state->cost += price_part(rule, after) - price_part(rule, rule->breaches);
    rule->breaches = after;
}

/* Items of the set on a bin, or in its zone; those that are nowhere are not looked at. */
static int64_t count_of(const SearchState *state, const Rule *rule, const Set *set, uint32_t bin)
{
    const uint32_t *zone = state->problem->zone;
    bool by_zone = rule->kind == GROUP_SPREAD_ZONE;
    if (set->count != NULL)
        return set->count[by_zone ? zone[bin] : bin];
    int64_t n = 0;
    for (uint32_t k = 0; k < set->items->n; k++) {
        uint32_t other = state->bin_of_item[set->items->index[k]];
        n += other == bin || (by_zone && other != NO_INDEX && zone[other] == zone[bin]);
    }
    return n;
}

static int64_t gather_breaches(int64_t n_used)
{
    return MAX(0, n_used - 1);
}

/* Other groups of a split that are on the bin. */
static int64_t groups_on(const Rule *rule, uint32_t bin)
{
    int64_t n = 0;
    for (uint32_t g = 0; g < rule->n_sets; g++)
        n += rule->sets[g].count[bin] > 0;
    return n;
}

static bool is_misplaced(const Rule *rule, uint32_t bin)
{
    return index_list_has(&rule->group->bins, bin) != (rule->kind == GROUP_FENCE);
}

/* One more (sign 1) or one less (-1) item of the set; n: those there without it. */
static void change_member(SearchState *state, Rule *rule, Set *set, uint32_t item, uint32_t bin,
                          int64_t sign)
{
    int64_t n = count_of(state, rule, set, bin), before, others;
    switch (rule->kind) {
    case GROUP_SPREAD:
    case GROUP_SPREAD_ZONE:
        change_breaches(state, rule, n >= rule->limit ? sign : 0);
        break;
    case GROUP_GATHER:
        before = rule->n_used;
        rule->n_used += n == 0 ? sign : 0;
        change_breaches(state, rule, gather_breaches(rule->n_used) - gather_breaches(before));
        break;
    case GROUP_FENCE:
    case GROUP_BAN:
        change_breaches(state, rule, is_misplaced(rule, bin) ? sign : 0);
        break;
    case GROUP_ROOT: /* an item that is nowhere has left */
        if (state->problem->home[item] == bin)
            change_breaches(state, rule, -sign);
        break;
    case GROUP_SPLIT:
        others = n == 0 ? groups_on(rule, bin) : 0;
        change_breaches(state, rule, n == 0 && others > 0 ? sign : 0);
        break;
    case GROUP_LONELY: /* with the first of the set come all breaches of the bin */
        others = (int64_t)state->rules->n_on[bin] - n;
        change_breaches(state, rule, n == 0 ? sign * others : 0);
        break;
    case GROUP_MAX_ON:
        break;
    }
}

static void count_member(const SearchState *state, const Rule *rule, Set *set, uint32_t bin,
                         uint32_t change)
{
    if (set->count != NULL)
        set->count[rule->kind == GROUP_SPREAD_ZONE ? state->problem->zone[bin] : bin] += change;
}

/* Items outside a lonely set break it where one of the set is. */
static void change_outsider(SearchState *state, uint32_t item, uint32_t bin, int64_t sign)
{
    const StateRules *rules = state->rules;
    for (guint k = 0; k < rules->lonely->len; k++) {
        Rule *rule = rule_at(rules, g_array_index(rules->lonely, uint32_t, k));
        if (rule->sets[0].count[bin] > 0 && !index_list_has(rule->sets[0].items, item))
            change_breaches(state, rule, sign);
    }
}

void state_rules_enter(SearchState *state, uint32_t item, uint32_t bin)
{
    StateRules *rules = state->rules;
    for (uint32_t m = rules->member_start[item]; m < rules->member_start[item + 1]; m++) {
        Rule *rule = rule_at(rules, rules->members[m].rule);
        Set *set = &rule->sets[rules->members[m].set];
        change_member(state, rule, set, item, bin, 1);
        count_member(state, rule, set, bin, 1);
    }
    if (rules->lonely->len > 0)
        change_outsider(state, item, bin, 1);
    rules->n_on[bin]++;
}

void state_rules_leave(SearchState *state, uint32_t item, uint32_t bin)
{
    StateRules *rules = state->rules;
    rules->n_on[bin]--;
    if (rules->lonely->len > 0)
        change_outsider(state, item, bin, -1);
    for (uint32_t m = rules->member_start[item + 1]; m-- > rules->member_start[item];) {
        Rule *rule = rule_at(rules, rules->members[m].rule);
        Set *set = &rule->sets[rules->members[m].set];
        count_member(state, rule, set, bin, UINT32_MAX);
        change_member(state, rule, set, item, bin, -1);
    }
}

void state_rules_begin(SearchState *state)
{
    for (uint32_t i = 0; i < state->rules->rules->len; i++) {
        Rule *rule = rule_at(state->rules, i);
        if (rule->kind != GROUP_ROOT)
            continue;
        const IndexList *items = rule->sets[0].items;
        for (uint32_t k = 0; k < items->n; k++)
            change_breaches(state, rule, state->problem->home[items->index[k]] != NO_INDEX);
    }
}

void state_rules_serve(SearchState *state, uint32_t bin, bool serves)
{
    StateRules *rules = state->rules;
    for (uint32_t k = rules->on_start[bin]; k < rules->on_start[bin + 1]; k++) {
        Rule *rule = rule_at(rules, rules->on_rules[k]);
        int64_t before = MAX(0, rule->n_used - rule->limit);
        rule->n_used += serves ? 1 : -1;
        change_breaches(state, rule, MAX(0, rule->n_used - rule->limit) - before);
    }
}
