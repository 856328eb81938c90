#include "solver/anneal.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"

#define MICRO          1e6
#define MAX_UNIT       8 /* items that move together */
#define CHECK_STEPS    512
#define SAMPLE         40
#define HOT            0.15
#define COLD           0.012
#define SOFT_PENALTY   6.0
#define HARD_PENALTY   2000.0
#define LAST_SHARE     0.12 /* of the schedule: capacity becomes ever harder */
#define LAST_PENALTY   30.0
#define BREACH_PENALTY 8.0

typedef struct {
    uint32_t item[MAX_UNIT];
    uint32_t n;
} Unit;

struct Anneal {
    SearchState *state;
    const Problem *problem;
    const Neighbours *neighbours;
    Random random;
    bool *is_open;
    uint32_t *open; /* [n_open] */
    uint32_t n_open;
    uint32_t *unit_start; /* [n_items + 1] items tied to each item, itself first; NULL: none */
    uint32_t *unit_items;
    double *move_cost; /* [item] currency units, without pairs */
    double scale;      /* what a typical move costs */
    double temperature, penalty;
    double breach_penalty;
    uint32_t *best_bins;
    int64_t best_cost;
    bool has_best;
};

/* What one item weighs in the balance: its move or, where moves are cheap, its share of a bin or of
 * what loads cost now. */
static double typical_cost(const Anneal *anneal)
{
    const Problem *problem = anneal->problem;
    double moves = 0, serving = 0, loads = 0;
    for (uint32_t item = 0; item < problem->n_items; item++)
        moves += anneal->move_cost[item] / problem->n_items;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        serving += (double)problem->serve_cost[bin] / MICRO / problem->n_items;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        loads += (double)anneal->state->load_cost[bin] / MICRO / problem->n_items;
    return MAX(MAX(moves, 0.05 * serving), MAX(0.05 * loads, 1e-6));
}

/* Members of hard gather rules move together, where they are few. */
static void find_units(Anneal *anneal)
{
    const Problem *problem = anneal->problem;
    g_autofree const Group **tie = g_new0(const Group *, (gsize)problem->n_items + 1);
    uint32_t n = problem->n_items;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (group->kind != GROUP_GATHER || group->strength != GROUP_HARD ||
            group->sets[0].n > MAX_UNIT / 2)
            continue;
        for (uint32_t k = 0; k < group->sets[0].n; k++) {
            uint32_t item = group->sets[0].index[k];
            n += tie[item] == NULL ? group->sets[0].n : 0;
            tie[item] = tie[item] == NULL ? group : tie[item];
        }
    }
    anneal->unit_start = g_new(uint32_t, (gsize)problem->n_items + 1);
    anneal->unit_items = g_new(uint32_t, (gsize)n + 1);
    n = 0;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        anneal->unit_start[item] = n;
        anneal->unit_items[n++] = item;
        for (uint32_t k = 0; tie[item] != NULL && k < tie[item]->sets[0].n; k++)
            if (tie[item]->sets[0].index[k] != item)
                anneal->unit_items[n++] = tie[item]->sets[0].index[k];
    }
    anneal->unit_start[problem->n_items] = n;
}

