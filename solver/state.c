#include "solver/state.h"

#include <string.h>

#include "solver/exact.h"
#include "solver/price_model.h"
#include "solver/state_load.h"
#include "solver/state_rules.h"
#include "solver/state_services.h"

static bool varies(const Problem *problem, uint32_t resource)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t p = 1; p < problem->n_periods; p++)
            if (problem_demand(problem, item, resource, p) !=
                problem_demand(problem, item, resource, 0))
                return true;
    return false;
}

static void fill_dimensions(SearchState *state)
{
    const Problem *problem = state->problem;
    g_autofree uint32_t *period = g_new(uint32_t, (gsize)problem->n_dimensions + 1);
    state->resource = g_new(uint32_t, (gsize)problem->n_dimensions + 1);
    state->weight = g_new(double, (gsize)problem->n_dimensions + 1);
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        uint32_t n_periods = varies(problem, r) ? problem->n_periods : 1;
        for (uint32_t p = 0; p < n_periods; p++) {
            state->resource[state->n_dimensions] = r;
            state->weight[state->n_dimensions] = n_periods == 1 ? problem->n_periods : 1;
            period[state->n_dimensions++] = p;
        }
    }
    uint32_t n = state->n_dimensions;
    state->demand = g_new(double, (gsize)problem->n_items *n + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t d = 0; d < n; d++)
            state->demand[(gsize)item * n + d] =
                (double)problem_demand(problem, item, state->resource[d], period[d]);
    for (uint32_t r = 0; r < problem->n_resources; r++)
        state->has_transient = state->has_transient || problem->transient[r];
}

/* The limits of a bin as the tiers of its items leave them. */
static void set_limits(SearchState *state, uint32_t bin)
{
    const Problem *problem = state->problem;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        int64_t limit = problem_hard(problem, bin, state->resource[d]);
        for (uint32_t t = 0; t < problem->n_tiers; t++)
            if (state->tier_count[(gsize)t * problem->n_bins + bin] > 0)
                limit = MIN(
                    limit,
                    problem->tier_hard[((gsize)t * problem->n_bins + bin) * problem->n_resources +
                                       state->resource[d]]);
        state->limit[(gsize)bin * state->n_dimensions + d] = (double)limit;
    }
}

static void list_licences(SearchState *state)
{
    const Problem *problem = state->problem;
    state->licences = g_new0(uint32_t *, (gsize)problem->n_items + 1);
    state->n_licensed = g_new0(uint32_t, (gsize)problem->n_licences * problem->n_bins + 1);
    state->licence_bins = g_new0(uint32_t, (gsize)problem->n_licences + 1);
    for (uint32_t l = 0; l < problem->n_licences; l++)
        for (uint32_t k = 0; k < problem->licence_items[l].n; k++) {
            uint32_t item = problem->licence_items[l].index[k], n = 0;
            while (state->licences[item] != NULL && state->licences[item][n] != NO_INDEX)
                n++;
            state->licences[item] = g_renew(uint32_t, state->licences[item], (gsize)n + 2);
            state->licences[item][n] = l;
            state->licences[item][n + 1] = NO_INDEX;
        }
}

static void allocate(SearchState *state)
{
    const Problem *problem = state->problem;
    gsize n_bins = problem->n_bins, n_items = problem->n_items, n = state->n_dimensions;
    state->limit = g_new0(double, n_bins *n + 1);
    state->load = g_new0(double, n_bins *n + 1);
    if (state->has_transient)
        state->left_behind = g_new0(double, n_bins *n + 1);
    state->bin_of_item = g_new(uint32_t, n_items + 1);
    state->items = g_new0(uint32_t *, n_bins + 1);
    state->n_on = g_new0(uint32_t, n_bins + 1);
    state->room_for = g_new0(uint32_t, n_bins + 1);
    state->position = g_new0(uint32_t, n_items + 1);
    state->excess = g_new0(double, n_bins + 1);
    state->load_cost = g_new0(int64_t, n_bins + 1);
    state->tier_count = g_new0(uint32_t, problem->n_tiers * n_bins + 1);
    state->n_moved = g_new0(uint32_t, (gsize)problem->n_services + 1);
    state->n_services_moved = g_new0(uint32_t, n_items + problem->leaving.n + 2);
}

/* Of one bin, from its loads. */
static double excess_of(const SearchState *state, uint32_t bin)
{
    gsize first = (gsize)bin * state->n_dimensions;
    const double *load = state->load + first, *limit = state->limit + first;
    const double *left_behind = state->left_behind == NULL ? NULL : state->left_behind + first;
    double excess = 0;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        double above = load[d] + (left_behind == NULL ? 0 : left_behind[d]) - limit[d];
        if (above > 0)
            excess += above / (limit[d] + 1);
    }
    return excess;
}

