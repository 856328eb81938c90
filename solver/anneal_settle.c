#include "common/limit_clock.h"
#include "solver/anneal_parts.h"

#define AROUND      24     /* bins among which one is brought within its limits */
#define ROUNDS      30     /* of other bins each time */
#define STEPS       20000  /* in a round */
#define MOST_EXCESS 0.02   /* of a bin: more is not settled by trading */
#define PASSES      5      /* over all bins: trading may leave less too full elsewhere */
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

typedef struct {
    Anneal *anneal;
    const AnnealBudget *budget;
    gint64 start_us;
    uint64_t n_steps;
} Settle;

static bool is_over(const Settle *run)
{
    const AnnealBudget *budget = run->budget;
    if (run->n_steps >= budget->max_steps || (budget->stop != NULL && *budget->stop != 0))
        return true;
    return budget->seconds > 0 &&
           (double)(limit_clock_us() - run->start_us) / 1e6 >= budget->seconds;
}

static void settle_bin(Settle *run, uint32_t bin)
{
    const double *excess = run->anneal->state->excess;
    uint32_t bins[AROUND];
    for (uint32_t round = 0; round < ROUNDS && excess[bin] > 0 && !is_over(run); round++) {
        uint32_t n = draw_around(run->anneal, bin, bins), k = 0;
        for (; k < STEPS && excess[bin] > 0; k++)
            anneal_step_on(run->anneal, bins, n);
        run->n_steps += k;
    }
}

static void settle_bins(Settle *run)
{
    const Anneal *anneal = run->anneal;
    for (uint32_t k = 0; k < anneal->n_open && !is_over(run); k++) {
        uint32_t bin = anneal->open[k];
        if (anneal->state->excess[bin] > 0 && anneal->state->excess[bin] < MOST_EXCESS)
            settle_bin(run, bin);
    }
}

uint64_t anneal_settle(Anneal *anneal, const AnnealBudget *budget)
{
    Settle run = {.anneal = anneal, .budget = budget, .start_us = limit_clock_us()};
    anneal_set_schedule(anneal, 1, 1);
    anneal->penalty *= STRICT;
    for (uint32_t pass = 0; pass < PASSES && !search_state_is_clean(anneal->state); pass++)
        settle_bins(&run);
    return run.n_steps;
}
