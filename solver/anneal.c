#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/anneal_parts.h"

#define MICRO                 1e6
#define CHECK_STEPS           512
#define MANY_OPEN             250 /* bins: regions of them are worth making */
#define STEPS_PER_SECOND      3e6 /* roughly, in regions */
#define REGION_STEPS_PER_ITEM 400 /* fewer would be too few rounds of the regions */
#define HOT                   0.15
#define COLD                  0.012
#define FINE_HOT              0.02
#define FINE_COLD             4e-5
#define FINE_PENALTY          100.0 /* at first; all fits from the beginning */
#define SOFT_PENALTY          6.0
#define HARD_PENALTY          2000.0
#define LAST_SHARE            0.12 /* of the schedule: capacity becomes ever harder */
#define LAST_PENALTY          30.0
#define BREACH_PENALTY        8.0

/* What one item weighs in the balance: its move or, where moves are cheap, its share of a bin or of
 * what loads cost now. */
static double typical_cost(const Anneal *anneal)
{
    const Problem *problem = anneal->problem;
    double moves = 0, serving = 0, loads = 0;
    for (uint32_t item = 0; item < problem->n_items; item++)
        moves += item_facts(&anneal->facts, item)->move_cost / problem->n_items;
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
    anneal->is_tied = g_new0(uint64_t, BITSET_WORDS(problem->n_items) + 1);
    n = 0;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        anneal->unit_start[item] = n;
        anneal->unit_items[n++] = item;
        if (tie[item] != NULL)
            bitset_set(anneal->is_tied, item);
        for (uint32_t k = 0; tie[item] != NULL && k < tie[item]->sets[0].n; k++)
            if (tie[item]->sets[0].index[k] != item)
                anneal->unit_items[n++] = tie[item]->sets[0].index[k];
    }
    anneal->unit_start[problem->n_items] = n;
}

/* Dimensions by how much of them is in use. */
static void order_dimensions(Anneal *anneal)
{
    const SearchState *state = anneal->state;
    const Problem *problem = anneal->problem;
    uint32_t n = state->n_dimensions;
    g_autofree double *use = g_new0(double, (gsize)n + 1);
    anneal->order = g_new(uint32_t, (gsize)n + 1);
    for (uint32_t d = 0; d < n; d++) {
        double room = 1;
        for (uint32_t item = 0; item < problem->n_items; item++)
            use[d] += state->demand[(gsize)item * n + d];
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            room += problem->may_serve[bin] ? state->limit[(gsize)bin * n + d] : 0;
        use[d] /= room;
        uint32_t at = d;
        for (; at > 0 && use[anneal->order[at - 1]] < use[d]; at--)
            anneal->order[at] = anneal->order[at - 1];
        anneal->order[at] = d;
    }
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
    anneal->away = index_bag_new(problem->n_items);
    anneal->strayed = index_bag_new(problem->n_items);
    anneal->touched = index_bag_new(problem->n_items);
    anneal->open_at = g_new(uint32_t, (gsize)problem->n_bins + 1);
    for (uint32_t k = 0; k < N_DICE; k++)
        anneal->dice[k] = -log((k + 0.5) / N_DICE);
    order_dimensions(anneal);
    anneal->facts = item_table_new(state);
    for (uint32_t k = 0; k < G_N_ELEMENTS(anneal->sums); k++)
        anneal->sums[k] = g_new0(double, (gsize)state->n_dimensions + 1);
    anneal->nothing = g_new0(double, (gsize)state->n_dimensions + 1);
    anneal->notice = (double)problem->notice_cost / MICRO;
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
    g_free(anneal->is_tied);
    g_free(anneal->order);
    item_table_clear(&anneal->facts);
    for (uint32_t k = 0; k < G_N_ELEMENTS(anneal->sums); k++)
        g_free(anneal->sums[k]);
    g_free(anneal->nothing);
    index_bag_clear(&anneal->away);
    index_bag_clear(&anneal->strayed);
    index_bag_clear(&anneal->touched);
    g_free(anneal->open_at);
    g_free(anneal->best_bins);
    g_free(anneal);
}

void anneal_set_open(Anneal *anneal, const bool *open)
{
    anneal->n_open = 0;
    for (uint32_t bin = 0; bin < anneal->problem->n_bins; bin++) {
        anneal->is_open[bin] = false;
        anneal_open_bin(anneal, bin, open == NULL || open[bin]);
    }
}

void anneal_open_bin(Anneal *anneal, uint32_t bin, bool open)
{
    if (!anneal->problem->may_serve[bin] || anneal->is_open[bin] == open)
        return;
    anneal->is_open[bin] = open;
    if (open) {
        anneal->open_at[bin] = anneal->n_open;
        anneal->open[anneal->n_open++] = bin;
        return;
    }
    uint32_t last = anneal->open[--anneal->n_open];
    anneal->open[anneal->open_at[bin]] = last;
    anneal->open_at[last] = anneal->open_at[bin];
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

void anneal_set_schedule(Anneal *anneal, double done, double heat)
{
    double hot = HOT * heat;
    anneal->temperature = anneal->scale * hot * pow(COLD / hot, done);
    anneal->penalty = anneal->scale * SOFT_PENALTY * pow(HARD_PENALTY / SOFT_PENALTY, done);
    if (done > 1 - LAST_SHARE)
        anneal->penalty *= pow(LAST_PENALTY, 1 - (1 - done) / LAST_SHARE);
}

static void set_fine_schedule(Anneal *anneal, double done)
{
    anneal->temperature = anneal->scale * FINE_HOT * pow(FINE_COLD / FINE_HOT, done);
    anneal->penalty = anneal->scale * FINE_PENALTY * pow(HARD_PENALTY, done);
}

static uint64_t steps_anywhere(Anneal *anneal)
{
    for (uint32_t k = 0; k < CHECK_STEPS; k++)
        anneal_step(anneal);
    return CHECK_STEPS;
}

/* Where bins are many and each may come up often enough. */
static bool wants_regions(const Anneal *anneal, const AnnealBudget *budget)
{
    double steps = budget->seconds > 0 ? budget->seconds * STEPS_PER_SECOND : INFINITY;
    steps = MIN(steps, (double)budget->max_steps);
    return anneal->n_open >= MANY_OPEN &&
           steps >= REGION_STEPS_PER_ITEM * (double)anneal->problem->n_items;
}

uint64_t anneal_run(Anneal *anneal, const AnnealBudget *budget)
{
    gint64 start_us = limit_clock_us();
    double done = 0;
    uint64_t steps = 0;
    anneal->has_best = false;
    note_best(anneal);
    anneal_find_away(anneal);
    g_autoptr(Regions) regions = wants_regions(anneal, budget) ? regions_new(anneal) : NULL;
    while (done < 1 && anneal->n_open > 0 && (budget->stop == NULL || *budget->stop == 0)) {
        if (budget->is_fine)
            set_fine_schedule(anneal, done);
        else
            anneal_set_schedule(anneal, done, budget->heat);
        steps += regions != NULL ? regions_visit(regions) : steps_anywhere(anneal);
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
