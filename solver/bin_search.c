#include "solver/bin_search.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/anneal.h"
#include "solver/set_exchange.h"
#include "solver/set_screen.h"

#define MICRO         1e6
#define PROBE_SHARE   0.2 /* of the time for probing sets of bins */
#define DIVE_SHARE    0.05
#define BRANCHED      300   /* bins; above, dives go without branching first */
#define MANY          150   /* bins; above, few long runs bring more than many sets */
#define FIRST_SHARE   0.05  /* of the time then for a first placement, should somebody stop it */
#define LONG_STEPS    25000 /* an item: where all would get as many, there are several such runs */
#define FEW_STEPS     8000  /* an item: with fewer, sets as tight as else come out dearer */
#define LONG_SHARE    0.95  /* of what is left for all of them */
#define SETTLE_SHARE  0.02  /* of all, at most, to trade away what an annealing left too full */
#define SCREEN_SHARE  0.1   /* of the time for screening sets where bins are few */
#define MOST_SCREENED 400   /* sets */
#define BASES         6     /* most promising ones that others are made from */
#define SCREEN_SPARE  0.003 /* share of the capacities left free then */
#define SETS_UNTIL    0.6   /* of all the time, for annealing on screened sets */
#define SET_STEPS     12000 /* an item, on each */
#define SET_SHARE     0.2   /* of the time on each, at most */
#define SCREEN_STEPS  50    /* an item: what screening a set counts as, where steps count */
#define DIVE_NODES    100   /* looked at before diving, where the bins are few */
#define EXCESS_PRICE  10.0  /* bins that capacity broken by a whole bin is weighed with */
#define REHEAT        0.6

/* Shares of the capacity left free for packing waste. */
static const double spare_shares[] = {0.002, 0.004, 0.001, 0.007, 0.015, 0.03, 0.06};
static const double tight_shares[] = {0.002, 0.003, 0.001, 0.004, 0.0005, 0.006};
#define FIRST_SPARE 0.02
#define HASTY_SPARE 0.004

typedef struct {
    bool *open;     /* [n_bins] */
    uint32_t *bins; /* [n_items] */
    double value;   /* cost, with what is broken priced high */
} Candidate;

