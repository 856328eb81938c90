/* Annealing of many bins, region by region: what it ends with is what whole evaluations say, the
 * same each time, and far better than where it began. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#include "model/formulate.h"
#include "solver/anneal.h"
#include "solver/evaluate.h"
#include "tests/support/random_placements.h"

#define N_BINS         300 /* enough for regions */
#define STEPS_PER_ITEM 800
#define N_SEEDS        3

static const PlacementKind kind = {N_BINS, 70, 100, 300, 4};

/* Begins where every item is at its target, which is a move of nearly all. Caller frees. */
static uint32_t *anneal_from(const Problem *problem, const uint32_t *target, uint64_t seed)
{
    g_autoptr(SearchState) state = search_state_new(problem);
    search_state_set(state, target);
    g_autoptr(Neighbours) neighbours = neighbours_new(state);
    g_autoptr(Anneal) anneal = anneal_new(state, neighbours, seed);
    AnnealBudget budget = {.max_steps = (uint64_t)problem->n_items * STEPS_PER_ITEM, .heat = 0.4};
    cr_assert_geq(anneal_run(anneal, &budget), budget.max_steps);
    Evaluation whole;
    problem_evaluate(problem, state->bin_of_item, NULL, &whole);
    cr_assert(whole.feasible, "%s is broken", row_kind_names[whole.broken.kind]);
    cr_assert_eq(whole.cost, search_state_cost(state));
    return g_memdup2(state->bin_of_item, problem->n_items * sizeof(uint32_t));
}

Test(anneal_regions, ends_where_whole_evaluations_say_and_better_than_it_began)
{
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(GError) error = NULL;
        g_autofree uint32_t *target = NULL;
        g_autoptr(Model) model = random_placements(&kind, seed, &target);
        g_autoptr(Problem) problem = formulate(model, &error);
        cr_assert_eq(problem->n_items, model->n_domains);
        Evaluation before, after;
        problem_evaluate(problem, target, NULL, &before);
        cr_assert(before.feasible);
        g_autofree uint32_t *found = anneal_from(problem, target, seed);
        g_autofree uint32_t *again = anneal_from(problem, target, seed);
        cr_assert_arr_eq(found, again, problem->n_items * sizeof *found);
        problem_evaluate(problem, found, NULL, &after);
        cr_assert_lt(after.n_moves, before.n_moves / 2, "seed %u: %u moves of %u are left", seed,
                     after.n_moves, before.n_moves);
    }
}

/* Where some items alone are asked about, the likest of them. */
Test(anneal_regions, likeness_among_some_items_is_that_of_their_demand)
{
    g_autoptr(GError) error = NULL;
    g_autofree uint32_t *target = NULL;
    g_autoptr(Model) model = random_placements(&kind, 1, &target);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_autoptr(SearchState) state = search_state_new(problem);
    g_autoptr(Neighbours) neighbours = neighbours_new(state);
    enum { N_SOME = 12 }; /* fewer than are looked at on either side */
    uint32_t items[N_SOME], like[N_SOME * NEIGHBOURS_AMONG];
    for (uint32_t k = 0; k < N_SOME; k++)
        items[k] = k * 7;
    neighbours_among(neighbours, items, N_SOME, like);
    for (uint32_t at = 0; at < N_SOME; at++) {
        double before = 0;
        for (uint32_t k = 0; k < NEIGHBOURS_AMONG; k++) {
            uint32_t other = like[at * NEIGHBOURS_AMONG + k];
            cr_assert(other % 7 == 0 && other < N_SOME * 7, "it is none of them");
            cr_assert_neq(other, items[at]);
            double distance = 0;
            for (uint32_t i = 0; i < neighbours->n_shape; i++)
                distance += ABS(neighbours->shape[(gsize)items[at] * neighbours->n_shape + i] -
                                neighbours->shape[(gsize)other * neighbours->n_shape + i]);
            cr_assert_geq(distance, before, "the nearest come first");
            before = distance;
        }
    }
}

/* Two of a service are brought onto one bin against their spread rule: no capacity is broken, and
 * the repair brings one of them elsewhere. */
Test(anneal_repair, mends_rules_as_well_as_capacity)
{
    static const PlacementKind roomy = {20, 40, 50, 100, 4};
    g_autoptr(GError) error = NULL;
    g_autofree uint32_t *target = NULL;
    g_autoptr(Model) model = random_placements(&roomy, 1, &target);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_autoptr(SearchState) state = search_state_new(problem);
    search_state_set(state, problem->home);
    cr_assert(search_state_is_clean(state));
    search_state_move(state, 1, problem->home[0]);
    cr_assert_eq(problem->service_of_item[1], problem->service_of_item[0]);
    cr_assert_gt(search_state_breaches(state), 0);
    g_autoptr(Neighbours) neighbours = neighbours_new(state);
    g_autoptr(Anneal) anneal = anneal_new(state, neighbours, 1);
    anneal_repair(anneal);
    cr_assert(search_state_is_clean(state));
}

/* The first move found that makes a bin a little too full; false where there is none. */
static bool overfill_a_little(SearchState *state)
{
    const Problem *problem = state->problem;
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
             bin = problem_next_allowed(problem, item, bin + 1)) {
            double excess = search_state_excess_with(state, item, bin);
            if (bin == state->bin_of_item[item] || excess <= 0 || excess > 0.015)
                continue;
            search_state_move(state, item, bin);
            return true;
        }
    return false;
}

/* What is too full by little fits after trading among the bins that serve, and no other serves. */
Test(anneal_settle, trades_away_what_is_too_full_by_little)
{
    static const PlacementKind tight = {20, 90, 20, 80, 0};
    uint32_t n_tried = 0;
    for (uint32_t seed = 1; seed <= 8; seed++) {
        g_autoptr(GError) error = NULL;
        g_autofree uint32_t *target = NULL;
        g_autoptr(Model) model = random_placements(&tight, seed, &target);
        g_autoptr(Problem) problem = formulate(model, &error);
        g_autoptr(SearchState) state = search_state_new(problem);
        search_state_set(state, problem->home);
        g_autofree uint32_t *n_on = g_memdup2(state->n_on, problem->n_bins * sizeof *n_on);
        if (!overfill_a_little(state))
            continue;
        n_tried++;
        cr_assert_gt(state->total_excess, 0);
        g_autoptr(Neighbours) neighbours = neighbours_new(state);
        g_autoptr(Anneal) anneal = anneal_new(state, neighbours, seed);
        AnnealBudget budget = {.max_steps = UINT64_MAX};
        anneal_settle(anneal, &budget);
        cr_assert(search_state_is_clean(state), "seed %u: %g too much is left", seed,
                  state->total_excess);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            cr_assert(n_on[bin] > 0 || state->n_on[bin] == 0, "bin %u serves now", bin);
    }
    cr_assert_gt(n_tried, 0);
}
