#include <math.h>

#include "solver/anneal_parts.h"

#define MICRO 1e6

Unit anneal_unit_of(const Anneal *anneal, uint32_t item)
{
    Unit unit = {{item}, 1};
    uint32_t bin = anneal->state->bin_of_item[item];
    for (uint32_t k = anneal->unit_start[item] + 1; k < anneal->unit_start[item + 1]; k++) {
        uint32_t tied = anneal->unit_items[k];
        if (anneal->state->bin_of_item[tied] == bin)
            unit.item[unit.n++] = tied;
    }
    return unit;
}

bool anneal_may_be_on(const Anneal *anneal, const Unit *unit, uint32_t bin)
{
    for (uint32_t k = 0; k < unit->n; k++)
        if (!problem_allows(anneal->problem, unit->item[k], bin))
            return false;
    return true;
}

/* What the first move of a service, or taking back the last one, changes in notices. */
static double notice_change(const Anneal *anneal, uint32_t item, bool moves)
{
    uint32_t service = anneal->problem->service_of_item[item];
    if (anneal->notice == 0 || service == NO_INDEX)
        return 0;
    uint32_t n_moved = anneal->state->n_moved[service];
    if (moves)
        return n_moved == 0 ? anneal->notice : 0;
    return n_moved == 1 ? -anneal->notice : 0;
}

static inline double place_change(const Anneal *anneal, uint32_t item, uint32_t from, uint32_t to)
{
    const Problem *problem = anneal->problem;
    uint32_t home = anneal->home[item], before = problem->energy_type[from];
    uint32_t after = problem->energy_type[to];
    double change = 0;
    if (before != after) {
        const double *energy = anneal->energy + (gsize)item * problem->n_energy_types;
        change = energy[after] - energy[before];
    }
    if (home != to && home != from)
        return change;
    bool moves = home == from;
    return change + (moves ? anneal->move_cost[item] : -anneal->move_cost[item]) +
           notice_change(anneal, item, moves);
}

static inline double demand_of(const SearchState *state, const Unit *unit, uint32_t d)
{
    double sum = 0;
    for (uint32_t k = 0; k < unit->n; k++)
        sum += state->demand[(gsize)unit->item[k] * state->n_dimensions + d];
    return sum;
}

double anneal_estimate(const Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                       const Unit *from_b, double most)
{
    const SearchState *state = anneal->state;
    double cost = 0;
    for (uint32_t k = 0; k < from_a->n; k++)
        cost += place_change(anneal, from_a->item[k], a, b);
    for (uint32_t k = 0; k < from_b->n; k++)
        cost += place_change(anneal, from_b->item[k], b, a);
    double excess = -state->excess[a] - state->excess[b];
    double most_excess = (most - cost) / anneal->penalty;
    const double *load_a = state->load + (gsize)a * state->n_dimensions;
    const double *load_b = state->load + (gsize)b * state->n_dimensions;
    const double *limit_a = state->limit + (gsize)a * state->n_dimensions;
    const double *limit_b = state->limit + (gsize)b * state->n_dimensions;
    for (uint32_t k = 0; k < state->n_dimensions && excess <= most_excess; k++) {
        uint32_t d = anneal->order[k];
        double change = demand_of(state, from_b, d) - demand_of(state, from_a, d);
        double above_a = load_a[d] + change - limit_a[d];
        double above_b = load_b[d] - change - limit_b[d];
        if (above_a > 0)
            excess += above_a / (limit_a[d] + 1);
        if (above_b > 0)
            excess += above_b / (limit_b[d] + 1);
    }
    return excess <= most_excess ? cost + anneal->penalty * excess : INFINITY;
}

static double energy_now(const Anneal *anneal)
{
    const SearchState *state = anneal->state;
    return (double)search_state_cost(state) / MICRO + anneal->penalty * state->total_excess +
           anneal->breach_penalty * (double)search_state_breaches(state);
}

static void move_all(Anneal *anneal, const Unit *unit, uint32_t to)
{
    for (uint32_t k = 0; k < unit->n; k++)
        search_state_remove(anneal->state, unit->item[k]);
    for (uint32_t k = 0; k < unit->n; k++)
        search_state_place(anneal->state, unit->item[k], to);
}

void anneal_note(Anneal *anneal, uint32_t item)
{
    uint32_t bin = anneal->state->bin_of_item[item], home = anneal->home[item];
    bool is_away = bin != NO_INDEX && bin != home;
    index_bag_put(&anneal->away, item, is_away);
    index_bag_put(&anneal->strayed, item,
                  is_away && home != NO_INDEX && anneal->is_open[home] &&
                      problem_allows(anneal->problem, item, home));
}

void anneal_find_away(Anneal *anneal)
{
    for (uint32_t item = 0; item < anneal->problem->n_items; item++)
        anneal_note(anneal, item);
}

static void note_unit(Anneal *anneal, const Unit *unit)
{
    for (uint32_t k = 0; k < unit->n; k++) {
        anneal_note(anneal, unit->item[k]);
        index_bag_put(&anneal->touched, unit->item[k], true);
    }
}

/* Estimates miss what load costs may save; then a first look decides nothing. */
static bool estimates_are_low(const Anneal *anneal)
{
    return !anneal->state->has_load_costs && !anneal->state->has_transient;
}

bool anneal_exchange(Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a, const Unit *from_b)
{
    if (!anneal_may_be_on(anneal, from_a, b) || !anneal_may_be_on(anneal, from_b, a))
        return false;
    double allowed = anneal->temperature * anneal->dice[random_next(&anneal->random) >> 52];
    if (estimates_are_low(anneal)) {
        /* Whatever rule is broken now might be mended. */
        double mended = anneal->state->breaches == 0 ? 0 : 2 * anneal->breach_penalty;
        double most = allowed + mended;
        if (anneal_estimate(anneal, a, b, from_a, from_b, most) > most)
            return false;
    }
    double before = energy_now(anneal);
    move_all(anneal, from_a, b);
    move_all(anneal, from_b, a);
    if (energy_now(anneal) - before <= allowed) {
        note_unit(anneal, from_a);
        note_unit(anneal, from_b);
        return true;
    }
    move_all(anneal, from_a, a);
    move_all(anneal, from_b, b);
    return false;
}
