#include "solver/state_load.h"

#include "solver/exact.h"

static int64_t overload_of(const SearchState *state, uint32_t bin, uint32_t r)
{
    const Problem *problem = state->problem;
    Fraction price = problem->overload_price[r];
    double soft = (double)problem->soft[(gsize)bin * problem->n_resources + r], above = 0;
    for (uint32_t d = 0; d < state->n_dimensions; d++)
        if (state->resource[d] == r)
            above +=
                state->weight[d] * MAX(0, state->load[(gsize)bin * state->n_dimensions + d] - soft);
    return (int64_t)round_half_up((Int128)above * price.numerator, price.denominator);
}

/* Load of a resource in a period. */
static double load_in(const SearchState *state, uint32_t bin, uint32_t r, uint32_t p)
{
    uint32_t d = 0;
    while (state->resource[d] != r)
        d++;
    if (state->weight[d] == 1)
        d += p;
    return state->load[(gsize)bin * state->n_dimensions + d];
}

static int64_t balance_of(const SearchState *state, uint32_t bin, const BalancePrice *balance)
{
    const Problem *problem = state->problem;
    const int64_t *capacity = problem->capacity + (gsize)bin * problem->n_resources;
    Int128 stranded = 0;
    for (uint32_t p = 0; p < problem->n_periods; p++) {
        Int128 room =
            capacity[balance->resource] - (int64_t)load_in(state, bin, balance->resource, p);
        Int128 with = capacity[balance->with] - (int64_t)load_in(state, bin, balance->with, p);
        Int128 surplus = balance->ratio_permille * room - 1000 * with;
        stranded += surplus > 0 ? surplus : 0;
    }
    return (int64_t)round_half_up(stranded * balance->price.numerator,
                                  (Int128)1000 * balance->price.denominator);
}

int64_t state_load_cost(const SearchState *state, uint32_t bin)
{
    const Problem *problem = state->problem;
    int64_t cost = 0;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        if (problem->overload_price[r].numerator != 0)
            cost += overload_of(state, bin, r);
    for (uint32_t b = 0; b < problem->n_balances; b++)
        cost += balance_of(state, bin, &problem->balances[b]);
    return cost;
}