void search_state_refresh(SearchState *state, uint32_t bin)
{
    double excess = excess_of(state, bin);
    state->total_excess += excess - state->excess[bin];
    state->excess[bin] = excess;
    if (!state->has_load_costs)
        return;
    int64_t cost = state_load_cost(state, bin);
    state->cost += cost - state->load_cost[bin];
    state->load_cost[bin] = cost;
}

/* The most in one period where a dimension stands for all of them. */
static void hold_back(SearchState *state, uint32_t bin)
{
    const Problem *problem = state->problem;
    double *held = state->left_behind + (gsize)bin * state->n_dimensions;
    for (uint32_t d = 0, first = 0; d < state->n_dimensions; d++) {
        first = d > 0 && state->resource[d] == state->resource[d - 1] ? first : d;
        uint32_t end = state->weight[d] == problem->n_periods ? problem->n_periods : d - first + 1;
        for (uint32_t p = d - first; p < end; p++)
            held[d] = MAX(held[d], (double)problem_held(problem, bin, state->resource[d], p));
    }
}

/* Moves that are made whatever is placed where. */
static void count_leaving(SearchState *state)
{
    const Problem *problem = state->problem;
    const Leaving *leaving = &problem->leaving;
    state->cost += leaving->cost;
    state->n_moves = leaving->n;
    state->move_umin = leaving->umin;
    state->moved_memory = leaving->memory_mib;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        uint32_t n = problem->services[s].n_leaving;
        state->n_moved[s] = n;
        state->n_services_moved[n]++;
        state->busiest = MAX(state->busiest, n);
        state->n_noticed += n > 0;
        state->cost += n > 0 ? problem->notice_cost : 0;
    }
    for (uint32_t bin = 0; bin < problem->n_bins && state->has_transient; bin++)
        hold_back(state, bin);
}

/* What few estates ask for. */
static bool has_extras(const SearchState *state)
{
    return state->has_transient || state->problem->n_tiers > 0 || state->problem->n_licences > 0 ||
           state->services != NULL;
}

SearchState *search_state_new(const Problem *problem)
{
    SearchState *state = g_new0(SearchState, 1);
    state->problem = problem;
    fill_dimensions(state);
    allocate(state);
    list_licences(state);
    state->has_load_costs = problem->n_balances > 0;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        state->has_load_costs = state->has_load_costs || problem->overload_price[r].numerator != 0;
    state->rules = state_rules_new(problem);
    for (uint32_t item = 0; item < problem->n_items; item++)
        state->bin_of_item[item] = NO_INDEX;
    state->n_nowhere = problem->n_items;
    state_rules_begin(state);
    state->services = state_services_new(state);
    state->has_extras = has_extras(state);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        set_limits(state, bin);
        state->n_power_changes += problem->on[bin];
        if (problem->on[bin])
            state->cost += problem->power_change_cost;
    }
    count_leaving(state);
    /* What left a bin, or never came back, still counts there where it is transient. */
    for (uint32_t item = 0; item < problem->n_items && state->has_transient; item++)
        for (uint32_t d = 0; d < state->n_dimensions && problem->placed[item]; d++)
            if (problem->transient[state->resource[d]])
                state->left_behind[(gsize)problem->home[item] * state->n_dimensions + d] +=
                    state->demand[(gsize)item * state->n_dimensions + d];
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        search_state_refresh(state, bin);
    return state;
}

void search_state_free(SearchState *state)
{
    if (state == NULL)
        return;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        g_free(state->items[bin]);
    for (uint32_t item = 0; item < state->problem->n_items; item++)
        g_free(state->licences[item]);
    g_free(state->resource);
    g_free(state->weight);
    g_free(state->demand);
    g_free(state->limit);
    g_free(state->load);
    g_free(state->left_behind);
    g_free(state->bin_of_item);
    g_free(state->items);
    g_free(state->n_on);
    g_free(state->room_for);
    g_free(state->position);
    g_free(state->excess);
    g_free(state->load_cost);
    g_free(state->tier_count);
    g_free(state->n_licensed);
    g_free(state->licence_bins);
    g_free(state->licences);
    g_free(state->n_moved);
    g_free(state->n_services_moved);
    state_rules_free(state->rules);
    state_services_free(state->services);
    g_free(state);
}

