/* solve() against a brute force over all placements of random tiny scenarios. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "certificate/bound.h"
#include "model/cost.h"
#include "model/formulate.h"
#include "planner/items.h"
#include "solver/evaluate.h"
#include "solver/solve.h"
#include "tests/support/every_placement.h"
#include "tests/support/tiny_scenario.h"

typedef struct {
    bool found;
    int64_t cost;
    uint32_t n_moves;
} Best;

static void expect_same_cost(const Model *model, const Problem *problem, const uint32_t *bins,
                             const bool *in_service, int64_t cost, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    Cost expected;
    g_autofree uint32_t *placed = items_place_domains(problem, model->n_domains, bins);
    cr_assert(placement_cost(model, placed, in_service, &expected, &error));
    cr_assert_eq(cost, expected.total, "seed %u: evaluated %" PRId64 ", costs %" PRId64, seed, cost,
                 expected.total);
}

static void look_at(const Model *model, const Problem *problem, const uint32_t *bins,
                    const bool *in_service, uint32_t seed, Best *best)
{
    Evaluation evaluation;
    problem_evaluate(problem, bins, in_service, &evaluation);
    if (!evaluation.feasible)
        return;
    expect_same_cost(model, problem, bins, in_service, evaluation.cost, seed);
    if (!best->found || evaluation.cost < best->cost ||
        (evaluation.cost == best->cost && evaluation.n_moves < best->n_moves))
        *best = (Best){true, evaluation.cost, evaluation.n_moves};
}

/* Every set of spares too, where a reserve is asked for. */
static Best brute_force(const Model *model, const Problem *problem, uint32_t seed)
{
    Best best = {0};
    g_autofree uint32_t *bins = g_new0(uint32_t, problem->n_items + 1);
    g_autofree bool *in_service = g_new0(bool, problem->n_bins + 1);
    do {
        look_at(model, problem, bins, NULL, seed, &best);
        uint32_t n_sets = problem->host_failures > 0 ? 1u << problem->n_bins : 0;
        for (uint32_t set = 0; set < n_sets; set++) {
            for (uint32_t bin = 0; bin < problem->n_bins; bin++)
                in_service[bin] = (set >> bin) & 1;
            for (uint32_t item = 0; item < problem->n_items; item++)
                in_service[bins[item]] = true;
            look_at(model, problem, bins, in_service, seed, &best);
        }
    } while (next_placement(problem, bins));
    return best;
}

static void expect_judge_agrees(const Model *model, const Solution *solution, uint32_t seed)
{
    Proved proved;
    cr_assert_not_null(solution->proof, "seed %u: no proof", seed);
    judge_prove(model, solution->proof, &proved);
    cr_assert_null(proved.refused, "seed %u: the judge refuses: %s", seed, proved.refused);
    cr_assert_eq(proved.infeasible, solution->outcome == OUTCOME_INFEASIBLE, "seed %u", seed);
    if (!proved.infeasible)
        cr_assert_eq(proved.bound, solution->bound,
                     "seed %u: the judge proves %" PRId64 ", the solver says %" PRId64, seed,
                     proved.bound, solution->bound);
    judge_proved_clear(&proved);
}

static void check(TinyKind kind, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(Problem) problem = formulate(model, &error);
    cr_assert_null(error);
    Best best = brute_force(model, problem, seed);
    SolveOptions options = {.time_limit_s = 60};
    g_autoptr(Solution) solution = solve(problem, &options, &error);
    cr_assert_null(error);
    if (!best.found) {
        cr_assert_eq(solution->outcome, OUTCOME_INFEASIBLE, "seed %u: outcome is '%s'", seed,
                     outcome_names[solution->outcome]);
        items_to_domains(problem, model->n_domains, solution);
        expect_judge_agrees(model, solution, seed);
        return;
    }
    cr_assert_eq(solution->outcome, OUTCOME_OPTIMAL, "seed %u: outcome is '%s'", seed,
                 outcome_names[solution->outcome]);
    cr_assert_eq(solution->cost, best.cost, "seed %u: found %" PRId64 ", best %" PRId64, seed,
                 solution->cost, best.cost);
    Evaluation evaluation;
    problem_evaluate(problem, solution->bin_of_item, solution->in_service, &evaluation);
    cr_assert(evaluation.feasible, "seed %u", seed);
    cr_assert_eq(evaluation.n_moves, best.n_moves, "seed %u: %u moves, %u are enough", seed,
                 evaluation.n_moves, best.n_moves);
    cr_assert_leq(solution->bound, best.cost, "seed %u: bound above the optimum", seed);
    items_to_domains(problem, model->n_domains, solution);
    expect_judge_agrees(model, solution, seed);
}

/* VMATRIX_TINY_SEEDS=first:count for longer runs. */
static void check_seeds(TinyKind kind, uint32_t count)
{
    uint32_t first = 1;
    const char *wanted = g_getenv("VMATRIX_TINY_SEEDS");
    if (wanted != NULL)
        sscanf(wanted, "%u:%u", &first, &count);
    for (uint32_t seed = first; seed < first + count; seed++)
        check(kind, seed);
}

Test(solve, finds_and_proves_the_optimum_of_plain_tiny_scenarios)
{
    check_seeds(TINY_PLAIN, 150);
}

Test(solve, finds_and_proves_the_optimum_of_tiny_scenarios_with_all_rules)
{
    check_seeds(TINY_RULES, 150);
}

Test(solve, finds_and_proves_the_optimum_of_tiny_scenarios_with_all_prices)
{
    check_seeds(TINY_PRICES, 150);
}

Test(solve, finds_and_proves_the_optimum_where_domains_end_or_are_left_out)
{
    check_seeds(TINY_ENDING, 200);
}
