#include <math.h>

#include "solver/anneal_parts.h"

#define MICRO        1e6
#define SAMPLE       40     /* open bins looked at for an item that is nowhere */
#define HARD_PENALTY 2000.0 /* times a typical move, for capacity broken by a whole bin */

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

uint32_t anneal_best_of(Anneal *anneal, uint32_t item, const uint32_t *bins, uint32_t n_bins)
{
    uint32_t best = NO_INDEX;
    double least = INFINITY;
    for (uint32_t k = 0; k < n_bins; k++) {
        if (!problem_allows(anneal->problem, item, bins[k]))
            continue;
        double value = cost_of_placing(anneal, item, bins[k]);
        if (value < least) {
            least = value;
            best = bins[k];
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
        if (!anneal_may_be_on(anneal, unit, bin) ||
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

static void take_off(Anneal *anneal, const Unit *unit)
{
    for (uint32_t k = 0; k < unit->n; k++)
        search_state_remove(anneal->state, unit->item[k]);
}

/* Puts the unit, which is nowhere, where it fits; false, and back, where that is nowhere. */
static bool put_elsewhere(Anneal *anneal, const Unit *unit, uint32_t from)
{
    uint32_t to = cheapest_fit(anneal, unit);
    for (uint32_t k = 0; k < unit->n; k++)
        search_state_place(anneal->state, unit->item[k], to == NO_INDEX ? from : to);
    return to != NO_INDEX;
}

static void repair_capacity(Anneal *anneal, const double *size, uint32_t bin)
{
    SearchState *state = anneal->state;
    for (uint32_t round = state->n_on[bin]; round > 0 && state->excess[bin] > 0; round--) {
        Unit unit = anneal_unit_of(anneal, item_to_evict(anneal, size, bin));
        take_off(anneal, &unit);
        if (!put_elsewhere(anneal, &unit, bin))
            return;
    }
}

/* The item goes elsewhere where its being here breaks a rule. */
static void repair_rules(Anneal *anneal, uint32_t item)
{
    SearchState *state = anneal->state;
    uint32_t bin = state->bin_of_item[item];
    int64_t before = state->breaches;
    if (before == 0 || bin == NO_INDEX)
        return;
    Unit unit = anneal_unit_of(anneal, item);
    take_off(anneal, &unit);
    if (state->breaches < before)
        put_elsewhere(anneal, &unit, bin);
    else
        for (uint32_t k = 0; k < unit.n; k++)
            search_state_place(state, unit.item[k], bin);
}

void anneal_repair(Anneal *anneal)
{
    g_autofree double *size = sizes_of(anneal->state);
    for (uint32_t bin = 0; bin < anneal->problem->n_bins; bin++)
        repair_capacity(anneal, size, bin);
    for (uint32_t item = 0; item < anneal->problem->n_items; item++)
        repair_rules(anneal, item);
}
