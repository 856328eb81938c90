/* The search where loads cost: what a trial says against whole evaluations, and what the search
 * finds against all placements. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>

#include "model/formulate.h"
#include "planner/planner.h"
#include "solver/evaluate.h"
#include "solver/load_bound.h"
#include "solver/load_moves.h"
#include "solver/load_search.h"
#include "tests/support/every_placement.h"
#include "tests/support/load_scenario.h"

#define N_SEEDS 60
#define N_STEPS 200

static Problem *make_problem(Model *model)
{
    g_autoptr(GError) error = NULL;
    Problem *problem = formulate(model, &error);
    cr_assert_not_null(problem);
    cr_assert(load_state_knows(problem));
    return problem;
}

static void expect_same(const LoadState *state, uint32_t seed, uint32_t step)
{
    Evaluation whole;
    problem_evaluate(state->problem, state->bin_of_item, NULL, &whole);
    cr_assert_eq(load_state_is_clean(state), whole.feasible, "seed %u step %u: %s", seed, step,
                 whole.feasible ? "feasible" : row_kind_names[whole.broken.kind]);
    if (whole.feasible)
        cr_assert_float_eq(state->cost, (double)whole.cost, 0.5, "seed %u step %u", seed, step);
}

/* Random trials, each made: what it was said to change is what changes. */
static void walk(bool is_valid, uint32_t seed)
{
    g_autoptr(Model) model = load_scenario(5, 12, is_valid, seed);
    g_autoptr(Problem) problem = make_problem(model);
    g_autoptr(LoadState) state = load_state_new(problem, problem->home);
    Random random = random_new(seed);
    expect_same(state, seed, 0);
    for (uint32_t step = 1; step <= N_STEPS; step++) {
        uint32_t item = random_below(&random, problem->n_items);
        uint32_t other = random_below(&random, problem->n_items);
        uint32_t bin = random_below(&random, problem->n_bins);
        uint32_t from = state->bin_of_item[item], to = state->bin_of_item[other];
        bool was_over = state->n_over > 0;
        double before = state->cost, change = 0;
        int64_t had = state->breaches, more = 0;
        if (step % 2 == 0 && load_state_swap(state, item, other, &change)) {
            more = load_state_service_swap(state, item, other);
            load_state_move(state, item, to);
            load_state_move(state, other, from);
        } else if (step % 2 == 1 && load_state_shift(state, item, bin, &change)) {
            more = load_state_service_shift(state, item, bin);
            load_state_move(state, item, bin);
        }
        cr_assert_eq(state->breaches, had + more, "seed %u step %u", seed, step);
        cr_assert_float_eq(state->cost, before + change + (double)more * state->breach_price, 1,
                           "seed %u step %u: %g is not %g", seed, step, state->cost - before,
                           change);
        if (!was_over)
            cr_assert_eq(state->n_over, 0, "seed %u step %u breaks a bin", seed, step);
        expect_same(state, seed, step);
    }
}

Test(load_search, says_what_a_shift_or_swap_changes)
{
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        walk(true, seed);
        walk(false, seed);
    }
}

static void expect_valid_after(LoadMoves *moves, uint32_t seed, const char *what)
{
    Evaluation whole;
    problem_evaluate(moves->state->problem, moves->state->bin_of_item, NULL, &whole);
    cr_assert(whole.feasible, "seed %u: %s breaks %s", seed, what,
              row_kind_names[whole.broken.kind]);
    cr_assert_float_eq(moves->state->cost, (double)whole.cost, 1, "seed %u: %s", seed, what);
}

Test(load_search, each_neighbourhood_keeps_a_valid_placement_valid)
{
    uint32_t n_made[3] = {0};
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = load_scenario(5, 12, true, seed);
        g_autoptr(Problem) problem = make_problem(model);
        Evaluation start;
        problem_evaluate(problem, problem->home, NULL, &start);
        if (!start.feasible)
            continue;
        g_autoptr(LoadState) state = load_state_new(problem, problem->home);
        LoadMoves moves = {state, random_new(seed), 1e9};
        for (uint32_t step = 0; step < N_STEPS; step++) {
            uint32_t item = random_below(&moves.random, problem->n_items);
            uint32_t other = random_below(&moves.random, problem->n_items);
            uint32_t bin = random_below(&moves.random, problem->n_bins);
            n_made[0] += load_try_shift(&moves, item, bin);
            expect_valid_after(&moves, seed, "a shift");
            n_made[1] += load_try_swap(&moves, item, other);
            expect_valid_after(&moves, seed, "a swap");
            n_made[2] += load_try_chain(&moves, item, bin, other);
            expect_valid_after(&moves, seed, "a chain");
        }
    }
    for (uint32_t k = 0; k < 3; k++)
        cr_assert_gt(n_made[k], 50, "neighbourhood %u was made %u times", k, n_made[k]);
}