Anneal *anneal_new(SearchState *state, const Neighbours *neighbours, uint64_t seed)
{
    const Problem *problem = state->problem;
    Anneal *anneal = g_new0(Anneal, 1);
    anneal->state = state;
    anneal->problem = problem;
    anneal->neighbours = neighbours;
    anneal->random = random_new(seed);
    anneal->is_open = g_new0(bool, (gsize)problem->n_bins + 1);
    anneal->open = g_new(uint32_t, (gsize)problem->n_bins + 1);
    anneal->move_cost = g_new(double, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        anneal->move_cost[item] =
            (double)problem->move_cost[(gsize)problem->move_class[item] * problem->n_pair_classes] /
            MICRO;
    anneal->scale = typical_cost(anneal);
    anneal->breach_penalty = BREACH_PENALTY * anneal->scale;
    anneal->best_bins = g_new(uint32_t, (gsize)problem->n_items + 1);
    find_units(anneal);
    anneal_set_open(anneal, NULL);
    return anneal;
}

void anneal_free(Anneal *anneal)
{
    if (anneal == NULL)
        return;
    g_free(anneal->is_open);
    g_free(anneal->open);
    g_free(anneal->unit_start);
    g_free(anneal->unit_items);
    g_free(anneal->move_cost);
    g_free(anneal->best_bins);
    g_free(anneal);
}

void anneal_set_open(Anneal *anneal, const bool *open)
{
    anneal->n_open = 0;
    for (uint32_t bin = 0; bin < anneal->problem->n_bins; bin++) {
        anneal->is_open[bin] = anneal->problem->may_serve[bin] && (open == NULL || open[bin]);
        if (anneal->is_open[bin])
            anneal->open[anneal->n_open++] = bin;
    }
}

/* The item and what is tied to it, as far as it is on the same bin. */
static Unit unit_of(const Anneal *anneal, uint32_t item)
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

static bool may_be_on(const Anneal *anneal, const Unit *unit, uint32_t bin)
{
    for (uint32_t k = 0; k < unit->n; k++)
        if (!problem_allows(anneal->problem, unit->item[k], bin))
            return false;
    return true;
}

static double place_cost(const Anneal *anneal, uint32_t item, uint32_t bin)
{
    const Problem *problem = anneal->problem;
    double energy =
        (double)problem->energy[(gsize)item * problem->n_energy_types + problem->energy_type[bin]] /
        MICRO;
    return energy + (problem_is_move(problem, item, bin) ? anneal->move_cost[item] : 0);
}

static double demand_of(const SearchState *state, const Unit *unit, uint32_t d)
{
    double sum = 0;
    for (uint32_t k = 0; k < unit->n; k++)
        sum += state->demand[(gsize)unit->item[k] * state->n_dimensions + d];
    return sum;
}

/* What an exchange between two bins changes in place costs and capacity, before anything moves. */
static double estimate(const Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                       const Unit *from_b)
{
    const SearchState *state = anneal->state;
    const double *load_a = state->load + (gsize)a * state->n_dimensions;
    const double *load_b = state->load + (gsize)b * state->n_dimensions;
    const double *limit_a = state->limit + (gsize)a * state->n_dimensions;
    const double *limit_b = state->limit + (gsize)b * state->n_dimensions;
    double excess = -state->excess[a] - state->excess[b], cost = 0;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        double change = demand_of(state, from_b, d) - demand_of(state, from_a, d);
        double above_a = load_a[d] + change - limit_a[d];
        double above_b = load_b[d] - change - limit_b[d];
        if (above_a > 0)
            excess += above_a / (limit_a[d] + 1);
        if (above_b > 0)
            excess += above_b / (limit_b[d] + 1);
    }
    for (uint32_t k = 0; k < from_a->n; k++)
        cost += place_cost(anneal, from_a->item[k], b) - place_cost(anneal, from_a->item[k], a);
    for (uint32_t k = 0; k < from_b->n; k++)
        cost += place_cost(anneal, from_b->item[k], a) - place_cost(anneal, from_b->item[k], b);
    return cost + anneal->penalty * excess;
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

/* Estimates miss what notices, load costs and rules may save; then a first look decides nothing. */
static bool estimates_are_low(const Anneal *anneal)
{
    return !anneal->state->has_load_costs && !anneal->state->has_transient &&
           anneal->problem->notice_cost == 0 && anneal->state->breaches == 0;
}

/* Exchanges where the dice allow it. */
static bool try_exchange(Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                         const Unit *from_b)
{
    if (!may_be_on(anneal, from_a, b) || !may_be_on(anneal, from_b, a))
        return false;
    double allowed = -anneal->temperature * log(random_unit(&anneal->random));
    if (estimates_are_low(anneal) && estimate(anneal, a, b, from_a, from_b) > allowed)
        return false;
    double before = energy_now(anneal);
    move_all(anneal, from_a, b);
    move_all(anneal, from_b, a);
    if (energy_now(anneal) - before <= allowed)
        return true;
    move_all(anneal, from_a, a);
    move_all(anneal, from_b, b);
    return false;
}

static bool is_in(const Unit *unit, uint32_t item)
{
    for (uint32_t k = 0; k < unit->n; k++)
        if (unit->item[k] == item)
            return true;
    return false;
}

static void try_swap(Anneal *anneal, uint32_t item, uint32_t other)
{
    uint32_t a = anneal->state->bin_of_item[item], b = anneal->state->bin_of_item[other];
    if (a == b)
        return;
    Unit from_a = unit_of(anneal, item), from_b = unit_of(anneal, other);
    try_exchange(anneal, a, b, &from_a, &from_b);
}

static void try_shift(Anneal *anneal, uint32_t item, uint32_t to)
{
    uint32_t from = anneal->state->bin_of_item[item];
    if (from == to)
        return;
    Unit unit = unit_of(anneal, item), nothing = {{0}, 0};
    try_exchange(anneal, from, to, &unit, &nothing);
}

/* Home, in exchange for what costs least there, or for nothing. */
static void try_return(Anneal *anneal, uint32_t item)
{
    const SearchState *state = anneal->state;
    uint32_t from = state->bin_of_item[item], home = anneal->problem->home[item];
    if (home == NO_INDEX || home == from || !anneal->is_open[home])
        return;
    Unit unit = unit_of(anneal, item), best = {{0}, 0};
    double least = estimate(anneal, from, home, &unit, &best);
    for (uint32_t k = 0; k < 6 && state->n_on[home] > 0; k++) {
        uint32_t other = state->items[home][random_below(&anneal->random, state->n_on[home])];
        Unit back = unit_of(anneal, other);
        double value = estimate(anneal, from, home, &unit, &back);
        if (value < least) {
            least = value;
            best = back;
        }
    }
    try_exchange(anneal, from, home, &unit, &best);
}

static void try_one_for_two(Anneal *anneal, uint32_t item, uint32_t bin)
{
    const SearchState *state = anneal->state;
    uint32_t from = state->bin_of_item[item];
    if (from == bin || state->n_on[bin] < 2)
        return;
    Unit one = unit_of(anneal, item);
    uint32_t first = state->items[bin][random_below(&anneal->random, state->n_on[bin])];
    uint32_t second = state->items[bin][random_below(&anneal->random, state->n_on[bin])];
    Unit two = unit_of(anneal, first), rest = unit_of(anneal, second);
    for (uint32_t k = 0; k < rest.n && two.n < MAX_UNIT; k++)
        if (!is_in(&two, rest.item[k]))
            two.item[two.n++] = rest.item[k];
    try_exchange(anneal, from, bin, &one, &two);
}

static void step(Anneal *anneal)
{
    Random *random = &anneal->random;
    uint32_t item = random_below(random, anneal->problem->n_items);
    if (anneal->state->bin_of_item[item] == NO_INDEX)
        return;
    uint32_t n_each = anneal->neighbours->n_each;
    uint32_t kind = random_below(random, 100);
    if (kind < 40)
        try_swap(anneal, item,
                 anneal->neighbours->items[(gsize)item * n_each + random_below(random, n_each)]);
    else if (kind < 50)
        try_swap(anneal, item, random_below(random, anneal->problem->n_items));
    else if (kind < 70)
        try_return(anneal, item);
    else if (kind < 90)
        try_shift(anneal, item, anneal->open[random_below(random, anneal->n_open)]);
    else
        try_one_for_two(anneal, item, anneal->open[random_below(random, anneal->n_open)]);
}

static void note_best(Anneal *anneal)
{
    SearchState *state = anneal->state;
    int64_t cost = search_state_cost(state);
    if (!search_state_is_clean(state) || (anneal->has_best && cost >= anneal->best_cost))
        return;
    anneal->has_best = true;
    anneal->best_cost = cost;
    memcpy(anneal->best_bins, state->bin_of_item,
           anneal->problem->n_items * sizeof *anneal->best_bins);
}

static void set_schedule(Anneal *anneal, double done, double heat)
{
    double hot = HOT * heat;
    anneal->temperature = anneal->scale * hot * pow(COLD / hot, done);
    anneal->penalty = anneal->scale * SOFT_PENALTY * pow(HARD_PENALTY / SOFT_PENALTY, done);
    if (done > 1 - LAST_SHARE)
        anneal->penalty *= pow(LAST_PENALTY, 1 - (1 - done) / LAST_SHARE);
}

uint64_t anneal_run(Anneal *anneal, const AnnealBudget *budget)
{
    gint64 start_us = limit_clock_us();
    double done = 0;
    uint64_t steps = 0;
    anneal->has_best = false;
    note_best(anneal);
    while (done < 1 && anneal->n_open > 0 && (budget->stop == NULL || *budget->stop == 0)) {
        set_schedule(anneal, done, budget->heat);
        for (uint32_t k = 0; k < CHECK_STEPS; k++)
            step(anneal);
        steps += CHECK_STEPS;
        done = (double)steps / (double)budget->max_steps;
        if (budget->seconds > 0)
            done = MAX(done, (double)(limit_clock_us() - start_us) / 1e6 / budget->seconds);
        if (done > 0.7)
            note_best(anneal);
    }
    note_best(anneal);
    if (anneal->has_best)
        search_state_set(anneal->state, anneal->best_bins);
    return steps;
}

/* What placing the item there costs, with what it breaks. */
static double cost_of_placing(Anneal *anneal, uint32_t item, uint32_t bin)
{
    SearchState *state = anneal->state;
    double added = search_state_excess_with(state, item, bin) - state->excess[bin];
    int64_t breaches = state->breaches, cost = state->cost;
    search_state_place(state, item, bin);
    double value = (double)(state->cost - cost) / MICRO + HARD_PENALTY * anneal->scale * added +
                   anneal->breach_penalty * 10 * (double)(state->breaches - breaches);
    search_state_remove(state, item);
    return value;
}

/* The best of some open bins for an item that is nowhere. */
static uint32_t sample_bin(Anneal *anneal, uint32_t item)
{
    uint32_t best = NO_INDEX, n = MIN(SAMPLE, anneal->n_open), tries = 0;
    double least = INFINITY;
    for (uint32_t k = 0; k < n || (best == NO_INDEX && tries < anneal->n_open); k++, tries++) {
        uint32_t at =
            n == anneal->n_open || k >= n ? tries : random_below(&anneal->random, anneal->n_open);
        uint32_t bin = anneal->open[at % anneal->n_open];
        if (!problem_allows(anneal->problem, item, bin))
            continue;
        double value = cost_of_placing(anneal, item, bin);
        if (value < least) {
            least = value;
            best = bin;
        }
    }
    return best;
}

static int compare_large_first(gconstpointer a, gconstpointer b, gpointer data)
{
    const double *size = data;
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    if (size[left] != size[right])
        return size[left] > size[right] ? -1 : 1;
    return left < right ? -1 : left > right;
}

static double *sizes_of(const SearchState *state)
{
    const Problem *problem = state->problem;
    uint32_t n = state->n_dimensions;
    g_autofree double *mean = g_new0(double, (gsize)n + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t d = 0; d < n; d++)
            mean[d] += (state->limit[(gsize)bin * n + d] + 1) / problem->n_bins;
    double *size = g_new0(double, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t d = 0; d < n; d++)
            size[item] = MAX(size[item], state->demand[(gsize)item * n + d] / mean[d]);
    return size;
}

/* With the item come those that must be where it is. */
static void place_with_ties(Anneal *anneal, uint32_t item, uint32_t bin)
{
    for (uint32_t k = anneal->unit_start[item]; k < anneal->unit_start[item + 1]; k++) {
        uint32_t tied = anneal->unit_items[k];
        if (anneal->state->bin_of_item[tied] == NO_INDEX &&
            problem_allows(anneal->problem, tied, bin))
            search_state_place(anneal->state, tied, bin);
    }
}

void anneal_gather_in(Anneal *anneal)
{
    SearchState *state = anneal->state;
    g_autofree double *size = sizes_of(state);
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t item = 0; item < anneal->problem->n_items; item++) {
        uint32_t bin = state->bin_of_item[item];
        if (bin != NO_INDEX && !anneal->is_open[bin])
            search_state_remove(state, item);
        if (state->bin_of_item[item] == NO_INDEX)
            g_array_append_val(out, item);
    }
    g_array_sort_with_data(out, compare_large_first, size);
    for (guint k = 0; k < out->len; k++) {
        uint32_t item = g_array_index(out, uint32_t, k);
        if (state->bin_of_item[item] != NO_INDEX)
            continue;
        uint32_t bin = sample_bin(anneal, item);
        if (bin == NO_INDEX) /* none of the open bins is allowed */
            bin = problem_next_allowed(anneal->problem, item, 0);
        if (bin != NO_INDEX)
            place_with_ties(anneal, item, bin);
    }
}

