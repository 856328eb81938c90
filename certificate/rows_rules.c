/* Rows of rules.csv. */
#include "certificate/limits.h"
#include "certificate/rows.h"
#include "certificate/rules.h"

/* NULL where that rule is of another kind. */
static const Rule *rule_of_kind(const RowSink *sink, uint32_t rule, RuleKind kind)
{
    const Rule *found = &sink->columns->model->rules[rule];
    return found->kind == kind ? found : NULL;
}

static const IndexSet *set_of(const Rule *rule)
{
    static const IndexSet empty = {NULL, 0};
    return rule->n_groups == 0 ? &empty : &rule->groups[0];
}

/* Breaches of a hard rule are no column: they count as 0. */
static void breach(RowSink *sink, uint32_t rule, uint32_t place, Int128 coefficient)
{
    judge_row_term(sink, COLUMN_BREACH, rule, place, 0, coefficient);
}

bool judge_row_spread(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_SPREAD);
    if (rule == NULL)
        return false;
    for (uint32_t i = 0; i < set_of(rule)->n; i++)
        judge_row_place(sink, set_of(rule)->index[i], index[1], 1);
    judge_row_term(sink, COLUMN_SERVE, index[1], 0, 0, -(Int128)rule->limit);
    breach(sink, index[0], index[1], -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_spread_zone(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_SPREAD_ZONE);
    if (rule == NULL || !judge_zone_exists(model, index[1]))
        return false;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        for (uint32_t i = 0; judge_zone(model, host) == index[1] && i < set_of(rule)->n; i++)
            judge_row_place(sink, set_of(rule)->index[i], host, 1);
    breach(sink, index[0], index[1], -1);
    judge_row_sides(sink, ROW_AT_MOST, rule->limit);
    return true;
}

static uint32_t first_wanted(const Model *model, const IndexSet *set)
{
    for (uint32_t i = 0; i < set->n; i++)
        if (judge_is_wanted(model, set->index[i]))
            return set->index[i];
    return INDEX_NONE;
}

bool judge_row_gather_equal(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_GATHER);
    if (rule == NULL || rule->strength != STRENGTH_HARD || !index_set_has(set_of(rule), index[1]))
        return false;
    uint32_t first = first_wanted(sink->columns->model, set_of(rule));
    if (first == INDEX_NONE || first == index[1] ||
        !judge_is_wanted(sink->columns->model, index[1]))
        return false;
    if (!judge_columns_allow(sink->columns, index[1], index[2]) &&
        !judge_columns_allow(sink->columns, first, index[2]))
        return false;
    judge_row_place(sink, index[1], index[2], 1);
    judge_row_place(sink, first, index[2], -1);
    judge_row_sides(sink, ROW_EQUAL, 0);
    return true;
}

/* place[v,h] ≤ used[rule,group,h] */
static bool link_used(RowSink *sink, uint32_t rule, uint32_t group, uint32_t domain, uint32_t host)
{
    const Rule *linked = &sink->columns->model->rules[rule];
    if (group >= linked->n_groups || !index_set_has(&linked->groups[group], domain) ||
        !judge_columns_allow(sink->columns, domain, host))
        return false;
    judge_row_place(sink, domain, host, 1);
    judge_row_term(sink, COLUMN_USED, rule, group, host, -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_gather_link(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_GATHER);
    return rule != NULL && rule->strength != STRENGTH_HARD &&
           link_used(sink, index[0], 0, index[1], index[2]);
}

bool judge_row_gather(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_GATHER);
    if (rule == NULL || rule->strength == STRENGTH_HARD)
        return false;
    for (uint32_t host = 0; host < sink->columns->model->n_hosts; host++)
        judge_row_term(sink, COLUMN_USED, index[0], 0, host, 1);
    breach(sink, index[0], 0, -1);
    judge_row_sides(sink, ROW_AT_MOST, 1);
    return true;
}

