#include "solver/improve.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/packing.h"

#define MOST_RUINED  12   /* items taken out beside those of an emptied bin */
#define CLOSE_PERMIL 600  /* how often an emptied bin stays closed */
#define BLINK_PERMIL 40   /* how often a bin is overlooked, so that not the same comes back */
#define START_SHARE  5e-3 /* temperature at the start, as a share of the cost */
#define LOOK_EVERY   32   /* rounds between looks at the clock */

typedef struct {
    uint32_t item, bin; /* where it was */
} Removed;

typedef struct {
    const Problem *problem;
    Incumbent *incumbent;
    const ImproveLimits *limits;
    Packing *packing; /* the current placement */
    int64_t cost;     /* of it */
    GRand *rand;
    GArray *removed; /* Removed */
    bool *closed;    /* [n_bins] not to be used in this round */
    double progress; /* 0 at the start, 1 at the end */
    gint64 start_us;
} Improve;

static uint32_t below(Improve *run, uint32_t n)
{
    return (uint32_t)g_rand_int_range(run->rand, 0, (gint32)n);
}

static bool chance(Improve *run, uint32_t permil)
{
    return below(run, 1000) < permil;
}

static void take_out(Improve *run, uint32_t item)
{
    Removed removed = {item, run->packing->bin_of_item[item]};
    if (removed.bin == NO_INDEX)
        return;
    packing_remove(run->packing, item);
    g_array_append_val(run->removed, removed);
}

static void take_out_bin(Improve *run, uint32_t bin)
{
    for (uint32_t item = 0; item < run->problem->n_items; item++)
        if (run->packing->bin_of_item[item] == bin)
            take_out(run, item);
}

/* Some bin that holds something. */
static uint32_t random_used_bin(Improve *run)
{
    return run->packing->bin_of_item[below(run, run->problem->n_items)];
}

static void ruin(Improve *run)
{
    const Problem *problem = run->problem;
    uint32_t n_more = 1 + below(run, MOST_RUINED);
    if (chance(run, 400)) {
        uint32_t bin = below(run, problem->n_bins);
        take_out_bin(run, bin);
        run->closed[bin] = chance(run, CLOSE_PERMIL);
    }
    if (chance(run, 300)) { /* from two bins alone: what is in them is mixed anew */
        uint32_t bins[2] = {random_used_bin(run), random_used_bin(run)};
        for (uint32_t item = 0; item < problem->n_items; item++) {
            uint32_t bin = run->packing->bin_of_item[item];
            if (bin != NO_INDEX && (bin == bins[0] || bin == bins[1]) && chance(run, 500))
                take_out(run, item);
        }
        return;
    }
    for (uint32_t k = 0; k < n_more; k++)
        take_out(run, below(run, problem->n_items));
}

static void shuffle(Improve *run)
{
    Removed *removed = (Removed *)(void *)run->removed->data;
    for (guint i = run->removed->len; i > 1; i--) {
        guint j = below(run, i);
        Removed swap = removed[i - 1];
        removed[i - 1] = removed[j];
        removed[j] = swap;
    }
}

/* The cheapest bin with room, some overlooked; NO_INDEX where there is none. */
static uint32_t choose_bin(Improve *run, uint32_t item)
{
    const Problem *problem = run->problem;
    uint32_t best = NO_INDEX;
    int64_t least = 0;
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1)) {
        if (run->closed[bin] || chance(run, BLINK_PERMIL))
            continue;
        int64_t cost = packing_added_cost(run->packing, item, bin);
        if ((best != NO_INDEX && cost >= least) || !packing_fits(run->packing, item, bin))
            continue;
        best = bin;
        least = cost;
    }
    return best;
}

static bool recreate(Improve *run)
{
    shuffle(run);
    for (guint k = 0; k < run->removed->len; k++) {
        uint32_t item = g_array_index(run->removed, Removed, k).item;
        uint32_t bin = choose_bin(run, item);
        if (bin == NO_INDEX)
            return false;
        packing_place(run->packing, item, bin);
    }
    return true;
}

static void undo(Improve *run)
{
    Packing *packing = run->packing;
    for (guint k = 0; k < run->removed->len; k++) {
        const Removed *removed = &g_array_index(run->removed, Removed, k);
        if (packing->bin_of_item[removed->item] != NO_INDEX)
            packing_remove(packing, removed->item);
    }
    for (guint k = 0; k < run->removed->len; k++) {
        const Removed *removed = &g_array_index(run->removed, Removed, k);
        packing_place(packing, removed->item, removed->bin);
    }
}

static bool evaluate(const Improve *run, int64_t *ret_cost)
{
    const Problem *problem = run->problem;
    g_autofree bool *in_service = g_new(bool, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        in_service[bin] = run->packing->n_on_bin[bin] > 0;
    problem_add_spares(problem, in_service);
    Evaluation evaluation;
    problem_evaluate(problem, run->packing->bin_of_item, in_service, &evaluation);
    *ret_cost = evaluation.cost;
    return evaluation.feasible && !incumbent_is_excluded(run->incumbent, run->packing->bin_of_item);
}

/* Metropolis' rule with a temperature that falls to nothing. */
static bool accepts(Improve *run, int64_t cost)
{
    double temperature = (double)run->incumbent->cost * START_SHARE * pow(1e-3, run->progress);
    double worse = (double)(cost - run->cost);
    return worse <= 0 || g_rand_double(run->rand) < exp(-worse / temperature);
}

static void play_round(Improve *run)
{
    int64_t cost;
    g_array_set_size(run->removed, 0);
    memset(run->closed, 0, run->problem->n_bins * sizeof *run->closed);
    ruin(run);
    if (!recreate(run) || !evaluate(run, &cost) || !accepts(run, cost)) {
        undo(run);
        return;
    }
    run->cost = cost;
    if (cost < run->incumbent->cost)
        incumbent_offer(run->incumbent, run->packing->bin_of_item, NULL, "ruin-and-recreate");
}

/* True where it is time to end; sets progress by what comes first, rounds or time. */
static bool is_over(Improve *run, uint64_t round)
{
    const ImproveLimits *limits = run->limits;
    if (round >= limits->n_rounds || (limits->stop != NULL && *limits->stop != 0))
        return true;
    if (round % LOOK_EVERY != 0)
        return false;
    double used_s = (double)(limit_clock_us() - run->start_us) / 1e6;
    run->progress = (double)round / (double)limits->n_rounds;
    if (isfinite(limits->time_limit_s))
        run->progress = fmax(run->progress, used_s / limits->time_limit_s);
    return used_s >= limits->time_limit_s;
}

uint64_t improve_run(Incumbent *incumbent, const ImproveLimits *limits)
{
    const Problem *problem = incumbent->problem;
    if (!incumbent->found || problem->n_items == 0)
        return 0;
    Improve run = {.problem = problem, .incumbent = incumbent, .limits = limits};
    run.start_us = limit_clock_us();
    run.cost = incumbent->cost;
    run.packing = packing_new(problem);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (incumbent->bin_of_item[item] != NO_INDEX)
            packing_place(run.packing, item, incumbent->bin_of_item[item]);
    run.rand = g_rand_new_with_seed((guint32)limits->seed);
    run.removed = g_array_new(FALSE, FALSE, sizeof(Removed));
    run.closed = g_new0(bool, (gsize)problem->n_bins + 1);
    uint64_t round = 0;
    while (!is_over(&run, round)) {
        play_round(&run);
        round++;
    }
    packing_free(run.packing);
    g_rand_free(run.rand);
    g_array_unref(run.removed);
    g_free(run.closed);
    return round;
}
