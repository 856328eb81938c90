/* What a caller may ask of solve(). */
#include <criterion/criterion.h>
#include <string.h>

#include "model/formulate.h"
#include "solver/evaluate.h"
#include "solver/solve.h"
#include "tests/support/test_model.h"

/* Three hosts, each a third full: one is enough, h1 is the cheapest to keep. */
static Model *three_hosts(void)
{
    const TestFile files[] = {
        {"hosts.csv", "host,machine_cost_per_h,cpu_mcpu\nh1,1,9000\nh2,1,9000\nh3,1,9000\n"},
        {"domains.csv", "domain,host,operator_min,cpu_mcpu\nd1,h1,9,2000\nd2,h2,5,2000\n"
                        "d3,h3,5,2000\n"},
        {NULL, NULL}};
    return test_model(files);
}

static Solution *run(const Model *model, SolveOptions options)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Problem) problem = formulate(model, &error);
    cr_assert_null(error);
    options.time_limit_s = options.time_limit_s > 0 ? options.time_limit_s : 30;
    Solution *solution = solve(problem, &options, &error);
    cr_assert_null(error);
    return solution;
}

Test(solve_options, the_cheapest_placement_is_found_and_proved)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) solution = run(model, (SolveOptions){0});
    cr_assert_eq(solution->outcome, OUTCOME_OPTIMAL);
    cr_assert(solution->exhausted);
    for (uint32_t item = 0; item < 3; item++)
        cr_assert_eq(solution->bin_of_item[item], 0);
    cr_assert_eq(solution->bound, solution->cost);
}

Test(solve_options, an_excluded_placement_is_passed_over_and_the_bound_stays_below_it)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) best = run(model, (SolveOptions){0});
    const uint32_t *const excluded[] = {best->bin_of_item};
    g_autoptr(Solution) next = run(model, (SolveOptions){.excluded = excluded, .n_excluded = 1});
    cr_assert_not_null(next->bin_of_item);
    cr_assert_neq(memcmp(next->bin_of_item, best->bin_of_item, 3 * sizeof(uint32_t)), 0);
    cr_assert_gt(next->cost, best->cost);
    cr_assert_leq(next->bound, best->cost);
    cr_assert_eq(next->outcome, OUTCOME_FEASIBLE);
    cr_assert(next->exhausted, "nothing else is cheaper");
}

Test(solve_options, below_a_cutoff_that_nothing_beats_there_is_no_placement_and_it_says_so)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) best = run(model, (SolveOptions){0});
    g_autoptr(Solution) none = run(model, (SolveOptions){.cutoff = best->cost});
    cr_assert_null(none->bin_of_item);
    cr_assert_eq(none->outcome, OUTCOME_LIMIT);
    cr_assert(none->exhausted);
    g_autoptr(Solution) same = run(model, (SolveOptions){.cutoff = best->cost + 1});
    cr_assert_eq(same->cost, best->cost);
}

Test(solve_options, who_stops_it_gets_the_best_so_far)
{
    volatile int stop = 1;
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) solution = run(model, (SolveOptions){.stop = &stop});
    cr_assert_not_null(solution->bin_of_item);
    cr_assert(solution->has_bound);
    cr_assert_leq(solution->bound, solution->cost);
}

Test(solve_options, the_same_work_limit_gives_the_same_answer)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) one = run(model, (SolveOptions){.work_limit = 12});
    g_autoptr(Solution) two = run(model, (SolveOptions){.work_limit = 12});
    cr_assert_eq(one->cost, two->cost);
    cr_assert_eq(one->bound, two->bound);
    cr_assert_arr_eq(one->bin_of_item, two->bin_of_item, 3 * sizeof(uint32_t));
}

Test(solve_options, a_solver_process_without_memory_does_not_take_the_caller_down)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) solution = run(model, (SolveOptions){.memory_limit_mib = 1});
    cr_assert_not_null(solution->bin_of_item, "what was built without the solver stays");
    cr_assert(solution->has_bound);
}

static void count_call(void *context, bool has_incumbent, int64_t incumbent, bool has_bound,
                       int64_t bound, double wall_s)
{
    int *n_calls = context;
    cr_assert(has_incumbent || has_bound);
    cr_assert(!has_incumbent || !has_bound || bound <= incumbent);
    cr_assert_geq(wall_s, 0);
    (*n_calls)++;
}

Test(solve_options, progress_is_told)
{
    int n_calls = 0;
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Solution) solution =
        run(model, (SolveOptions){.progress = count_call, .progress_context = &n_calls});
    cr_assert_gt(n_calls, 1);
    cr_assert_gt(solution->incumbents->len, 0);
    cr_assert_gt(solution->bounds->len, 0);
}

Test(solve_options, a_domain_that_may_be_nowhere_is_proved_infeasible)
{
    const TestFile files[] = {{"hosts.csv", "host,cpu_mcpu\nh1,1000\n"},
                              {"domains.csv", "domain,host,cpu_mcpu\nd1,,2000\n"},
                              {NULL, NULL}};
    g_autoptr(Model) model = test_model(files);
    g_autoptr(Solution) solution = run(model, (SolveOptions){0});
    cr_assert_eq(solution->outcome, OUTCOME_INFEASIBLE);
    cr_assert_not_null(solution->proof);
    cr_assert_null(solution->bin_of_item);
}

Test(solve_options, no_domains_and_no_hosts_is_a_plan_too)
{
    const TestFile files[] = {{NULL, NULL}};
    g_autoptr(Model) model = test_model(files);
    g_autoptr(Solution) solution = run(model, (SolveOptions){0});
    cr_assert_eq(solution->outcome, OUTCOME_OPTIMAL);
    cr_assert_eq(solution->cost, 0);
}
