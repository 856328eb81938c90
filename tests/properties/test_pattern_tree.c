/* The tree of patterns: never above the optimum, mostly at it, and worth to the judge exactly what
 * it says; a spoiled proof is worth no more than it should be. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <math.h>

#include "certificate/bound.h"
#include "model/formulate.h"
#include "planner/items.h"
#include "solver/construct.h"
#include "solver/pattern_bound.h"
#include "solver/pattern_leaf.h"
#include "solver/pattern_master.h"
#include "solver/pattern_tree_parts.h"
#include "solver/search.h"
#include "solver/solve.h"
#include "tests/support/test_model.h"
#include "tests/support/tiny_scenario.h"

#define N_SEEDS 120
#define CENT    10000

typedef struct {
    uint32_t n_known, n_tight, n_branched;
} Count;

static Solution *optimum_of(const Problem *problem)
{
    g_autoptr(GError) error = NULL;
    SolveOptions options = {0};
    Solution *solution = solve(problem, &options, &error);
    cr_assert_not_null(solution);
    if (solution->outcome != OUTCOME_OPTIMAL)
        g_clear_pointer(&solution, solution_free);
    return solution;
}

/* Begins at the optimum's placement, said to be dearer than it is, so that there is work to do. */
static Incumbent *poor_incumbent(const Problem *problem, const SolveOptions *options,
                                 const Solution *optimum)
{
    Incumbent *incumbent = incumbent_new(problem, options);
    incumbent_offer(incumbent, optimum->bin_of_item, optimum->in_service, "optimum");
    cr_assert(incumbent->found);
    incumbent->cost += incumbent->cost / 4 + 100000000;
    return incumbent;
}

static void expect_proved(const Model *model, const Proof *proof, int64_t bound, uint32_t seed)
{
    Proved proved;
    judge_prove(model, proof, &proved);
    cr_assert_null(proved.refused, "seed %u: the judge refuses: %s", seed, proved.refused);
    cr_assert_eq(proved.bound, bound, "seed %u: said %" PRId64 ", proved %" PRId64, seed, bound,
                 proved.bound);
    judge_proved_clear(&proved);
}

/* Whatever one number of it is changed to, the judge proves nothing above the optimum. */
static void expect_no_lie(const Model *model, Proof *proof, int64_t optimum, uint32_t seed)
{
    for (uint32_t n = 0; n < proof->n_nodes + proof->n_packs; n++) {
        ProofNode *node = &proof->nodes[n % proof->n_nodes];
        int64_t *changed = NULL;
        if (n >= proof->n_nodes)
            changed = &proof->packs[n - proof->n_nodes].most[0];
        else if (node->n_multipliers > 0)
            changed = &node->multipliers[(n + seed) % node->n_multipliers].y;
        if (changed == NULL)
            continue;
        int64_t right = *changed;
        *changed = n % 2 == 0 ? right / 2 : right + right / 3 + 1;
        if (n >= proof->n_nodes)
            *changed = right - 1 - right / 4;
        Proved proved;
        judge_prove(model, proof, &proved);
        cr_assert(proved.refused != NULL || (!proved.infeasible && proved.bound <= optimum),
                  "seed %u: a lie of %" PRId64 " for %" PRId64 " proves %" PRId64, seed, *changed,
                  right, proved.bound);
        judge_proved_clear(&proved);
        *changed = right;
    }
}

static void check_tree(const Model *model, const Problem *problem, const PriceModel *prices,
                       const Solution *optimum, uint32_t seed, Count *count)
{
    SolveOptions options = {0};
    Incumbent *incumbent = poor_incumbent(problem, &options, optimum);
    g_autoptr(PriceTree) below = price_tree_new(prices, 1);
    PriceTreeLimits few = {.cutoff = (double)incumbent->cost / 1e6, .max_nodes = 1 + seed % 7};
    few.deadline_us = G_MAXINT64;
    price_tree_run(below, &few);
    g_autoptr(PatternTree) tree = pattern_tree_new(below, incumbent);
    PatternTreeLimits limits = {.deadline_us = G_MAXINT64};
    limits.max_rounds = seed % 5 == 0 ? seed % 11 : 5000;
    if (tree != NULL) {
        int64_t bound;
        pattern_tree_run(tree, &limits);
        g_autoptr(Proof) proof = pattern_tree_proof(tree, PATTERN_PROOF_WORK, &bound);
        cr_assert_not_null(proof, "seed %u", seed);
        items_name_proof(problem, proof);
        expect_proved(model, proof, bound, seed);
        cr_assert_leq(bound, optimum->cost, "seed %u", seed);
        expect_no_lie(model, proof, optimum->cost, seed);
        count->n_known++;
        count->n_tight += bound > optimum->cost - CENT;
        count->n_branched += proof->n_nodes > few.max_nodes + 2;
    }
    incumbent_free(incumbent);
}

