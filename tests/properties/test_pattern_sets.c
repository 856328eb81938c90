/* Annealing beside the tree of patterns: a fine one finds the cents that a usual one ends too hot
 * for, and what it finds is a placement that whole evaluations accept at that cost. */
#include <criterion/criterion.h>

#include "model/formulate.h"
#include "solver/construct.h"
#include "solver/evaluate.h"
#include "solver/pattern_sets.h"
#include "tests/support/test_model.h"

#define N_SEEDS 5

/* Moves cost alike, and what a domain draws on one host or another is cents apart. */
static Model *estate(guint32 seed)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    g_autoptr(GString) hosts =
        g_string_new("host,machine_cost_per_h,idle_w,peak_w,cpu_mcpu,memory_mib\n");
    g_autoptr(GString) domains = g_string_new("domain,host,operator_min,cpu_mcpu,memory_mib\n");
    for (uint32_t i = 1; i <= 12; i++)
        g_string_append_printf(hosts, "h%u,0.%u,%u,%u,16000,64000\n", i, 30 + i, 90 + i,
                               200 + i % 3 * 7);
    for (uint32_t i = 1; i <= 60; i++)
        g_string_append_printf(domains, "d%u,h%d,20,%d,%d\n", i, g_rand_int_range(random, 1, 13),
                               g_rand_int_range(random, 500, 3500),
                               g_rand_int_range(random, 2000, 14000));
    return test_model((TestFile[]){{"hosts.csv", hosts->str},
                                   {"domains.csv", domains->str},
                                   {"resources.csv", "resource,hard_permille\ncpu_mcpu,900\n"
                                                     "memory_mib,900\n"},
                                   {NULL, NULL}});
}

static void expect_true_cost(const Problem *problem, const Incumbent *incumbent)
{
    Evaluation whole;
    problem_evaluate(problem, incumbent->bin_of_item, NULL, &whole);
    cr_assert(whole.feasible);
    cr_assert_eq(whole.cost, incumbent->cost);
}

/* What a fine annealing saves after usual ones on the same bins, micro-units. */
static int64_t saved_by_refining(guint32 seed)
{
    g_autoptr(Model) model = estate(seed);
    g_autoptr(Problem) problem = formulate(model, NULL);
    SolveOptions options = {.seed = seed};
    Incumbent *incumbent = incumbent_new(problem, &options);
    construct_offers(incumbent, G_MAXINT64);
    cr_assert(incumbent->found);
    g_autoptr(PatternSets) sets = pattern_sets_new(incumbent);
    g_autofree double *use = g_new0(double, problem->n_bins);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        use[bin] = incumbent->in_service[bin];
    for (uint32_t k = 0; k < 100; k++) /* now and then it is this set's turn */
        pattern_sets_try(sets, use, G_MAXINT64, NULL);
    int64_t before = incumbent->cost;
    cr_expect(!pattern_sets_refine(sets, 0, NULL));
    cr_expect_eq(incumbent->cost, before, "seed %u: annealed when the time was over", seed);
    bool is_better = pattern_sets_refine(sets, G_MAXINT64, NULL);
    cr_expect_eq(is_better, incumbent->cost < before, "seed %u", seed);
    expect_true_cost(problem, incumbent);
    int64_t saved = before - incumbent->cost;
    incumbent_free(incumbent);
    return saved;
}

Test(pattern_sets, a_fine_annealing_finds_cents)
{
    uint32_t n_better = 0;
    for (guint32 seed = 1; seed <= N_SEEDS; seed++)
        n_better += saved_by_refining(seed) > 0;
    cr_assert_gt(n_better, N_SEEDS / 2, "%u of %u", n_better, N_SEEDS);
}
