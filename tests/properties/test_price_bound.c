/* The price bound: never above the optimum, and worth to the judge exactly what it says. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>

#include "certificate/bound.h"
#include "model/formulate.h"
#include "planner/items.h"
#include "solver/price_tree.h"
#include "solver/solve.h"
#include "tests/support/tiny_scenario.h"

#define N_SEEDS 150

static void expect_judge_agrees(const Model *model, const Proof *proof, int64_t bound,
                                uint32_t seed)
{
    Proved proved;
    judge_prove(model, proof, &proved);
    cr_assert_null(proved.refused, "seed %u: the judge refuses: %s", seed, proved.refused);
    cr_assert_not(proved.infeasible);
    cr_assert_eq(proved.bound, bound, "seed %u: said %" PRId64 ", proved %" PRId64, seed, bound,
                 proved.bound);
    judge_proved_clear(&proved);
}

static void expect_not_above_optimum(const Problem *problem, int64_t bound, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    SolveOptions options = {0};
    g_autoptr(Solution) solution = solve(problem, &options, &error);
    cr_assert_not_null(solution);
    if (solution->outcome == OUTCOME_OPTIMAL)
        cr_assert_leq(bound, solution->cost, "seed %u: bound %" PRId64 ", optimum %" PRId64, seed,
                      bound, solution->cost);
}

/* What may be given up is, and no more; with all of it one leaf is enough. */
static void expect_fewer_leaves(const Model *model, const Problem *problem, const PriceTree *tree,
                                double less, uint32_t seed)
{
    int64_t whole, bound;
    g_autoptr(Proof) all = price_tree_proof(tree, 0, &whole);
    g_autoptr(Proof) fewer = price_tree_proof(tree, less, &bound);
    cr_assert_leq(fewer->n_nodes, less == INFINITY ? 1 : all->n_nodes, "seed %u", seed);
    cr_assert_leq(bound, whole, "seed %u", seed);
    cr_assert_geq((double)bound, (double)whole - less * 1e6 - 1, "seed %u: %" PRId64 " of %" PRId64,
                  seed, bound, whole);
    items_name_proof(problem, fewer);
    expect_judge_agrees(model, fewer, bound, seed);
}

/* Returns whether the bound knows such a problem. */
static bool check(TinyKind kind, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_autoptr(PriceModel) prices = price_model_new(problem);
    if (prices == NULL)
        return false;
    g_autoptr(PriceTree) tree = price_tree_new(prices, 1);
    PriceTreeLimits limits = {.cutoff = INFINITY, .max_nodes = 1 + seed % 40};
    limits.deadline_us = G_MAXINT64;
    price_tree_run(tree, &limits);
    int64_t bound;
    g_autoptr(Proof) proof = price_tree_proof(tree, 0, &bound);
    cr_assert_not_null(proof, "seed %u", seed);
    items_name_proof(problem, proof);
    expect_judge_agrees(model, proof, bound, seed);
    expect_not_above_optimum(problem, bound, seed);
    expect_fewer_leaves(model, problem, tree, 0.5, seed);
    expect_fewer_leaves(model, problem, tree, INFINITY, seed);
    return true;
}

static void check_all(TinyKind kind)
{
    uint32_t n_known = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++)
        n_known += check(kind, seed);
    cr_assert_gt(n_known, N_SEEDS / 4);
}

Test(price_bound, holds_and_is_proved_with_plain_limits)
{
    check_all(TINY_PLAIN);
}

Test(price_bound, holds_and_is_proved_with_every_rule)
{
    check_all(TINY_RULES);
}

Test(price_bound, holds_and_is_proved_with_every_price)
{
    check_all(TINY_PRICES);
}

Test(price_bound, holds_and_is_proved_where_domains_end_or_are_left_out)
{
    check_all(TINY_ENDING);
}