static Count check_all(TinyKind kind)
{
    Count count = {0};
    search_hook_glpk();
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++) {
        g_autoptr(Model) model = tiny_scenario(kind, seed);
        g_autoptr(Problem) problem = formulate(model, NULL);
        g_autoptr(PriceModel) prices = price_model_new(problem);
        g_autoptr(Solution) optimum = prices == NULL ? NULL : optimum_of(problem);
        if (optimum != NULL)
            check_tree(model, problem, prices, optimum, seed, &count);
    }
    cr_assert_gt(count.n_known, N_SEEDS / 5);
    return count;
}

Test(pattern_tree, proves_most_optima_with_plain_limits)
{
    Count count = check_all(TINY_PLAIN);
    cr_assert_gt(count.n_tight, count.n_known / 2, "%u of %u", count.n_tight, count.n_known);
    cr_assert_gt(count.n_branched, 0);
}

Test(pattern_tree, holds_with_every_rule)
{
    check_all(TINY_RULES);
}

Test(pattern_tree, holds_with_every_price)
{
    check_all(TINY_PRICES);
}

Test(pattern_tree, holds_where_domains_end_or_are_left_out)
{
    check_all(TINY_ENDING);
}

/* Hosts that differ in cost, four times as many domains on them at random. */
static Model *estate_of(uint32_t n_hosts, guint32 seed, bool moves_cost_alike)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    g_autoptr(GString) hosts = g_string_new("host,machine_cost_per_h,cpu_mcpu,memory_mib\n");
    g_autoptr(GString) domains = g_string_new("domain,host,operator_min,cpu_mcpu,memory_mib\n");
    for (uint32_t i = 1; i <= n_hosts; i++)
        g_string_append_printf(hosts, "h%u,0.%u,16000,64000\n", i, 30 + i % 60);
    for (uint32_t i = 1; i <= 4 * n_hosts; i++)
        g_string_append_printf(
            domains, "d%u,h%d,%d,%d,%d\n", i, g_rand_int_range(random, 1, (gint32)n_hosts + 1),
            moves_cost_alike ? 20 : g_rand_int_range(random, 1, 30),
            g_rand_int_range(random, 500, 3500), g_rand_int_range(random, 2000, 14000));
    return test_model((TestFile[]){{"hosts.csv", hosts->str},
                                   {"domains.csv", domains->str},
                                   {"resources.csv", "resource,hard_permille\ncpu_mcpu,900\n"
                                                     "memory_mib,900\n"},
                                   {NULL, NULL}});
}

/* Deep enough that a look at the same part twice a level would not end. */
static Model *deep_estate(guint32 seed, bool moves_cost_alike)
{
    return estate_of(12, seed, moves_cost_alike);
}

/* What a deep tree stands on, and the tree when it has run. */
typedef struct {
    Model *model;
    Problem *problem;
    PriceModel *prices;
    Incumbent *incumbent;
    PriceTree *below;
    PatternTree *tree;
} Deep;

static void deep_clear(Deep *deep)
{
    pattern_tree_free(deep->tree);
    price_tree_free(deep->below);
    incumbent_free(deep->incumbent);
    price_model_free(deep->prices);
    problem_free(deep->problem);
    model_free(deep->model);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Deep, deep_clear)

/* options: stay as long as it. The model is taken over. */
static Deep run_on(Model *model, const SolveOptions *options, uint32_t n_rounds)
{
    search_hook_glpk();
    Deep deep = {.model = model};
    deep.problem = formulate(deep.model, NULL);
    deep.prices = price_model_new(deep.problem);
    deep.incumbent = incumbent_new(deep.problem, options);
    construct_offers(deep.incumbent, G_MAXINT64);
    cr_assert(deep.incumbent->found);
    deep.below = price_tree_new(deep.prices, 1);
    PriceTreeLimits few = {.cutoff = (double)deep.incumbent->cost / 1e6, .max_nodes = 1};
    few.deadline_us = G_MAXINT64;
    price_tree_run(deep.below, &few);
    deep.tree = pattern_tree_new(deep.below, deep.incumbent);
    cr_assert_not_null(deep.tree);
    PatternTreeLimits limits = {.deadline_us = G_MAXINT64, .max_rounds = n_rounds};
    pattern_tree_run(deep.tree, &limits);
    return deep;
}

static Deep run_deep(const SolveOptions *options, guint32 seed, bool moves_cost_alike)
{
    return run_on(deep_estate(seed, moves_cost_alike), options, 2500);
}

/* Less than it found where the judge would have too much to look through, and no less than need be.
 */