static void list_item(SearchState *state, uint32_t item, uint32_t bin)
{
    if (state->n_on[bin] == state->room_for[bin]) {
        state->room_for[bin] = 2 * state->room_for[bin] + 8;
        state->items[bin] = g_renew(uint32_t, state->items[bin], state->room_for[bin]);
    }
    state->position[item] = state->n_on[bin];
    state->items[bin][state->n_on[bin]++] = item;
}

static void unlist_item(SearchState *state, uint32_t item, uint32_t bin)
{
    uint32_t last = state->items[bin][--state->n_on[bin]];
    state->items[bin][state->position[item]] = last;
    state->position[last] = state->position[item];
}

/* What the item holds of transient resources at home: not twice while it is there (sign 1). */
static void change_left_behind(SearchState *state, uint32_t item, uint32_t bin, double sign)
{
    const Problem *problem = state->problem;
    const double *demand = state->demand + (gsize)item * state->n_dimensions;
    if (!problem->placed[item] || problem->home[item] != bin)
        return;
    for (uint32_t d = 0; d < state->n_dimensions; d++)
        if (problem->transient[state->resource[d]])
            state->left_behind[(gsize)bin * state->n_dimensions + d] -= sign * demand[d];
}

/* sign 1: the item comes, -1: it goes. */
static void change_load(SearchState *state, uint32_t item, uint32_t bin, double sign)
{
    double *load = state->load + (gsize)bin * state->n_dimensions;
    const double *demand = state->demand + (gsize)item * state->n_dimensions;
    for (uint32_t d = 0; d < state->n_dimensions; d++)
        load[d] += sign * demand[d];
}

static void carry_load(SearchState *state, uint32_t item, uint32_t from, uint32_t to)
{
    double *load_from = state->load + (gsize)from * state->n_dimensions;
    double *load_to = state->load + (gsize)to * state->n_dimensions;
    const double *demand = state->demand + (gsize)item * state->n_dimensions;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        load_from[d] -= demand[d];
        load_to[d] += demand[d];
    }
}

static void change_tier(SearchState *state, uint32_t item, uint32_t bin, bool enters)
{
    uint32_t tier = problem_tier_of_item(state->problem, item);
    if (tier == NO_INDEX)
        return;
    uint32_t *count = &state->tier_count[(gsize)tier * state->problem->n_bins + bin];
    *count += enters ? 1 : UINT32_MAX;
    if (*count == (enters ? 1 : 0))
        set_limits(state, bin);
}

static void change_licences(SearchState *state, uint32_t item, uint32_t bin, bool enters)
{
    const Problem *problem = state->problem;
    const uint32_t *licence = state->licences[item];
    for (; licence != NULL && *licence != NO_INDEX; licence++) {
        gsize at = (gsize)*licence * problem->n_bins + bin;
        int64_t most = problem->licence_max_bins[*licence];
        state->n_licensed[at] += enters ? 1 : UINT32_MAX;
        if (state->n_licensed[at] != (enters ? 1 : 0))
            continue;
        state->cost += enters ? problem->licence_cost[at] : -problem->licence_cost[at];
        int64_t before = state->licence_bins[*licence];
        state->licence_bins[*licence] += enters ? 1 : UINT32_MAX;
        int64_t after = state->licence_bins[*licence];
        if (most != UNLIMITED)
            state->breaches += MAX(0, after - most) - MAX(0, before - most);
    }
}

static void change_service(SearchState *state, uint32_t item, bool moves)
{
    uint32_t service = state->problem->service_of_item[item];
    if (service == NO_INDEX)
        return;
    uint32_t before = state->n_moved[service], after = moves ? before + 1 : before - 1;
    state->n_moved[service] = after;
    state->n_services_moved[before]--;
    state->n_services_moved[after]++;
    state->busiest = MAX(state->busiest, after);
    while (state->busiest > 0 && state->n_services_moved[state->busiest] == 0)
        state->busiest--;
    if ((before == 0) == (after == 0))
        return;
    state->n_noticed += moves ? 1 : -1;
    state->cost += moves ? state->problem->notice_cost : -state->problem->notice_cost;
}

static void change_move(SearchState *state, uint32_t item, uint32_t bin, bool enters)
{
    const Problem *problem = state->problem;
    int64_t sign = enters ? 1 : -1;
    state->cost += sign * problem_place_cost(problem, item, bin);
    if (!problem_is_move(problem, item, bin))
        return;
    state->n_moves += enters ? 1 : UINT32_MAX;
    if (problem->max_operator_umin != UNLIMITED)
        state->move_umin += sign * problem_move_umin(problem, item, bin);
    state->moved_memory += sign * problem->memory[item];
    change_service(state, item, enters);
}