/* Puts the unit, which is nowhere, on the bin; false where that breaks anything. */
static bool place_strictly(Anneal *anneal, const Unit *unit, uint32_t bin)
{
    SearchState *state = anneal->state;
    double excess = state->excess[bin];
    int64_t breaches = state->breaches;
    for (uint32_t k = 0; k < unit->n; k++)
        search_state_place(state, unit->item[k], bin);
    if (state->excess[bin] <= excess && state->breaches <= breaches)
        return true;
    for (uint32_t k = 0; k < unit->n; k++)
        search_state_remove(state, unit->item[k]);
    return false;
}

/* The cheapest bin at all where the unit, which is nowhere, fits and breaks nothing. */
static uint32_t cheapest_fit(Anneal *anneal, const Unit *unit)
{
    SearchState *state = anneal->state;
    uint32_t best = NO_INDEX;
    int64_t least = 0, before = state->cost;
    for (uint32_t bin = problem_next_allowed(anneal->problem, unit->item[0], 0); bin != NO_INDEX;
         bin = problem_next_allowed(anneal->problem, unit->item[0], bin + 1)) {
        if (!may_be_on(anneal, unit, bin) ||
            search_state_excess_with(state, unit->item[0], bin) > state->excess[bin] ||
            !place_strictly(anneal, unit, bin))
            continue;
        int64_t added = state->cost - before;
        for (uint32_t k = 0; k < unit->n; k++)
            search_state_remove(state, unit->item[k]);
        if (best == NO_INDEX || added < least) {
            least = added;
            best = bin;
        }
    }
    return best;
}

