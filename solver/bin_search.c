#include "solver/bin_search.h"

#include <math.h>
#include <string.h>

#include "solver/anneal.h"
#include "solver/price_tree.h"

#define MICRO         1e6
#define PROBE_SHARE   0.25 /* of the time for probing sets of bins */
#define DIVE_SHARE    0.1
#define LONG_SHARE    0.45 /* of what is left then for one long run on the best */
#define CHANGE_ROUNDS 40   /* changes of the set that the rest of the time is meant for */
#define REHEAT        0.35

/* Shares of the capacity left free for packing waste. */
static const double spare_shares[] = {0.004, 0.0005, 0.015, 0.002, 0.008, 0.03, 0.06, 0.0};

typedef struct {
    bool *open;     /* [n_bins] */
    uint32_t *bins; /* [n_items] */
    double value;   /* cost, with what is broken priced high */
} Candidate;

typedef struct {
    const Problem *problem;
    const PriceModel *model;
    Incumbent *incumbent;
    const BinSearchLimits *limits;
    gint64 start_us;
    uint64_t n_steps;
    SearchState *state;
    Neighbours *neighbours;
    Anneal *anneal;
    Random random;
    GPtrArray *candidates;
} BinSearch;

static void candidate_free(gpointer data)
{
    Candidate *candidate = data;
    g_free(candidate->open);
    g_free(candidate->bins);
    g_free(candidate);
}

static bool counts_steps(const BinSearch *search)
{
    return search->limits->deadline_us == G_MAXINT64;
}

/* How much of all the time or steps is used. */
static double used(const BinSearch *search)
{
    const BinSearchLimits *limits = search->limits;
    if (counts_steps(search))
        return (double)search->n_steps / (double)MAX(limits->max_steps, 1);
    gint64 now_us = g_get_monotonic_time();
    return (double)(now_us - search->start_us) /
           (double)MAX(limits->deadline_us - search->start_us, 1);
}

static bool must_end(const BinSearch *search)
{
    const BinSearchLimits *limits = search->limits;
    bool is_good =
        search->incumbent->found && (double)search->incumbent->cost / MICRO <= limits->good_enough;
    return is_good || used(search) >= 1 || (limits->stop != NULL && *limits->stop != 0);
}

static AnnealBudget budget_of(const BinSearch *search, double share, double heat)
{
    const BinSearchLimits *limits = search->limits;
    AnnealBudget budget = {.heat = heat, .stop = limits->stop, .max_steps = G_MAXINT64};
    share = MIN(share, MAX(0, 1 - used(search)));
    if (counts_steps(search))
        budget.max_steps = (uint64_t)(share * (double)limits->max_steps);
    else
        budget.seconds = MAX(1e-3, share * (double)(limits->deadline_us - search->start_us) / 1e6);
    budget.max_steps = MAX(budget.max_steps, 1);
    return budget;
}

static void offer(BinSearch *search, const char *method)
{
    if (search->state->n_nowhere == 0)
        incumbent_offer(search->incumbent, search->state->bin_of_item, NULL, method);
}

static double value_of(const SearchState *state, double dear)
{
    return (double)search_state_cost(state) / MICRO +
           dear * (state->total_excess + (double)search_state_breaches(state) +
                   (double)state->n_nowhere);
}

/* Anneals on a set of bins from the state at hand, offers and keeps what comes out. */
static Candidate *anneal_on(BinSearch *search, const bool *open, double share, double heat,
                            const char *method)
{
    const Problem *problem = search->problem;
    AnnealBudget budget = budget_of(search, share, heat);
    anneal_set_open(search->anneal, open);
    anneal_gather_in(search->anneal);
    search->n_steps += anneal_run(search->anneal, &budget);
    Candidate *candidate = g_new0(Candidate, 1);
    candidate->open = g_memdup2(open, (gsize)problem->n_bins + 1);
    candidate->value = value_of(search->state, 1e5);
    candidate->bins =
        g_memdup2(search->state->bin_of_item, ((gsize)problem->n_items + 1) * sizeof(uint32_t));
    if (!search_state_is_clean(search->state))
        anneal_repair(search->anneal);
    offer(search, method);
    return candidate;
}

static bool is_known(const BinSearch *search, const bool *open)
{
    for (guint k = 0; k < search->candidates->len; k++) {
        const Candidate *candidate = search->candidates->pdata[k];
        if (memcmp(candidate->open, open, search->problem->n_bins * sizeof *open) == 0)
            return true;
    }
    return false;
}

