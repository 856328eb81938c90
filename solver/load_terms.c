#include "solver/load_terms.h"

double load_terms_price(Fraction price)
{
    return (double)price.numerator / (double)price.denominator;
}

static uint32_t count_terms(const Problem *problem)
{
    uint32_t n = problem->n_balances * problem->n_periods;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        n += problem->overload_price[r].numerator != 0 ? problem->n_periods : 0;
    return n;
}

static double capacity_of(const Problem *problem, uint32_t bin, uint32_t resource)
{
    return (double)problem->capacity[(gsize)bin * problem->n_resources + resource];
}

/* A term of overload: load less soft limit. */
static void add_overload(LoadState *state, uint32_t term, uint32_t resource, uint32_t period)
{
    const Problem *problem = state->problem;
    state->price[term] = load_terms_price(problem->overload_price[resource]);
    for (uint32_t item = 0; item < problem->n_items; item++)
        state->weight[(gsize)item * state->n_terms + term] =
            (double)problem_demand(problem, item, resource, period);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        state->term[(gsize)bin * state->n_terms + term] =
            -(double)problem->soft[(gsize)bin * problem->n_resources + resource];
}

/* A term of balance: ratio × headroom of the one less that of the other. */
static void add_balance(LoadState *state, uint32_t term, const BalancePrice *balance,
                        uint32_t period)
{
    const Problem *problem = state->problem;
    double ratio = (double)balance->ratio_permille;
    state->price[term] = load_terms_price(balance->price) / 1000;
    for (uint32_t item = 0; item < problem->n_items; item++)
        state->weight[(gsize)item * state->n_terms + term] =
            1000 * (double)problem_demand(problem, item, balance->with, period) -
            ratio * (double)problem_demand(problem, item, balance->resource, period);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        state->term[(gsize)bin * state->n_terms + term] =
            ratio * capacity_of(problem, bin, balance->resource) -
            1000 * capacity_of(problem, bin, balance->with);
}

static void add_terms(LoadState *state)
{
    const Problem *problem = state->problem;
    gsize n = state->n_terms = count_terms(problem);
    state->price = g_new0(double, n + 1);
    state->weight = g_new0(double, problem->n_items *n + 1);
    state->term = g_new0(double, problem->n_bins *n + 1);
    uint32_t term = 0;
    for (uint32_t p = 0; p < problem->n_periods; p++) {
        for (uint32_t r = 0; r < problem->n_resources; r++)
            if (problem->overload_price[r].numerator != 0)
                add_overload(state, term++, r, p);
        for (uint32_t b = 0; b < problem->n_balances; b++)
            add_balance(state, term++, &problem->balances[b], p);
    }
}

/* Rooms of empty bins; what is transient counts at home from the start. */
static void add_dimensions(LoadState *state)
{
    const Problem *problem = state->problem;
    gsize n = state->n_dimensions = problem->n_dimensions;
    state->demand = g_new0(double, problem->n_items *n + 1);
    state->limit = g_new0(double, problem->n_bins *n + 1);
    state->transient = g_new0(bool, n + 1);
    for (gsize k = 0; k < problem->n_items * n; k++)
        state->demand[k] = (double)problem->demand[k];
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (gsize d = 0; d < n; d++)
            state->limit[bin * n + d] =
                (double)problem_hard(problem, bin, (uint32_t)(d / problem->n_periods));
    for (gsize d = 0; d < n; d++) {
        state->transient[d] = problem->transient[d / problem->n_periods];
        state->has_transient = state->has_transient || state->transient[d];
    }
    state->room = g_memdup2(state->limit, (problem->n_bins * n + 1) * sizeof(double));
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (gsize d = 0; d < n && problem->placed[item]; d++)
            if (state->transient[d])
                state->room[problem->home[item] * n + d] -= state->demand[item * n + d];
}

void load_terms_measure(LoadState *state)
{
    add_dimensions(state);
    add_terms(state);
}
