/* The tree on numbers of bins: what it has ruled out against all numbers, its proofs before the
 * judge, at any time. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>

#include "certificate/bound.h"
#include "certificate/proof_json.h"
#include "common/random.h"
#include "model/formulate.h"
#include "planner/planner.h"
#include "solver/pack_proof.h"
#include "tests/support/every_placement.h"
#include "tests/support/random_cloud.h"

#define N_SEEDS    40
#define MOST_STEPS 400
#define MICRO      1e6

typedef struct {
    Model *model;
    Problem *problem;
    PackKinds *kinds;
    PackPrices *prices;
    PackTree *tree;
    PackClock clock;
} Grown;

static Grown *grown_new(uint32_t n_computers, uint32_t n_processes, uint32_t seed)
{
    Grown *grown = g_new0(Grown, 1);
    grown->model = random_cloud(n_computers, n_processes, seed);
    grown->problem = formulate(grown->model, NULL);
    grown->kinds = pack_kinds_new(grown->problem);
    grown->clock = (PackClock){.deadline_us = G_MAXINT64, .max_rounds = UINT32_MAX};
    grown->prices = pack_prices_new(grown->kinds, &grown->clock);
    grown->tree = pack_tree_new(grown->prices);
    pack_prices_begin(grown->prices, 1000);
    cr_assert(pack_tree_begin(grown->tree, 1));
    return grown;
}

static void grown_free(Grown *grown)
{
    pack_tree_free(grown->tree);
    pack_prices_free(grown->prices);
    pack_kinds_free(grown->kinds);
    problem_free(grown->problem);
    model_free(grown->model);
    g_free(grown);
}

/* Steps until one brings nothing; returns how many did. */
static uint32_t grow(Grown *grown, double enough, uint32_t most)
{
    uint32_t n_steps = 0;
    while (n_steps < most && pack_tree_step(grown->tree, enough, 1))
        n_steps++;
    return n_steps;
}

/* The next numbers of bins of each kind; false, and all 0 again, after the last. */
static bool next_numbers(const PackKinds *kinds, double *n)
{
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++) {
        n[kind]++;
        if (n[kind] <= kinds->kinds[kind].n_bins)
            return true;
        n[kind] = 0;
    }
    return false;
}

static double cost_of(const PackKinds *kinds, const double *n)
{
    double cost = 0;
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
        cost += n[kind] * (double)kinds->kinds[kind].cost / MICRO;
    return cost;
}

/* Whether some cut excludes the numbers. */
static bool is_excluded(const PackTree *tree, const double *n)
{
    for (guint i = 0; i < tree->cuts->len; i++) {
        const PackCut *cut = g_ptr_array_index(tree->cuts, i);
        double have = 0;
        for (uint32_t kind = 0; kind < tree->prices->kinds->n_kinds; kind++)
            have += n[kind] * (double)cut->most[kind];
        if (have < (double)cut->need * (1 - 1e-9))
            return true;
    }
    return false;
}

static double least_value(const PackTree *tree)
{
    return pack_tree_node(tree, pack_tree_least(tree))->value;
}

static void expect_proof(Grown *grown, int64_t best, uint32_t seed)
{
    int64_t bound;
    g_autoptr(Proof) proof = pack_proof_new(grown->tree, &bound);
    g_auto(Proved) proved = {0};
    cr_assert_not_null(proof);
    judge_prove(grown->model, proof, &proved);
    cr_assert_null(proved.refused, "seed %u: %s", seed, proved.refused);
    cr_assert_eq(proved.bound, bound, "seed %u", seed);
    cr_assert_leq(bound, best, "seed %u", seed);
    cr_assert_geq((double)bound / MICRO, least_value(grown->tree) - 1e-3, "seed %u", seed);
    cr_assert_eq(bound % (10 * (int64_t)MICRO), 0, "seed %u: bins cost multiples of 10", seed);
}

Test(pack_tree, every_numbers_below_the_bound_are_excluded_by_a_cut)
{
    uint32_t n_branched = 0, n_cuts = 0, n_whole = 0, n_possible = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        Grown *grown = grown_new(9, 16, seed);
        const PackKinds *kinds = grown->kinds;
        cr_assert_lt(grow(grown, INFINITY, MOST_STEPS), MOST_STEPS, "seed %u", seed);
        g_autofree double *n = g_new0(double, kinds->n_kinds);
        double least = least_value(grown->tree);
        bool is_possible = false;
        do {
            bool is_below = cost_of(kinds, n) < least - 1e-3;
            is_possible = is_possible || !is_excluded(grown->tree, n);
            cr_assert(!is_below || is_excluded(grown->tree, n), "seed %u", seed);
        } while (next_numbers(kinds, n));
        if (is_possible) {
            cr_assert_not_null(grown->tree->whole, "seed %u", seed);
            cr_assert_float_eq(cost_of(kinds, grown->tree->whole), least, 1e-3, "seed %u", seed);
            cr_assert_not(is_excluded(grown->tree, grown->tree->whole), "seed %u", seed);
        }
        n_possible += is_possible;
        n_whole += grown->tree->whole != NULL;
        n_branched += grown->tree->nodes->len > 1;
        n_cuts += grown->tree->cuts->len - 1;
        grown_free(grown);
    }
    cr_assert_geq(2 * n_branched, N_SEEDS, "%u trees have branches", n_branched);
    cr_assert_geq(n_cuts, 1, "%u cuts beside those of roots", n_cuts);
    cr_assert_geq(2 * n_possible, N_SEEDS);
}

Test(pack_tree, a_proof_holds_after_any_step)
{
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        Grown *grown = grown_new(4, 7, seed);
        int64_t best = cheapest_of_all_placements(grown->problem);
        do
            expect_proof(grown, best, seed);
        while (grow(grown, best == INT64_MAX ? 1e6 : (double)best / MICRO - 9.9, 1) > 0);
        expect_proof(grown, best, seed);
        grown_free(grown);
    }
}

static char *text_of_proof(uint32_t seed, uint32_t *ret_n_leaves)
{
    Grown *grown = grown_new(12, 24, seed);
    int64_t bound;
    grow(grown, INFINITY, MOST_STEPS);
    *ret_n_leaves = pack_tree_n_leaves(grown->tree);
    g_autoptr(Proof) proof = pack_proof_new(grown->tree, &bound);
    json_t *object = proof_to_json(proof);
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    grown_free(grown);
    return text;
}

Test(pack_tree, the_same_problem_gives_the_same_proof)
{
    for (uint32_t seed = 1; seed <= 5; seed++) {
        uint32_t n_leaves;
        char *first = text_of_proof(seed, &n_leaves), *second = text_of_proof(seed, &n_leaves);
        cr_assert_str_eq(first, second, "seed %u", seed);
        free(first);
        free(second);
    }
}