static Incumbent *search(const Problem *problem, SolveOptions *options, uint64_t n_steps)
{
    Incumbent *incumbent = incumbent_new(problem, options);
    LoadSearchLimits limits = {.deadline_us = G_MAXINT64, .max_steps = n_steps, .heat = 1};
    load_search_run(incumbent, &limits);
    return incumbent;
}

Test(load_search, finds_the_optimum_of_the_challenges_example)
{
    g_autoptr(Model) model = load_example();
    g_autoptr(Problem) problem = make_problem(model);
    SolveOptions options = {.seed = 1};
    Evaluation start;
    problem_evaluate(problem, problem->home, NULL, &start);
    cr_assert_eq(start.cost, INT64_C(4200000000));
    cr_assert_eq(cheapest_of_all_placements(problem), INT64_C(2411000000));
    g_autoptr(Incumbent) incumbent = search(problem, &options, 100000);
    cr_assert_eq(incumbent->cost, INT64_C(2411000000));
}

Test(load_search, reaches_the_optimum_of_tiny_problems_and_never_passes_it)
{
    uint32_t n_optimal = 0, n_solved = 0, n_possible = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = load_scenario(4, 6, seed % 3 != 0, seed);
        g_autoptr(Problem) problem = make_problem(model);
        SolveOptions options = {.seed = seed};
        g_autoptr(Incumbent) incumbent = search(problem, &options, 200000);
        int64_t best = cheapest_of_all_placements(problem);
        n_possible += best != INT64_MAX;
        n_solved += incumbent->found;
        n_optimal += incumbent->found && incumbent->cost == best;
        cr_assert(!incumbent->found || incumbent->cost >= best, "seed %u", seed);
    }
    cr_assert_geq(10 * n_solved, 9 * n_possible, "%u of %u solved", n_solved, n_possible);
    cr_assert_geq(10 * n_optimal, 9 * n_possible, "%u of %u optimal", n_optimal, n_possible);
}

Test(load_search, gives_the_same_answer_for_the_same_seed_and_steps)
{
    g_autoptr(Model) model = load_scenario(8, 30, true, 5);
    g_autoptr(Problem) problem = make_problem(model);
    SolveOptions options = {.seed = 7};
    g_autoptr(Incumbent) first = search(problem, &options, 50000);
    g_autoptr(Incumbent) second = search(problem, &options, 50000);
    cr_assert(first->found);
    cr_assert_arr_eq(first->bin_of_item, second->bin_of_item, problem->n_items * sizeof(uint32_t));
}

Test(load_search, proves_no_bound_above_the_optimum)
{
    uint32_t n_above_start = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = load_scenario(4, 6, true, seed);
        g_autoptr(Problem) problem = make_problem(model);
        int64_t best = cheapest_of_all_placements(problem), bound[2] = {0, 0};
        for (uint32_t k = 0; k < 2; k++) {
            LoadBoundLimits limits = {best, k == 0 ? 0 : 200, G_MAXINT64, NULL};
            g_autoptr(Proof) proof = load_bound(problem, &limits, &bound[k]);
            cr_assert_not_null(proof, "seed %u", seed);
            cr_assert_leq(bound[k], best, "seed %u", seed);
        }
        cr_assert_geq(bound[1], bound[0], "seed %u: the ascent loses", seed);
        n_above_start += bound[1] > bound[0];
    }
    cr_assert_gt(n_above_start, N_SEEDS / 2, "prices of single bins gained %u times",
                 n_above_start);
}

Test(load_search, plans_are_accepted_by_the_judge_and_cost_no_more_than_a_valid_start)
{
    for (uint32_t seed = 1; seed <= 12; seed++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Model) model = load_scenario(6, 40, seed % 4 != 0, seed);
        g_autoptr(Problem) problem = make_problem(model);
        Evaluation start;
        problem_evaluate(problem, problem->home, NULL, &start);
        PlannerOptions options = {.time_limit_s = 600, .work_limit = 1000, .seed = seed};
        g_autoptr(PlannerResult) result = planner_run(model, &options, &error);
        cr_assert_not_null(result, "seed %u: %s", seed, error == NULL ? "" : error->message);
        if (!start.feasible)
            continue;
        cr_assert_not_null(result->plan->host_of_domain, "seed %u", seed);
        cr_assert_leq(result->plan->planned.total, start.cost, "seed %u", seed);
    }
}