Test(pattern_tree, proves_the_more_the_more_the_judge_may_look)
{
    SolveOptions options = {0};
    g_auto(Deep) deep = run_deep(&options, 7, false);
    int64_t bound = 0, before = 0;
    uint32_t n_steps = 0;
    cr_assert_null(pattern_tree_proof(deep.tree, 1, &bound), "the roots alone take more");
    for (uint64_t most_work = 1024; most_work < PATTERN_PROOF_WORK; most_work *= 2) {
        g_autoptr(Proof) proof = pattern_tree_proof(deep.tree, most_work, &bound);
        if (proof == NULL)
            continue;
        cr_assert_geq(bound, before, "%" PRIu64 " of work proves less", most_work);
        n_steps += bound > before;
        before = bound;
        items_name_proof(deep.problem, proof);
        expect_proved(deep.model, proof, bound, 0);
    }
    cr_assert_geq(n_steps, 3, "%u", n_steps);
    cr_assert_geq((double)before, pattern_tree_value(deep.tree) * 1e6 - 1);
}

/* Returns how many nodes branch on how many domains stay. */
static uint32_t expect_all_proved(guint32 seed, bool moves_cost_alike)
{
    SolveOptions options = {0};
    g_auto(Deep) deep = run_deep(&options, seed, moves_cost_alike);
    int64_t bound = 0, of_prices = 0;
    g_autoptr(Proof) proof = pattern_tree_proof(deep.tree, PATTERN_PROOF_WORK, &bound);
    g_autoptr(Proof) price_proof = price_tree_proof(deep.below, 0, &of_prices);
    cr_assert_not_null(proof);
    cr_assert_gt(proof->n_nodes, moves_cost_alike ? 2 : 20, "%u", proof->n_nodes);
    cr_assert_gt(bound, of_prices);
    double found = pattern_tree_value(deep.tree);
    cr_assert_geq((double)bound, found * 1e6 - 1, "proved %" PRId64 ", found %f", bound, found);
    items_name_proof(deep.problem, proof);
    expect_proved(deep.model, proof, bound, 0);
    uint32_t n_sums = 0;
    for (uint32_t node = 0; node < proof->n_nodes; node++)
        n_sums += proof->nodes[node].kind == PROOF_NODE_BRANCH_SUM;
    return n_sums;
}

Test(pattern_tree, proves_what_its_nodes_found_however_deep)
{
    expect_all_proved(7, false);
    expect_all_proved(23, false);
}

Test(pattern_tree, branches_on_how_many_stay_where_moves_cost_alike)
{
    cr_assert_gt(expect_all_proved(9, true), 0);
    cr_assert_gt(expect_all_proved(10, true), 0);
}

/* It keeps what it proved, and looks no bin through again at prices that it has seen. */
Test(pattern_tree, takes_a_node_up_where_it_put_it_aside)
{
    SolveOptions options = {0};
    g_auto(Deep) deep = run_on(estate_of(20, 3, true), &options, 0);
    PatternTreeLimits limits = {.deadline_us = G_MAXINT64};
    PatternNode *node = pattern_node(deep.tree, 0);
    g_autoptr(PatternPart) part = pattern_part_of(deep.tree, 0);
    Int128 value = 0;
    deep.tree->limits = &limits;
    for (uint32_t n_rounds = 40; n_rounds < 200; n_rounds += 40) {
        limits.max_rounds = n_rounds;
        pattern_price_node(deep.tree, node, part, pattern_cutoff(deep.tree));
        cr_expect(node->value >= value, "%u rounds prove less than before", n_rounds);
        value = node->value;
    }
    cr_expect_gt(value, 0);
    limits.max_rounds = deep.tree->n_rounds;
    pattern_price_node(deep.tree, node, part, pattern_cutoff(deep.tree));
    cr_expect_eq(deep.tree->n_rounds, limits.max_rounds, "a round for what was seen");
}

/* As many domains as leave no room for prices beyond what all of them cost. */
Test(pattern_tree, proves_more_than_prices_with_a_thousand_domains)
{
    SolveOptions options = {0};
    g_auto(Deep) deep = run_on(estate_of(250, 3, false), &options, 1);
    int64_t bound = 0, of_prices = 0;
    g_autoptr(Proof) proof = pattern_tree_proof(deep.tree, PATTERN_PROOF_WORK, &bound);
    g_autoptr(Proof) price_proof = price_tree_proof(deep.below, 0, &of_prices);
    cr_assert_not_null(proof);
    cr_assert_gt(bound, of_prices);
    items_name_proof(deep.problem, proof);
    expect_proved(deep.model, proof, bound, 3);
}

/* What the tests of one part stand on. */
typedef struct {
    Model *model;
    Problem *problem;
    PriceModel *prices;
    PriceTree *tree;
    PatternRules *rules;
    PatternBound *bound;
    PatternPart *part;
    int64_t *price; /* at which every item is worth about what its room costs */
} OnePart;

