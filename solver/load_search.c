#include "solver/load_search.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/load_moves.h"

#define BURST         2000 /* trials between two looks at the clock */
#define FIRST_SHARE   0.6  /* of the time or steps, for the one long cooling */
#define ROUND_SHARE   0.08 /* for each that follows, from the best */
#define HOT           10.0 /* times what an item's loads cost on average */
#define COLD          0.003
#define COLDER        1e-6
#define LAST_OF_ROUND 0.1 /* of a round, to settle from cold to colder */
#define OFFER_GAP_US  1000000

/* How hot the rounds after the first begin, times HOT. Each is tried in turn; one that paid goes
 * again at once. */
static const double reheats[] = {0.03, 0.003, 0.1, 1e-4, 0.01, 1e-6};

typedef struct {
    const Problem *problem;
    Incumbent *incumbent;
    const LoadSearchLimits *limits;
    LoadMoves moves;
    uint32_t *best;
    double best_cost;
    double typical; /* cost of an item's loads */
    gint64 start_us, offered_us;
    uint64_t n_steps;
    bool is_offered; /* the best one is known to the incumbent */
} Search;

/* Used up of the budget, whichever part is nearer its end. */
static double used(const Search *search)
{
    const LoadSearchLimits *limits = search->limits;
    double share = 0;
    if (limits->stop != NULL && *limits->stop != 0)
        return 1;
    if (limits->max_steps > 0)
        share = (double)search->n_steps / (double)limits->max_steps;
    if (limits->deadline_us != G_MAXINT64) {
        double all = (double)(limits->deadline_us - search->start_us);
        double so_far = (double)(limit_clock_us() - search->start_us);
        share = MAX(share, all <= 0 ? 1 : so_far / all);
    }
    return share;
}

static void offer(Search *search)
{
    if (search->is_offered)
        return;
    incumbent_offer(search->incumbent, search->best, NULL, "load-search");
    search->offered_us = limit_clock_us();
    search->is_offered = true;
}

static void keep(Search *search)
{
    const LoadState *state = search->moves.state;
    if (!load_state_is_clean(state) || state->cost >= search->best_cost - 0.5)
        return;
    search->best_cost = state->cost;
    search->is_offered = false;
    memcpy(search->best, state->bin_of_item, search->problem->n_items * sizeof(uint32_t));
    if (search->limits->max_steps == 0 && limit_clock_us() - search->offered_us > OFFER_GAP_US)
        offer(search);
}

/* Cools from hot to cold, evenly in the logarithm, then quickly until nothing moves. */
static void cool(Search *search, double hot, double share)
{
    double begin = used(search), cold = MIN(COLD, hot / 10);
    while (true) {
        double now = (used(search) - begin) / share;
        if (now >= 1 || begin + now * share >= 1)
            break;
        double main = MIN(1, now / (1 - LAST_OF_ROUND));
        double last = MAX(0, (now - (1 - LAST_OF_ROUND)) / LAST_OF_ROUND);
        double degree = hot * pow(cold / hot, main) * pow(COLDER, last);
        search->moves.temperature = degree * search->typical;
        for (uint32_t i = 0; i < BURST; i++)
            load_try_any(&search->moves);
        search->n_steps += BURST;
        keep(search);
    }
}

static void run_rounds(Search *search)
{
    uint32_t turn = 0;
    cool(search, HOT * search->limits->heat, FIRST_SHARE);
    while (used(search) < 1) {
        double before = search->best_cost;
        if (isfinite(search->best_cost))
            load_state_set(search->moves.state, search->best);
        cool(search, HOT * reheats[turn % G_N_ELEMENTS(reheats)],
             MIN(ROUND_SHARE, 1 - used(search)));
        if (search->best_cost >= before - 0.5)
            turn++;
    }
}

/* Home where that is allowed, else any allowed bin; false where an item has none. */
static bool first_places(const Problem *problem, uint32_t *ret_bins)
{
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t home = problem->home[item];
        uint32_t bin = home != NO_INDEX && problem_allows(problem, item, home)
                           ? home
                           : problem_next_allowed(problem, item, item % problem->n_bins);
        if (bin == NO_INDEX)
            bin = problem_next_allowed(problem, item, 0);
        if (bin == NO_INDEX)
            return false;
        ret_bins[item] = bin;
    }
    return true;
}

static double typical_cost(const LoadState *state)
{
    double loads = 0;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        loads += state->bin_cost[bin];
    return MAX(1, loads / state->problem->n_items);
}

void load_search_run(Incumbent *incumbent, const LoadSearchLimits *limits)
{
    const Problem *problem = incumbent->problem;
    g_autofree uint32_t *best = g_new0(uint32_t, (gsize)problem->n_items + 1);
    if (limits->start != NULL)
        memcpy(best, limits->start, problem->n_items * sizeof(uint32_t));
    else if (!first_places(problem, best))
        return;
    g_autoptr(LoadState) state = load_state_new(problem, best);
    Search search = {.problem = problem,
                     .incumbent = incumbent,
                     .limits = limits,
                     .best = best,
                     .best_cost = INFINITY,
                     .start_us = limit_clock_us()};
    search.moves = (LoadMoves){.state = state, .random = random_new(incumbent->options->seed)};
    search.typical = typical_cost(state);
    keep(&search);
    run_rounds(&search);
    offer(&search);
}
