/* Small programs: where one may hold the whole problem it ends at the optimum, and never at worse
 * than it began with. */
#include <criterion/criterion.h>
#include <math.h>

#include "model/formulate.h"
#include "solver/submip.h"
#include "tests/support/random_placements.h"

static Incumbent *start_at(const Problem *problem, const SolveOptions *options,
                           const uint32_t *bin_of_item)
{
    Incumbent *incumbent = incumbent_new(problem, options);
    cr_assert(incumbent_offer(incumbent, bin_of_item, NULL, "start"));
    return incumbent;
}

/* Begins where nearly everything has moved. */
static void improve(const PlacementKind *kind, uint32_t seed, uint32_t n_programs, bool to_the_end)
{
    SolveOptions options = {.time_limit_s = 60};
    g_autoptr(GError) error = NULL;
    g_autofree uint32_t *target = NULL;
    g_autoptr(Model) model = random_placements(kind, seed, &target);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_autoptr(Mip) mip = mip_new(problem);
    g_autoptr(Incumbent) incumbent = start_at(problem, &options, target);
    int64_t start_cost = incumbent->cost;
    SubmipLimits limits = {.end_us = G_MAXINT64, .max_programs = n_programs, .seed = seed};
    limits.good_enough = -INFINITY;
    cr_assert_eq(submip_run(mip, incumbent, &limits), n_programs);
    cr_assert_lt(incumbent->cost, start_cost);
    Evaluation whole;
    problem_evaluate(problem, incumbent->bin_of_item, incumbent->in_service, &whole);
    cr_assert(whole.feasible);
    cr_assert_eq(whole.cost, incumbent->cost);
    if (!to_the_end)
        return;
    g_autoptr(Solution) solution = solve(problem, &options, &error);
    cr_assert_eq(solution->outcome, OUTCOME_OPTIMAL);
    cr_assert_eq(incumbent->cost, solution->cost);
}

Test(submip, whole_problems_end_at_the_optimum)
{
    static const PlacementKind tiny = {4, 60, 200, 400, 2};
    for (uint32_t seed = 1; seed <= 6; seed++)
        improve(&tiny, seed, 12, true);
}

Test(submip, parts_of_larger_ones_make_them_cheaper)
{
    static const PlacementKind larger = {12, 60, 80, 300, 3};
    improve(&larger, 1, 10, false);
}

Test(submip, without_a_placement_nothing_is_done)
{
    static const PlacementKind tiny = {4, 60, 200, 400, 2};
    SolveOptions options = {0};
    g_autoptr(GError) error = NULL;
    g_autofree uint32_t *target = NULL;
    g_autoptr(Model) model = random_placements(&tiny, 1, &target);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_autoptr(Mip) mip = mip_new(problem);
    g_autoptr(Incumbent) incumbent = incumbent_new(problem, &options);
    SubmipLimits limits = {.end_us = G_MAXINT64, .max_programs = 3, .good_enough = -INFINITY};
    cr_assert_eq(submip_run(mip, incumbent, &limits), 0);
    cr_assert(!incumbent->found);
}