/* The set of bins for capacities shrunk by a share. */
static void dive(BinSearch *search, double spare, bool *ret_open)
{
    g_autoptr(PriceTree) tree = price_tree_new(search->model, 1 - spare);
    PriceTreeLimits limits = {.cutoff = INFINITY, .stop = search->limits->stop};
    limits.deadline_us = G_MAXINT64;
    if (!counts_steps(search)) {
        gint64 whole_us = search->limits->deadline_us - search->start_us;
        limits.deadline_us =
            g_get_monotonic_time() +
            (gint64)(DIVE_SHARE / G_N_ELEMENTS(spare_shares) * 4 * (double)whole_us);
    }
    price_tree_dive(tree, &limits, ret_open);
}

/* Every set begins from where the items are now. */
static void probe(BinSearch *search)
{
    const Problem *problem = search->problem;
    g_autofree bool *open = g_new0(bool, (gsize)problem->n_bins + 1);
    double share = PROBE_SHARE / G_N_ELEMENTS(spare_shares);
    for (guint k = 0; k < G_N_ELEMENTS(spare_shares) && !must_end(search); k++) {
        memset(open, 1, problem->n_bins);
        if (search->model != NULL)
            dive(search, spare_shares[k], open);
        if (is_known(search, open))
            continue;
        search_state_set(search->state, problem->home);
        g_ptr_array_add(search->candidates, anneal_on(search, open, share, 1, "annealing"));
    }
}

static Candidate *best_candidate(const BinSearch *search)
{
    Candidate *best = NULL;
    for (guint k = 0; k < search->candidates->len; k++) {
        Candidate *candidate = search->candidates->pdata[k];
        if (best == NULL || candidate->value < best->value)
            best = candidate;
    }
    return best;
}

/* Closes a bin, opens one, or both. */
static void change_set(BinSearch *search, bool *open)
{
    uint32_t n = search->problem->n_bins, kind = random_below(&search->random, 3);
    uint32_t to_close = kind != 0, to_open = kind != 1;
    for (uint32_t tries = 0; tries < 20 * n && to_close + to_open > 0; tries++) {
        uint32_t bin = random_below(&search->random, n);
        if (!search->problem->may_serve[bin])
            continue;
        if (open[bin] && to_close > 0) {
            open[bin] = false;
            to_close = 0;
        } else if (!open[bin] && to_open > 0) {
            open[bin] = true;
            to_open = 0;
        }
    }
}

static void take(Candidate *best, Candidate *found)
{
    if (found->value < best->value) {
        Candidate old = *best;
        *best = *found;
        *found = old;
    }
    candidate_free(found);
}

static void improve(BinSearch *search)
{
    Candidate *best = best_candidate(search);
    if (best == NULL)
        return;
    double left = 1 - used(search);
    search_state_set(search->state, best->bins);
    take(best, anneal_on(search, best->open, LONG_SHARE * left, 1, "annealing"));
    double share = (1 - used(search)) / CHANGE_ROUNDS;
    g_autofree bool *open = g_new0(bool, (gsize)search->problem->n_bins + 1);
    while (!must_end(search)) {
        memcpy(open, best->open, search->problem->n_bins);
        if (search->problem->n_bins <= 200 || random_below(&search->random, 4) == 0)
            change_set(search, open);
        search_state_set(search->state, best->bins);
        take(best, anneal_on(search, open, share, REHEAT, "bins-exchanged"));
    }
}

void bin_search_run(const Problem *problem, const PriceModel *model, Incumbent *incumbent,
                    const BinSearchLimits *limits)
{
    BinSearch search = {.problem = problem, .model = model, .incumbent = incumbent};
    search.limits = limits;
    search.start_us = g_get_monotonic_time();
    search.random = random_new(incumbent->options->seed);
    g_autoptr(SearchState) state = search_state_new(problem);
    search_state_set(state, problem->home);
    g_autoptr(Neighbours) neighbours = neighbours_new(state);
    g_autoptr(Anneal) anneal = anneal_new(state, neighbours, incumbent->options->seed);
    search.state = state;
    search.neighbours = neighbours;
    search.anneal = anneal;
    search.candidates = g_ptr_array_new_with_free_func(candidate_free);
    probe(&search);
    improve(&search);
    g_ptr_array_unref(search.candidates);
}