typedef struct {
    const Problem *problem;
    PriceTree *tree;
    Incumbent *incumbent;
    const BinSearchLimits *limits;
    gint64 start_us;
    uint64_t n_steps;
    SearchState *state;
    Neighbours *neighbours;
    Anneal *anneal;
    Random random;
    GPtrArray *candidates;
    double dear;        /* what capacity broken by a whole bin, or a rule, counts as */
    uint32_t *by_worth; /* [n_ranked] bins that may serve, the least certain first */
    uint32_t n_ranked;
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
    gint64 now_us = limit_clock_us();
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

static double value_of(const BinSearch *search)
{
    const SearchState *state = search->state;
    return (double)search_state_cost(state) / MICRO +
           search->dear * (state->total_excess + (double)search_state_breaches(state) +
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
    candidate->value = value_of(search);
    candidate->bins =
        g_memdup2(search->state->bin_of_item, ((gsize)problem->n_items + 1) * sizeof(uint32_t));
    if (!search_state_is_clean(search->state)) {
        budget = budget_of(search, SETTLE_SHARE, 1);
        search->n_steps += anneal_settle(search->anneal, &budget);
        anneal_repair(search->anneal);
    }
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
    g_autoptr(PriceTree) tree = price_tree_new(price_tree_model(search->tree), 1 - spare);
    price_tree_start_at(tree, search->tree);
    PriceTreeLimits limits = {.cutoff = INFINITY, .stop = search->limits->stop};
    limits.deadline_us = G_MAXINT64;
    if (!counts_steps(search)) {
        gint64 whole_us = search->limits->deadline_us - search->start_us;
        limits.deadline_us = limit_clock_us() + (gint64)(DIVE_SHARE * (double)whole_us);
    }
    limits.max_nodes = DIVE_NODES;
    if (search->problem->n_bins <= BRANCHED)
        price_tree_run(tree, &limits);
    price_tree_dive(tree, &limits, ret_open);
}

static bool serving_costs(const Problem *problem)
{
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (problem->serve_cost[bin] > 0)
            return true;
    return false;
}

/* From where the items are now. */
static void probe_set(BinSearch *search, const bool *open, double share, double heat)
{
    search_state_set(search->state, search->problem->home);
    g_ptr_array_add(search->candidates, anneal_on(search, open, share, heat, "annealing"));
}

static void choose_set(BinSearch *search, double spare, bool *ret_open)
{
    memset(ret_open, 1, search->problem->n_bins);
    if (search->tree != NULL && serving_costs(search->problem))
        dive(search, spare, ret_open);
}

/* Steps an item that all of the time is enough for. */
static double steps_per_item(const BinSearch *search)
{
    return (double)search->n_steps / MAX(used(search), 1e-6) / search->problem->n_items;
}

/* As many tight sets as get the steps that such a run needs; one at least. */
static void probe_tight(BinSearch *search, bool *open)
{
    double steps = steps_per_item(search), left = LONG_SHARE * (1 - used(search));
    guint n_runs = (guint)CLAMP(left * steps / LONG_STEPS, 1, G_N_ELEMENTS(tight_shares));
    for (guint k = 0; k < n_runs && !must_end(search); k++) {
        choose_set(search, steps < FEW_STEPS ? HASTY_SPARE : tight_shares[k], open);
        if (!is_known(search, open))
            probe_set(search, open, left / n_runs, 1);
    }
}

/* Where bins are many. */
static void probe_long(BinSearch *search)
{
    g_autofree bool *open = g_new0(bool, (gsize)search->problem->n_bins + 1);
    choose_set(search, FIRST_SPARE, open);
    probe_set(search, open, FIRST_SHARE, 1);
    probe_tight(search, open);
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

/* A bin that is open or not, more likely one about which the bound is least certain. */
static uint32_t likely_bin(BinSearch *search, const bool *open, bool is_open)
{
    double reach = MAX(8, search->n_ranked / 8);
    for (uint32_t tries = 0; tries < 200; tries++) {
        double rank = -reach * log(random_unit(&search->random));
        if (rank >= search->n_ranked)
            continue;
        uint32_t bin = search->by_worth[(uint32_t)rank];
        if (open[bin] == is_open)
            return bin;
    }
    return NO_INDEX;
}

/* Closes a bin, opens one, or both. */
static void change_set(BinSearch *search, bool *open)
{
    uint32_t kind = random_below(&search->random, 4);
    uint32_t closed = kind == 0 ? NO_INDEX : likely_bin(search, open, true);
    uint32_t opened = kind == 1 ? NO_INDEX : likely_bin(search, open, false);
    if (closed != NO_INDEX)
        open[closed] = false;
    if (opened != NO_INDEX)
        open[opened] = true;
}

/* The sets for several spares, of which open is the first, and sets near those that promise most.
 */
static void screen_sets(BinSearch *search, SetScreen *screen, bool *open)
{
    PriceTreeLimits limits = {.stop = search->limits->stop, .deadline_us = G_MAXINT64};
    double until = used(search) + SCREEN_SHARE;
    set_screen_add(screen, open, &limits);
    for (guint k = 1; k < G_N_ELEMENTS(spare_shares) && !must_end(search); k++) {
        choose_set(search, spare_shares[k], open);
        set_screen_add(screen, open, &limits);
    }
    for (uint32_t k = 0; k < MOST_SCREENED && !must_end(search) && used(search) < until; k++) {
        uint32_t n_bases = MIN(BASES, set_screen_n(screen));
        const bool *base = set_screen_get(screen, random_below(&search->random, n_bases));
        memcpy(open, base, search->problem->n_bins);
        change_set(search, open);
        set_screen_add(screen, open, &limits);
        if (counts_steps(search))
            search->n_steps += SCREEN_STEPS * (uint64_t)search->problem->n_items;
    }
}

/* Where bins are few: the sets that promise most, as many as there is time for. */
static void probe_screened(BinSearch *search)
{
    g_autofree bool *open = g_new0(bool, (gsize)search->problem->n_bins + 1);
    choose_set(search, spare_shares[0], open);
    probe_set(search, open, FIRST_SHARE, 1);
    g_autoptr(SetScreen) screen = set_screen_new(search->tree, SCREEN_SPARE);
    screen_sets(search, screen, open);
    double share = MIN(SET_STEPS / MAX(steps_per_item(search), 1), SET_SHARE);
    for (uint32_t k = 0; k < set_screen_n(screen); k++) {
        if (must_end(search) || used(search) > SETS_UNTIL)
            return;
        probe_set(search, set_screen_get(screen, k), share, 1);
    }
}

static void probe(BinSearch *search)
{
    g_autofree bool *open = g_new0(bool, (gsize)search->problem->n_bins + 1);
    if (search->tree == NULL || !serving_costs(search->problem)) { /* every bin may be open */
        memset(open, 1, search->problem->n_bins);
        probe_set(search, open, PROBE_SHARE, REHEAT);
    } else if (search->problem->n_bins > MANY) {
        probe_long(search);
    } else {
        probe_screened(search);
    }
}

static void offer_exchanged(void *context)
{
    offer(context, "set-exchange");
}

static bool exchange_must_end(void *context, uint64_t n_new_steps, double *ret_used)
{
    BinSearch *search = context;
    search->n_steps += n_new_steps;
    *ret_used = used(search);
    return must_end(search);
}

/* The rest of the time: changes that are mended where they were made. */
static void exchange_bins(BinSearch *search, const Candidate *best)
{
    SetExchange exchange = {
        .by_worth = search->by_worth,
        .n_ranked = serving_costs(search->problem) ? search->n_ranked : 0,
        .dear = search->dear,
        .on_better = offer_exchanged,
        .must_end = exchange_must_end,
        .context = search,
    };
    search_state_set(search->state, best->bins);
    anneal_set_open(search->anneal, best->open);
    set_exchange_run(search->anneal, &exchange, search->incumbent->options->seed);
}

typedef struct {
    double doubt;
    uint32_t bin;
} Ranked;

static int compare_ranked(gconstpointer a, gconstpointer b)
{
    const Ranked *left = a, *right = b;
    if (left->doubt != right->doubt)
        return left->doubt < right->doubt ? -1 : 1;
    return left->bin < right->bin ? -1 : left->bin > right->bin;
}

/* Bins by how near to nothing their service is worth. */
static void rank_bins(BinSearch *search)
{
    const Problem *problem = search->problem;
    const double *worth = search->tree == NULL ? NULL : price_tree_worth(search->tree);
    g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));
    search->by_worth = g_new(uint32_t, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        Ranked one = {worth == NULL ? (double)problem->serve_cost[bin] : fabs(worth[bin]), bin};
        if (problem->may_serve[bin])
            g_array_append_val(ranked, one);
        search->dear += EXCESS_PRICE * (double)problem->serve_cost[bin] / MICRO / problem->n_bins;
    }
    search->dear = MAX(search->dear, (double)search_state_cost(search->state) / MICRO / 100 + 1);
    g_array_sort(ranked, compare_ranked);
    for (guint k = 0; k < ranked->len; k++)
        search->by_worth[search->n_ranked++] = g_array_index(ranked, Ranked, k).bin;
}

void bin_search_run(const Problem *problem, PriceTree *tree, Incumbent *incumbent,
                    const BinSearchLimits *limits)
{
    BinSearch search = {.problem = problem, .tree = tree, .incumbent = incumbent};
    search.limits = limits;
    search.start_us = limit_clock_us();
    search.random = random_new(incumbent->options->seed);
    g_autoptr(SearchState) state = search_state_new(problem);
    search_state_set(state, problem->home);
    g_autoptr(Neighbours) neighbours = neighbours_new(state);
    g_autoptr(Anneal) anneal = anneal_new(state, neighbours, incumbent->options->seed);
    search.state = state;
    search.neighbours = neighbours;
    search.anneal = anneal;
    search.candidates = g_ptr_array_new_with_free_func(candidate_free);
    rank_bins(&search);
    probe(&search);
    const Candidate *best = best_candidate(&search);
    if (best != NULL)
        exchange_bins(&search, best);
    g_ptr_array_unref(search.candidates);
    g_free(search.by_worth);
}