/* Of a bin that is too full: the smallest item that mends it, else the largest. */
static uint32_t item_to_evict(Anneal *anneal, const double *size, uint32_t bin)
{
    SearchState *state = anneal->state;
    uint32_t n = state->n_on[bin], chosen = NO_INDEX;
    g_autofree uint32_t *items = g_memdup2(state->items[bin], n * sizeof *items);
    bool mends = false;
    for (uint32_t k = 0; k < n; k++) {
        search_state_remove(state, items[k]);
        bool now = state->excess[bin] <= 0;
        search_state_place(state, items[k], bin);
        bool is_better = now ? size[items[k]] < size[chosen == NO_INDEX ? items[k] : chosen]
                             : size[items[k]] > size[chosen == NO_INDEX ? items[k] : chosen];
        if (chosen == NO_INDEX || (now && !mends) || (now == mends && is_better))
            chosen = items[k];
        mends = mends || now;
    }
    return chosen;
}

void anneal_repair(Anneal *anneal)
{
    SearchState *state = anneal->state;
    g_autofree double *size = sizes_of(state);
    for (uint32_t bin = 0; bin < anneal->problem->n_bins; bin++)
        for (uint32_t round = state->n_on[bin]; round > 0 && state->excess[bin] > 0; round--) {
            uint32_t item = item_to_evict(anneal, size, bin);
            Unit unit = unit_of(anneal, item);
            for (uint32_t k = 0; k < unit.n; k++)
                search_state_remove(state, unit.item[k]);
            uint32_t to = cheapest_fit(anneal, &unit);
            for (uint32_t k = 0; k < unit.n; k++)
                search_state_place(state, unit.item[k], to == NO_INDEX ? bin : to);
            if (to == NO_INDEX)
                break;
        }
}