static OnePart one_part(bool moves_cost_alike)
{
    search_hook_glpk();
    OnePart one = {.model = deep_estate(7, moves_cost_alike)};
    one.problem = formulate(one.model, NULL);
    one.prices = price_model_new(one.problem);
    one.tree = price_tree_new(one.prices, 1);
    price_tree_run(one.tree, &(PriceTreeLimits){.cutoff = INFINITY, .deadline_us = G_MAXINT64});
    one.rules = pattern_rules_new(one.problem);
    one.bound = pattern_bound_new(one.prices, one.rules);
    one.part = pattern_part_new(one.prices, one.rules, price_tree_part(one.tree, 0));
    one.price = g_new0(int64_t, pattern_n_prices(one.rules) + 1);
    for (uint32_t item = 0; item < one.problem->n_items; item++)
        one.price[item] = (20 + (int64_t)item * item % 31) * 1000000 * PATTERN_SCALE;
    return one;
}

static void one_part_clear(OnePart *one)
{
    g_free(one->price);
    pattern_part_free(one->part);
    pattern_bound_free(one->bound);
    pattern_rules_free(one->rules);
    price_tree_free(one->tree);
    price_model_free(one->prices);
    problem_free(one->problem);
    model_free(one->model);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OnePart, one_part_clear)

/* A look that is cut short shows less, not something else. */
Test(pattern_bound, a_look_cut_short_is_worth_no_more)
{
    g_auto(OnePart) one = one_part(false);
    Int128 whole = pattern_bound_evaluate(one.bound, one.part, one.price, UINT64_MAX);
    uint32_t n_less = 0;
    for (uint64_t work = 4; work < 1000000; work *= 4) {
        Int128 value = pattern_bound_evaluate(one.bound, one.part, one.price, work);
        cr_assert(value <= whole, "%" PRIu64 " of work shows more than all", work);
        n_less += value < whole;
    }
    cr_assert_gt(n_less, 0, "nothing was cut short");
}

/* The price of staying is high, and one that is held elsewhere would have it too. */
Test(pattern_leaf, what_is_held_elsewhere_earns_nothing_by_staying)
{
    g_auto(OnePart) one = one_part(true);
    g_autofree uint32_t *none = g_new(uint32_t, one.prices->n_types + 1);
    for (uint32_t t = 0; t < one.prices->n_types; t++)
        none[t] = NO_INDEX;
    uint32_t node_of_stay[] = {0};
    BranchNodes above = {none, none};
    StayNodes stays = {node_of_stay, node_of_stay};
    PatternLook look = {0};
    g_autoptr(ProofWriter) writer = proof_writer_new(PATTERN_SCALE);
    cr_assert_eq(one.rules->n_stays, 1);
    pattern_part_hold(one.part, one.rules, 0, one.problem->home[0] == 0 ? 1 : 0);
    one.part->fewest[0] = 5;
    one.price[one.problem->n_items] = 100 * INT64_C(1000000) * PATTERN_SCALE;
    Int128 value = pattern_bound_evaluate(one.bound, one.part, one.price, UINT64_MAX);
    pattern_bound_look(one.bound, &look);
    pattern_leaf_write(one.bound, one.part, one.price, &look, &above, &stays, writer,
                       proof_writer_add(writer));
    cr_assert(writer->least >= value, "the leaf proves less than was found");
    pattern_look_clear(&look);
}

/* The only pattern that is known of a bin is ruled out: the program does without, however it is. */
Test(pattern_master, has_no_pattern_that_the_part_rules_out)
{
    g_auto(OnePart) one = one_part(false);
    g_autoptr(PatternMaster) master = pattern_master_new(one.prices, one.rules);
    uint32_t item = 0, bin = one.problem->home[0], n_bins = one.problem->n_bins;
    g_autofree double *price = g_new0(double, pattern_n_prices(one.rules) + 1);
    g_autofree double *place = g_new0(double, (gsize)one.problem->n_items *n_bins + 1);
    g_autofree double *bins = g_new0(double, (gsize)n_bins + 1);
    double value;
    pattern_master_add(master, bin, &item, 1);
    for (uint32_t is_barred = 0; is_barred < 2; is_barred++) {
        if (is_barred)
            pattern_part_bar(one.part, one.rules, item, bin);
        pattern_master_enter(master, one.part, price, 1);
        pattern_master_set_box(master, price, 1e6);
        cr_assert(pattern_master_solve(master, &value, price));
        pattern_master_use(master, place, bins);
        cr_assert_float_eq(place[item * n_bins + bin], is_barred ? 0 : 1, 1e-6);
    }
}
