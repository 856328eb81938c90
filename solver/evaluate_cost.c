/* Cost of a placement: each term rounded once, as the contract's cost table says. */
#include "solver/evaluate_parts.h"
#include "solver/exact.h"

uint32_t state_n_power_changes(const State *state)
{
    uint32_t n = 0;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        n += state->in_service[bin] != state->problem->on[bin];
    return n;
}

bool state_service_moves(const State *state, uint32_t service, uint32_t *ret_n_moves)
{
    const IndexList *items = &state->problem->services[service].items;
    uint32_t n = state->problem->services[service].n_leaving;
    for (uint32_t k = 0; k < items->n; k++) {
        uint32_t bin = state->bin_of_item[items->index[k]];
        n += bin != NO_INDEX && problem_is_move(state->problem, items->index[k], bin);
    }
    *ret_n_moves = n;
    return n > 0;
}

static Int128 serving_cost(const State *state)
{
    Int128 cost = (Int128)state_n_power_changes(state) * state->problem->power_change_cost;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        if (state->in_service[bin])
            cost += state->problem->serve_cost[bin];
    return cost;
}

static Int128 people_cost(const State *state)
{
    const Problem *problem = state->problem;
    Int128 cost = state_changes(state) ? problem->review_cost : 0;
    uint32_t busiest = 0;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        uint32_t n_moves;
        if (state_service_moves(state, s, &n_moves))
            cost += problem->notice_cost;
        busiest = MAX(busiest, n_moves);
    }
    Fraction price = problem->busiest_price;
    return cost + round_half_up((Int128)busiest * price.numerator, price.denominator);
}

static Int128 licences_cost(const State *state)
{
    const Problem *problem = state->problem;
    Int128 cost = 0;
    g_autofree bool *has = g_new(bool, (gsize)problem->n_bins + 1);
    for (uint32_t l = 0; l < problem->n_licences; l++) {
        const IndexList *items = &problem->licence_items[l];
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            has[bin] = false;
        for (uint32_t k = 0; k < items->n; k++)
            if (state->bin_of_item[items->index[k]] != NO_INDEX)
                has[state->bin_of_item[items->index[k]]] = true;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (has[bin])
                cost += problem->licence_cost[(gsize)l * problem->n_bins + bin];
    }
    return cost;
}

static Int128 overload_cost(const State *state, uint32_t bin, uint32_t r)
{
    const Problem *problem = state->problem;
    Fraction price = problem->overload_price[r];
    int64_t soft = problem->soft[(gsize)bin * problem->n_resources + r];
    Int128 above = 0;
    for (uint32_t p = 0; p < problem->n_periods && price.numerator != 0; p++)
        above += MAX(0, state_load(state, bin, r, p) - soft);
    return round_half_up(above * price.numerator, price.denominator);
}

static Int128 balance_cost(const State *state, const BalancePrice *balance, uint32_t bin)
{
    const Problem *problem = state->problem;
    const int64_t *capacity = problem->capacity + (gsize)bin * problem->n_resources;
    Int128 stranded = 0;
    for (uint32_t p = 0; p < problem->n_periods; p++) {
        Int128 room = capacity[balance->resource] - state_load(state, bin, balance->resource, p);
        Int128 with = capacity[balance->with] - state_load(state, bin, balance->with, p);
        Int128 surplus = balance->ratio_permille * room - 1000 * with;
        stranded += surplus > 0 ? surplus : 0;
    }
    return round_half_up(stranded * balance->price.numerator,
                         (Int128)1000 * balance->price.denominator);
}

static Int128 load_cost(const State *state)
{
    const Problem *problem = state->problem;
    Int128 cost = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        for (uint32_t r = 0; r < problem->n_resources; r++)
            cost += overload_cost(state, bin, r);
        for (uint32_t b = 0; b < problem->n_balances; b++)
            cost += balance_cost(state, &problem->balances[b], bin);
    }
    return cost;
}

static Int128 rules_cost(const State *state)
{
    const Problem *problem = state->problem;
    Int128 cost = 0;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (group->strength != GROUP_SOFT || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        Int128 breaches = group_breaches(problem, group, state->bin_of_item, state->in_service);
        cost += round_half_up(breaches * group->price.numerator, group->price.denominator);
    }
    return cost;
}

int64_t state_cost(const State *state)
{
    Int128 cost = serving_cost(state) + people_cost(state) + licences_cost(state) +
                  load_cost(state) + rules_cost(state) + state->problem->leaving.cost;
    for (uint32_t item = 0; item < state->problem->n_items; item++)
        if (state->bin_of_item[item] != NO_INDEX)
            cost += problem_place_cost(state->problem, item, state->bin_of_item[item]);
    return fits_int64(cost) ? (int64_t)cost : INT64_MAX;
}
