/* Hard limits of a placement: places, capacity, rules and budgets. */
#include "solver/evaluate_parts.h"

bool state_check_places(const State *state, Key *ret_broken)
{
    const Problem *problem = state->problem;
    g_autofree bool *holds = g_new0(bool, (gsize)problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t bin = state->bin_of_item[item];
        if (bin == NO_INDEX ? problem_has_fact(problem, FACT_ITEM, item)
                            : !problem_allows(problem, item, bin))
            return state_broken(ret_broken, ROW_ASSIGN, item, 0, 0);
        if (bin != NO_INDEX && !state->in_service[bin])
            return state_broken(ret_broken, ROW_LINK, item, bin, 0);
        if (bin != NO_INDEX)
            holds[bin] = true;
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (state->in_service[bin] && !holds[bin] && !problem_may_spare(problem, bin))
            return state_broken(ret_broken, ROW_EMPTY, bin, 0, 0);
    return true;
}

/* Hard limit of each bin, lowered by the tiers of its items; [bin * n_resources + resource]. */
static int64_t *limits_of_bins(const State *state)
{
    const Problem *problem = state->problem;
    gsize n = (gsize)problem->n_bins * problem->n_resources;
    int64_t *limit = g_new0(int64_t, n + 1);
    for (gsize i = 0; i < n; i++)
        limit[i] = problem_has_fact(problem, FACT_CAPACITY, (uint32_t)(i % problem->n_resources))
                       ? problem->hard[i]
                       : INT64_MAX;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t tier = problem_tier_of_item(problem, item), bin = state->bin_of_item[item];
        if (tier == NO_INDEX || bin == NO_INDEX || !problem_has_fact(problem, FACT_TIER, tier))
            continue;
        for (uint32_t r = 0; r < problem->n_resources; r++) {
            gsize at = (gsize)bin * problem->n_resources + r;
            if (problem->tier_hard[tier * n + at] < problem->hard[at])
                limit[at] = MIN(limit[at], problem->tier_hard[tier * n + at]);
        }
    }
    return limit;
}

/* Old homes keep the demand of what leaves them, for transient resources. */
static bool check_transient(const State *state, uint32_t resource, Key *ret_broken)
{
    const Problem *problem = state->problem;
    for (uint32_t p = 0; p < problem->n_periods; p++) {
        g_autofree int64_t *load = g_new0(int64_t, (gsize)problem->n_bins + 1);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            load[bin] =
                state_load(state, bin, resource, p) + problem_held(problem, bin, resource, p);
        for (uint32_t item = 0; item < problem->n_items; item++) {
            uint32_t home = problem->home[item];
            if (home != NO_INDEX && state->bin_of_item[item] != home &&
                problem_has_fact(problem, FACT_ITEM, item))
                load[home] += problem_demand(problem, item, resource, p);
        }
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (problem->state[bin] != BIN_FAILED &&
                load[bin] > problem_hard(problem, bin, resource))
                return state_broken(ret_broken, ROW_TRANSIENT, bin, resource, p);
    }
    return true;
}

bool state_check_capacity(const State *state, Key *ret_broken)
{
    const Problem *problem = state->problem;
    g_autofree int64_t *limit = limits_of_bins(state);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t r = 0; r < problem->n_resources; r++)
            for (uint32_t p = 0; p < problem->n_periods; p++)
                if (state_load(state, bin, r, p) > limit[(gsize)bin * problem->n_resources + r])
                    return state_broken(ret_broken, ROW_CAPACITY, bin, r, p);
    for (uint32_t r = 0; r < problem->n_resources; r++)
        if (problem->transient[r] && problem_has_fact(problem, FACT_TRANSIENT, r) &&
            !check_transient(state, r, ret_broken))
            return false;
    return true;
}

static RowKind row_of_group(GroupKind kind)
{
    static const RowKind rows[] = {
        [GROUP_SPREAD] = ROW_SPREAD, [GROUP_SPREAD_ZONE] = ROW_SPREAD_ZONE,
        [GROUP_GATHER] = ROW_GATHER, [GROUP_FENCE] = ROW_FENCE,
        [GROUP_BAN] = ROW_BAN,       [GROUP_ROOT] = ROW_ROOT,
        [GROUP_LONELY] = ROW_LONELY, [GROUP_SPLIT] = ROW_SPLIT,
        [GROUP_MAX_ON] = ROW_MAX_ON,
    };
    return rows[kind];
}

bool state_check_groups(const State *state, Key *ret_broken)
{
    const Problem *problem = state->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (group->strength == GROUP_SOFT || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        int64_t most = group->strength == GROUP_KEEP ? group->breaches_now : 0;
        if (group_breaches(problem, group, state->bin_of_item, state->in_service) > most)
            return state_broken(
                ret_broken, group->strength == GROUP_KEEP ? ROW_KEEP : row_of_group(group->kind), i,
                0, 0);
    }
    return true;
}

/* All minutes of moves, notices, power changes and review. */
static int64_t operator_umin(const State *state)
{
    const Problem *problem = state->problem;
    int64_t umin =
        (int64_t)state_n_power_changes(state) * problem->power_change_umin + problem->leaving.umin;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t bin = state->bin_of_item[item];
        if (bin != NO_INDEX && problem_is_move(problem, item, bin))
            umin += problem_move_umin(problem, item, bin);
    }
    for (uint32_t s = 0; s < problem->n_services; s++) {
        uint32_t n_moves;
        if (state_service_moves(state, s, &n_moves))
            umin += problem->notice_umin;
    }
    return umin + (state_changes(state) ? problem->review_umin : 0);
}

static int64_t moved_memory(const State *state)
{
    const Problem *problem = state->problem;
    int64_t memory = problem->leaving.memory_mib;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t bin = state->bin_of_item[item];
        if (bin != NO_INDEX && problem_is_move(problem, item, bin))
            memory += problem->memory[item];
    }
    return memory;
}

bool state_check_budgets(const State *state, Key *ret_broken)
{
    const Problem *problem = state->problem;
    if (problem->max_moves != UNLIMITED && problem_has_fact(problem, FACT_MAX_MOVES, 0) &&
        state->n_moves > problem->max_moves)
        return state_broken(ret_broken, ROW_MAX_MOVES, 0, 0, 0);
    if (problem->max_operator_umin != UNLIMITED &&
        problem_has_fact(problem, FACT_MAX_OPERATOR, 0) &&
        operator_umin(state) > problem->max_operator_umin)
        return state_broken(ret_broken, ROW_MAX_OPERATOR, 0, 0, 0);
    if (problem->max_memory_mib != UNLIMITED && problem_has_fact(problem, FACT_MAX_MEMORY, 0) &&
        moved_memory(state) > problem->max_memory_mib)
        return state_broken(ret_broken, ROW_MAX_MEMORY, 0, 0, 0);
    return true;
}