/* The same as from one place and to the other. */
static void change_place(SearchState *state, uint32_t item, uint32_t from, uint32_t to)
{
    const Problem *problem = state->problem;
    bool is_moved_anyway =
        problem_is_move(problem, item, from) && problem_is_move(problem, item, to);
    if (is_moved_anyway && problem->n_pair_classes == 1) {
        const int64_t *energy = problem->energy + (gsize)item * problem->n_energy_types;
        state->cost += energy[problem->energy_type[to]] - energy[problem->energy_type[from]];
        return;
    }
    change_move(state, item, from, false);
    change_move(state, item, to, true);
}

static void change_extras(SearchState *state, uint32_t item, uint32_t bin, bool enters)
{
    if (state->has_transient)
        change_left_behind(state, item, bin, enters ? 1 : -1);
    change_tier(state, item, bin, enters);
    change_licences(state, item, bin, enters);
    state_services_change(state, item, bin, enters ? 1 : -1);
}

static void change_serving(SearchState *state, uint32_t bin, bool serves)
{
    const Problem *problem = state->problem;
    int64_t cost = price_net_serve_cost(problem, bin);
    state->cost += serves ? cost : -cost;
    state->n_power_changes += serves != problem->on[bin] ? 1 : UINT32_MAX;
    state_rules_serve(state, bin, serves);
}

static void enter(SearchState *state, uint32_t item, uint32_t bin)
{
    state_rules_enter(state, item, bin);
    if (state->n_on[bin] == 0)
        change_serving(state, bin, true);
    state->bin_of_item[item] = bin;
    list_item(state, item, bin);
    if (state->has_extras)
        change_extras(state, item, bin, true);
}

/* The item is nowhere from then on. */
static void leave(SearchState *state, uint32_t item, uint32_t bin)
{
    state->bin_of_item[item] = NO_INDEX;
    unlist_item(state, item, bin);
    if (state->n_on[bin] == 0)
        change_serving(state, bin, false);
    state_rules_leave(state, item, bin);
    if (state->has_extras)
        change_extras(state, item, bin, false);
}

void search_state_place(SearchState *state, uint32_t item, uint32_t bin)
{
    enter(state, item, bin);
    state->n_nowhere--;
    change_load(state, item, bin, 1);
    change_move(state, item, bin, true);
    search_state_refresh(state, bin);
}

void search_state_remove(SearchState *state, uint32_t item)
{
    uint32_t bin = state->bin_of_item[item];
    leave(state, item, bin);
    state->n_nowhere++;
    change_load(state, item, bin, -1);
    change_move(state, item, bin, false);
    search_state_refresh(state, bin);
}

void search_state_carry(SearchState *state, uint32_t item, uint32_t to)
{
    uint32_t from = state->bin_of_item[item];
    leave(state, item, from);
    enter(state, item, to);
    carry_load(state, item, from, to);
    change_place(state, item, from, to);
}

void search_state_set(SearchState *state, const uint32_t *bin_of_item)
{
    for (uint32_t item = 0; item < state->problem->n_items; item++) {
        if (state->bin_of_item[item] == bin_of_item[item])
            continue;
        if (state->bin_of_item[item] != NO_INDEX)
            search_state_remove(state, item);
        if (bin_of_item[item] != NO_INDEX)
            search_state_place(state, item, bin_of_item[item]);
    }
    state->total_excess = 0; /* sums of many changes drift */
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        state->total_excess += state->excess[bin];
}

static bool changes_anything(const SearchState *state)
{
    return state->n_moves > 0 || state->n_power_changes > 0;
}

int64_t search_state_cost(const SearchState *state)
{
    const Problem *problem = state->problem;
    Fraction price = problem->busiest_price;
    int64_t cost = state->cost + (changes_anything(state) ? problem->review_cost : 0);
    if (price.numerator == 0)
        return cost;
    return cost +
           (int64_t)round_half_up((Int128)state->busiest * price.numerator, price.denominator);
}

int64_t search_state_breaches(const SearchState *state)
{
    const Problem *problem = state->problem;
    int64_t breaches = state->breaches;
    if (problem->max_moves != UNLIMITED)
        breaches += MAX(0, (int64_t)state->n_moves - problem->max_moves);
    if (problem->max_memory_mib != UNLIMITED)
        breaches += state->moved_memory > problem->max_memory_mib;
    if (problem->max_operator_umin != UNLIMITED) {
        int64_t umin = state->move_umin + state->n_noticed * problem->notice_umin +
                       (int64_t)state->n_power_changes * problem->power_change_umin +
                       (changes_anything(state) ? problem->review_umin : 0);
        breaches += umin > problem->max_operator_umin;
    }
    return breaches;
}
