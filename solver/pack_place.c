#include "solver/pack_place.h"

#include "common/limit_clock.h"
#include "solver/anneal.h"

#define SETTLE_STEPS 1000 /* an item, for what is left a little too full */
#define TIME_SHARE   0.5  /* of what is left, at most, for one annealing */
#define MEND_HEAT    0.3  /* of annealing from where a dive got to */
#define ROUND_STEPS  5000 /* as much work as a round of generating patterns */

struct PackPlace {
    PackPrices *prices;
    Incumbent *incumbent;
    SearchState *state;
    Neighbours *neighbours;
    Anneal *anneal;
    bool *open; /* [n_bins] */
};

PackPlace *pack_place_new(PackPrices *prices, const double *n, Incumbent *incumbent)
{
    const PackKinds *kinds = prices->kinds;
    PackPlace *place = g_new0(PackPlace, 1);
    place->prices = prices;
    place->incumbent = incumbent;
    place->state = search_state_new(kinds->problem);
    search_state_set(place->state, kinds->problem->home);
    place->neighbours = neighbours_new(place->state);
    place->anneal = anneal_new(place->state, place->neighbours, incumbent->options->seed);
    place->open = g_new0(bool, (gsize)kinds->problem->n_bins + 1);
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
        for (uint32_t i = 0; i < (uint32_t)n[kind] && i < kinds->kinds[kind].n_bins; i++)
            place->open[kinds->kinds[kind].bins[i]] = true;
    return place;
}

void pack_place_free(PackPlace *place)
{
    if (place == NULL)
        return;
    anneal_free(place->anneal);
    neighbours_free(place->neighbours);
    search_state_free(place->state);
    g_free(place->open);
    g_free(place);
}

/* Steps, fewer where a part of what is left is used up before. */
static AnnealBudget budget_of(const PackPlace *place, uint64_t steps)
{
    const PackClock *clock = place->prices->clock;
    AnnealBudget budget = {.heat = 1, .stop = clock->stop};
    budget.max_steps = steps * place->prices->kinds->problem->n_items;
    if (clock->deadline_us != G_MAXINT64) {
        double left = (double)(clock->deadline_us - limit_clock_us()) / 1e6;
        budget.seconds = MAX(1e-3, TIME_SHARE * left);
    } else {
        uint64_t n_rounds = clock->max_rounds - MIN(clock->n_rounds, clock->max_rounds);
        uint64_t left = (uint64_t)(TIME_SHARE * ROUND_STEPS * (double)n_rounds);
        budget.max_steps = MAX(1, MIN(budget.max_steps, left));
    }
    return budget;
}

void pack_place_anneal(PackPlace *place, const uint32_t *bins, uint64_t steps)
{
    AnnealBudget budget = budget_of(place, steps);
    budget.heat = bins == NULL ? 1 : MEND_HEAT;
    search_state_set(place->state, bins == NULL ? place->prices->kinds->problem->home : bins);
    anneal_set_open(place->anneal, place->open);
    anneal_gather_in(place->anneal);
    uint64_t n_steps = anneal_run(place->anneal, &budget);
    if (!search_state_is_clean(place->state)) {
        budget = budget_of(place, SETTLE_STEPS);
        n_steps += anneal_settle(place->anneal, &budget);
        anneal_repair(place->anneal);
    }
    place->prices->clock->n_rounds += (uint32_t)(n_steps / ROUND_STEPS);
    if (place->state->n_nowhere == 0)
        incumbent_offer(place->incumbent, place->state->bin_of_item, NULL, "pack-sets");
}
