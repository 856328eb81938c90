#include <math.h>

#include "solver/anneal_parts.h"

#define MICRO 1e6

void anneal_add_tied(const Anneal *anneal, Unit *unit)
{
    uint32_t item = unit->item[0], bin = anneal->state->bin_of_item[item];
    for (uint32_t k = anneal->unit_start[item] + 1; k < anneal->unit_start[item + 1]; k++) {
        uint32_t tied = anneal->unit_items[k];
        if (anneal->state->bin_of_item[tied] == bin)
            unit->item[unit->n++] = tied;
    }
}

/* What the first move of a service, or taking back the last one, changes in notices. */
static double notice_change(const Anneal *anneal, uint32_t service, bool moves)
{
    if (service == NO_INDEX)
        return 0;
    uint32_t n_moved = anneal->state->n_moved[service];
    if (moves)
        return n_moved == 0 ? anneal->notice : 0;
    return n_moved == 1 ? -anneal->notice : 0;
}

static inline double place_change(const Anneal *anneal, const ItemFacts *facts, uint32_t from,
                                  uint32_t to)
{
    const uint32_t *energy_type = anneal->problem->energy_type;
    const double *energy = item_energy(facts);
    double change = energy[energy_type[to]] - energy[energy_type[from]];
    bool leaves = facts->home == from, returns = facts->home == to;
    if (leaves || returns)
        change = change + (leaves ? facts->move_cost : -facts->move_cost) +
                 notice_change(anneal, facts->service, leaves);
    return change;
}

static inline double unit_change(const Anneal *anneal, const Unit *unit, uint32_t from, uint32_t to)
{
    double change = 0;
    for (uint32_t k = 0; k < unit->n; k++)
        change += place_change(anneal, item_facts(&anneal->facts, unit->item[k]), from, to);
    return change;
}

static inline const double *item_row(const Anneal *anneal, uint32_t item)
{
    return item_demand(&anneal->facts, item_facts(&anneal->facts, item));
}

/* [n_dimensions] of all its items. */
static const double *sum_up(const Anneal *anneal, const Unit *unit, double *sum)
{
    const double *demand = anneal->nothing;
    for (uint32_t k = 0; k < unit->n; k++) {
        const double *more = item_row(anneal, unit->item[k]);
        for (uint32_t d = 0; d < anneal->state->n_dimensions; d++)
            sum[d] = demand[d] + more[d];
        demand = sum;
    }
    return demand;
}

/* The same; most have one item, and nothing to sum up. */
static inline const double *demand_of(const Anneal *anneal, const Unit *unit, double *sum)
{
    return unit->n == 1 ? item_row(anneal, unit->item[0]) : sum_up(anneal, unit, sum);
}

double anneal_estimate(const Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                       const Unit *from_b, double most)
{
    const SearchState *state = anneal->state;
    double cost = unit_change(anneal, from_a, a, b) + unit_change(anneal, from_b, b, a);
    double excess = -state->excess[a] - state->excess[b];
    double most_excess = (most - cost) / anneal->penalty;
    if (excess > most_excess)
        return INFINITY;
    uint32_t n = state->n_dimensions;
    const double *out = demand_of(anneal, from_a, anneal->sums[0]);
    const double *in = demand_of(anneal, from_b, anneal->sums[1]);
    const double *load_a = state->load + (gsize)a * n, *load_b = state->load + (gsize)b * n;
    const double *limit_a = state->limit + (gsize)a * n, *limit_b = state->limit + (gsize)b * n;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t d = anneal->order[k];
        double change = in[d] - out[d];
        double above_a = load_a[d] + change - limit_a[d];
        double above_b = load_b[d] - change - limit_b[d];
        if (MAX(above_a, above_b) > 0) {
            excess += MAX(above_a, 0) / (limit_a[d] + 1);
            excess += MAX(above_b, 0) / (limit_b[d] + 1);
            if (excess > most_excess)
                return INFINITY;
        }
    }
    return cost + anneal->penalty * excess;
}

static double energy_now(const Anneal *anneal)
{
    const SearchState *state = anneal->state;
    return (double)search_state_cost(state) / MICRO + anneal->penalty * state->total_excess +
           anneal->breach_penalty * (double)search_state_breaches(state);
}

static void swap_units(Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                       const Unit *from_b)
{
    SearchState *state = anneal->state;
    for (uint32_t k = 0; k < from_a->n; k++)
        search_state_carry(state, from_a->item[k], b);
    for (uint32_t k = 0; k < from_b->n; k++)
        search_state_carry(state, from_b->item[k], a);
    search_state_refresh(state, a);
    search_state_refresh(state, b);
}

void anneal_note(Anneal *anneal, uint32_t item)
{
    uint32_t bin = anneal->state->bin_of_item[item], home = item_facts(&anneal->facts, item)->home;
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
    swap_units(anneal, a, b, from_a, from_b);
    if (energy_now(anneal) - before <= allowed) {
        note_unit(anneal, from_a);
        note_unit(anneal, from_b);
        return true;
    }
    swap_units(anneal, b, a, from_a, from_b);
    return false;
}
