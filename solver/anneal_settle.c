#include "solver/anneal_parts.h"

#define AROUND      24     /* bins among which one is brought within its limits */
#define ROUNDS      30     /* of other bins each time */
#define STEPS       20000  /* in a round */
#define MOST_EXCESS 0.02   /* of a bin: more is not settled by trading */
#define STRICT      1000.0 /* times the penalty that a schedule ends with */

static bool is_among(const uint32_t *bins, uint32_t n, uint32_t bin)
{
    for (uint32_t k = 0; k < n; k++)
        if (bins[k] == bin)
            return true;
    return false;
}

/* The bin and some open ones. */
static uint32_t draw_around(Anneal *anneal, uint32_t bin, uint32_t *bins)
{
    uint32_t n = 0, most = MIN(AROUND, anneal->n_open);
    bins[n++] = bin;
    for (uint32_t tries = 0; n < most && tries < 4 * AROUND; tries++) {
        uint32_t other = anneal->open[random_below(&anneal->random, anneal->n_open)];
        if (!is_among(bins, n, other))
            bins[n++] = other;
    }
    return n;
}

static void settle_bin(Anneal *anneal, uint32_t bin)
{
    const SearchState *state = anneal->state;
    uint32_t bins[AROUND];
    for (uint32_t round = 0; round < ROUNDS && state->excess[bin] > 0; round++) {
        uint32_t n = draw_around(anneal, bin, bins);
        for (uint32_t k = 0; k < STEPS && state->excess[bin] > 0; k++)
            anneal_step_on(anneal, bins, n);
    }
}

void anneal_settle(Anneal *anneal)
{
    const SearchState *state = anneal->state;
    anneal_set_schedule(anneal, 1, 1);
    anneal->penalty *= STRICT;
    for (uint32_t bin = 0; bin < anneal->problem->n_bins; bin++)
        if (state->excess[bin] > 0 && state->excess[bin] < MOST_EXCESS && anneal->is_open[bin])
            settle_bin(anneal, bin);
}