static bool fence_or_ban(RowSink *sink, uint32_t rule, RuleKind kind, bool inside)
{
    const Rule *counted = rule_of_kind(sink, rule, kind);
    if (counted == NULL || counted->strength == STRENGTH_HARD)
        return false;
    for (uint32_t host = 0; host < sink->columns->model->n_hosts; host++) {
        if (index_set_has(&counted->hosts, host) != inside)
            continue;
        for (uint32_t i = 0; i < set_of(counted)->n; i++)
            judge_row_place(sink, set_of(counted)->index[i], host, 1);
    }
    breach(sink, rule, 0, -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_fence(RowSink *sink, const uint32_t *index)
{
    return fence_or_ban(sink, index[0], RULE_KIND_FENCE, false);
}

bool judge_row_ban(RowSink *sink, const uint32_t *index)
{
    return fence_or_ban(sink, index[0], RULE_KIND_BAN, true);
}

bool judge_row_root(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_ROOT);
    Int128 n_homes = 0;
    if (rule == NULL || rule->strength == STRENGTH_HARD)
        return false;
    for (uint32_t i = 0; i < set_of(rule)->n; i++) {
        uint32_t domain = set_of(rule)->index[i];
        if (!judge_is_wanted(model, domain) || model->domains[domain].host == INDEX_NONE)
            continue;
        n_homes++;
        judge_row_place(sink, domain, model->domains[domain].host, 1);
    }
    breach(sink, index[0], 0, 1);
    judge_row_sides(sink, ROW_AT_LEAST, n_homes);
    return true;
}

bool judge_row_lonely_link(RowSink *sink, const uint32_t *index)
{
    return rule_of_kind(sink, index[0], RULE_KIND_LONELY) != NULL &&
           link_used(sink, index[0], 0, index[1], index[2]);
}

bool judge_row_lonely(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_LONELY);
    bool reachable = false;
    if (rule == NULL || index_set_has(set_of(rule), index[1]))
        return false;
    for (uint32_t i = 0; !reachable && i < set_of(rule)->n; i++)
        reachable = judge_columns_allow(sink->columns, set_of(rule)->index[i], index[2]);
    if (!reachable)
        return false;
    judge_row_place(sink, index[1], index[2], 1);
    judge_row_term(sink, COLUMN_USED, index[0], 0, index[2], 1);
    breach(sink, index[0], index[1], -1);
    judge_row_sides(sink, ROW_AT_MOST, 1);
    return true;
}

bool judge_row_split_link(RowSink *sink, const uint32_t *index)
{
    return rule_of_kind(sink, index[0], RULE_KIND_SPLIT) != NULL &&
           link_used(sink, index[0], index[1], index[2], index[3]);
}

bool judge_row_split(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_SPLIT);
    if (rule == NULL)
        return false;
    for (uint32_t group = 0; group < rule->n_groups; group++)
        judge_row_term(sink, COLUMN_USED, index[0], group, index[1], 1);
    breach(sink, index[0], index[1], -1);
    judge_row_sides(sink, ROW_AT_MOST, 1);
    return true;
}

bool judge_row_max_on(RowSink *sink, const uint32_t *index)
{
    const Rule *rule = rule_of_kind(sink, index[0], RULE_KIND_MAX_ON);
    if (rule == NULL)
        return false;
    for (uint32_t i = 0; i < rule->hosts.n; i++)
        judge_row_term(sink, COLUMN_SERVE, rule->hosts.index[i], 0, 0, 1);
    breach(sink, index[0], 0, -1);
    judge_row_sides(sink, ROW_AT_MOST, rule->limit);
    return true;
}

bool judge_row_keep(RowSink *sink, const uint32_t *index)
{
    const Columns *columns = sink->columns;
    if (columns->model->rules[index[0]].strength != STRENGTH_KEEP)
        return false;
    g_auto(OwnedState) now = {0};
    judge_state_now(columns->model, &now);
    uint64_t n_places = columns->breach_first[index[0] + 1] - columns->breach_first[index[0]];
    for (uint32_t place = 0; place < n_places; place++)
        breach(sink, index[0], place, 1);
    judge_row_sides(sink, ROW_AT_MOST, judge_breaches(columns->model, index[0], now.state, NULL));
    return true;
}
