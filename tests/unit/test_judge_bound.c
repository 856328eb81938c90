/* Proofs by hand: accepted with the right value, refused where anything is wrong. */
#include <criterion/criterion.h>
#include <string.h>

#include "certificate/bound.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

/* Only machine cost: h1 (on, holds a) 1000 micro-units, h2 (off) 700. H = 1 h. */
static Model *two_hosts(void)
{
    return test_model(
        (TestFile[]){{"policy.csv", "key,value\nhorizon_h,1\nwage_per_h,0\nprice_per_kwh,0\n"},
                     {"hosts.csv", "host,on,machine_cost_per_h,cpu_mcpu,memory_mib\n"
                                   "h1,1,0.001,1000,1000\nh2,0,0.0007,1000,1000\n"},
                     {"domains.csv", "domain,host,cpu_mcpu\na,h1,500\n"},
                     {NULL, NULL}});
}

static Multiplier assign(uint32_t item, int64_t y)
{
    return (Multiplier){{ROW_ASSIGN, {item}}, y};
}

static Multiplier link_to(uint32_t item, uint32_t bin, int64_t y)
{
    return (Multiplier){{ROW_LINK, {item, bin}}, y};
}

static ProofNode leaf(ProofNodeKind kind, const Multiplier *multipliers, uint32_t n)
{
    ProofNode node = {.kind = kind, .n_multipliers = n};
    node.multipliers = g_memdup2(multipliers, n * sizeof(*multipliers));
    return node;
}
#define LEAF(...)                                                                                  \
    leaf(PROOF_NODE_LEAF, (Multiplier[]){__VA_ARGS__},                                             \
         sizeof((Multiplier[]){__VA_ARGS__}) / sizeof(Multiplier))
#define EMPTY_LEAF(...)                                                                            \
    leaf(PROOF_NODE_INFEASIBLE, (Multiplier[]){__VA_ARGS__},                                       \
         sizeof((Multiplier[]){__VA_ARGS__}) / sizeof(Multiplier))

static ProofNode branch_serve(uint32_t bin, int64_t at, uint32_t low, uint32_t high)
{
    return (ProofNode){.kind = PROOF_NODE_BRANCH_COLUMN,
                       .column = {COLUMN_SERVE, {bin}},
                       .at = at,
                       .low = low,
                       .high = high};
}

static ProofNode branch_count(const uint32_t *bins, uint32_t n, int64_t at, uint32_t low,
                              uint32_t high)
{
    return (ProofNode){.kind = PROOF_NODE_BRANCH_COUNT,
                       .bins = g_memdup2(bins, n * sizeof(*bins)),
                       .n_bins = n,
                       .at = at,
                       .low = low,
                       .high = high};
}

static ProofNode branch_sum(const Key *columns, uint32_t n, int64_t at, uint32_t low, uint32_t high)
{
    return (ProofNode){.kind = PROOF_NODE_BRANCH_SUM,
                       .columns = g_memdup2(columns, n * sizeof(*columns)),
                       .n_columns = n,
                       .at = at,
                       .low = low,
                       .high = high};
}

/* Takes over what the nodes own. */
static Proof *proof_of(int64_t scale, const ProofNode *nodes, uint32_t n)
{
    Proof *proof = proof_new(scale);
    g_free(proof->nodes);
    proof->nodes = g_memdup2(nodes, n * sizeof(*nodes));
    proof->n_nodes = n;
    return proof;
}
#define PROOF(scale, ...)                                                                          \
    proof_of(scale, (ProofNode[]){__VA_ARGS__},                                                    \
             sizeof((ProofNode[]){__VA_ARGS__}) / sizeof(ProofNode))

static void expect_bound(const Model *model, Proof *proof, int64_t bound)
{
    g_auto(Proved) proved = {0};
    judge_prove(model, proof, &proved);
    cr_assert_null(proved.refused, "%s", proved.refused);
    cr_assert_not(proved.infeasible);
    cr_assert_eq(proved.bound, bound, "%" G_GINT64_FORMAT, proved.bound);
    proof_free(proof);
}

static void expect_refused(const Model *model, Proof *proof, const char *why)
{
    g_auto(Proved) proved = {0};
    judge_prove(model, proof, &proved);
    cr_assert(proved.refused != NULL && strcmp(proved.refused, why) == 0, "%s", proved.refused);
    proof_free(proof);
}

/* y on assign is paid by the links: serve costs 1000 − 700 and 700 − 700, so the value is 700. */
Test(judge_bound, duals_of_the_root_prove_the_cheaper_host)
{
    g_autoptr(Model) model = two_hosts();
    expect_bound(model, PROOF(1, LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700))),
                 700);
    /* Too much on assign: serve[h2] is 700 − 800 = −100 at its upper bound: 800 − 100. */
    expect_bound(model, PROOF(1, LEAF(assign(0, 800), link_to(0, 0, -800), link_to(0, 1, -800))),
                 700);
    expect_bound(model, PROOF(1, LEAF(assign(0, 0))), 0);
}

Test(judge_bound, a_value_between_whole_numbers_is_rounded_up_where_all_costs_are_whole)
{
    g_autoptr(Model) model = two_hosts();
    expect_bound(
        model, PROOF(1000, LEAF(assign(0, 699001), link_to(0, 0, -699001), link_to(0, 1, -699001))),
        700);
}

Test(judge_bound, costs_that_are_not_whole_are_rounded_down_and_corrected)
{
    /* Soft rule at 0.0000015 an hour: 1.5 micro-units a breach, 1 a year of … one rough term. */
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nhorizon_h,1\nwage_per_h,0\nprice_per_kwh,0\n"},
        {"hosts.csv", "host,on,machine_cost_per_h,cpu_mcpu,memory_mib\nh1,1,0.001,1000,1000\n"},
        {"domains.csv", "domain,host,cpu_mcpu\na,h1,500\nb,h1,0\n"},
        {"rules.csv", "rule,name,domains,strength,price_per_h\nspread,r,a;b,soft,0.0000015\n"},
        {NULL, NULL}});
    /* link of a: serve is needed (1000); value 1000 exactly, less ⌈1/2⌉. */
    expect_bound(model, PROOF(1, LEAF(assign(0, 1000), link_to(0, 0, -1000))), 999);
    /* With S = 2 a breach costs ⌊3⌋: spread[h1] with y = −3: serve − (−1 × −3)… see value:
     * assign a, b 3 each; place 0; breach 3 − 3 = 0; serve 2000 − 3 (limit 1): 6 + 1997 · lower 0.
     */
    expect_bound(model,
                 PROOF(2, LEAF(assign(0, 2000), link_to(0, 0, -1997), assign(1, 3),
                               {{ROW_SPREAD, {0, 0}}, -3})),
                 1000);
}

Test(judge_bound, branches_on_a_column_take_the_lesser_child)
{
    g_autoptr(Model) model = two_hosts();
    /* serve[h1] = 0: link_to(a,h1) is free to pay nothing: a must be on h2, 700.
     * serve[h1] = 1: costs 1000 at least (its lower bound is 1). */
    expect_bound(model,
                 PROOF(1, branch_serve(0, 0, 1, 2),
                       LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)),
                       LEAF(assign(0, 0))),
                 700);
    expect_bound(model,
                 PROOF(1, branch_serve(1, 0, 1, 2),
                       LEAF(assign(0, 1000), link_to(0, 0, -1000), link_to(0, 1, -1000)),
                       LEAF(assign(0, 0))),
                 700);
}

Test(judge_bound, a_branch_that_leaves_nothing_is_empty)
{
    g_autoptr(Model) model = two_hosts();
    /* serve ≤ 1 ≤ its upper bound on the low side, ≥ 2 on the high side: nothing. */
    expect_bound(model,
                 PROOF(1, branch_serve(0, 1, 1, 2),
                       LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)),
                       EMPTY_LEAF(assign(0, 0))),
                 700);
}

Test(judge_bound, branches_on_a_count_add_their_row_to_their_own_side)
{
    g_autoptr(Model) model = two_hosts();
    const uint32_t both[] = {0, 1};
    Multiplier at_least = {{ROW_BRANCH, {0}}, 700}; /* Σ serve ≥ 2: 1400, serve 300 + 0 */
    Multiplier at_most = {{ROW_BRANCH, {0}}, -700};
    expect_bound(model,
                 PROOF(1, branch_count(both, 2, 1, 1, 2),
                       LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)),
                       LEAF(at_least)),
                 700);
    expect_refused(model,
                   PROOF(1, branch_count(both, 2, 1, 1, 2),
                         LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)),
                         LEAF(at_most)),
                   "leaf 2 gives row branch[0,0,0,0] a multiplier of the wrong sign");
    expect_refused(model, PROOF(1, LEAF(at_least)),
                   "leaf 0 uses row branch[0,0,0,0], which is not there");
    expect_refused(model, PROOF(1, branch_serve(0, 0, 1, 2), LEAF(at_least), LEAF(assign(0, 0))),
                   "leaf 1 uses row branch[0,0,0,0], which is not there");
}

/* a and b need 600 of the only 900 each. */
static Model *too_small(void)
{
    return test_model((TestFile[]){{"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\n"},
                                   {"domains.csv", "domain,host,cpu_mcpu\na,h1,600\nb,h1,600\n"},
                                   {NULL, NULL}});
}

Test(judge_bound, farkas_multipliers_prove_that_there_is_no_placement)
{
    g_autoptr(Model) model = too_small();
    g_auto(Proved) proved = {0};
    /* 600 + 600 on assign, −1 on capacity: serve leaves −900: 300 > 0. */
    g_autoptr(Proof) proof =
        PROOF(1, EMPTY_LEAF(assign(0, 600), assign(1, 600), {{ROW_CAPACITY, {0, 0, 0}}, -1}));
    judge_prove(model, proof, &proved);
    cr_assert_null(proved.refused, "%s", proved.refused);
    cr_assert(proved.infeasible);
    expect_refused(
        model,
        PROOF(1, EMPTY_LEAF(assign(0, 450), assign(1, 450), {{ROW_CAPACITY, {0, 0, 0}}, -1})),
        "leaf 0 does not prove that its part is empty");
}

Test(judge_bound, multipliers_must_have_the_sign_of_their_row)
{
    g_autoptr(Model) model = two_hosts();
    expect_refused(model, PROOF(1, LEAF(link_to(0, 0, 1))),
                   "leaf 0 gives row link[0,0,0,0] a multiplier of the wrong sign");
    expect_refused(model, PROOF(1, LEAF({{ROW_CHANGE_ITEM, {0}}, -1})),
                   "leaf 0 gives row change_item[0,0,0,0] a multiplier of the wrong sign");
    expect_bound(model, PROOF(1, LEAF(assign(0, -1))), -1);
}

Test(judge_bound, rows_that_are_not_there_or_named_twice_are_refused)
{
    g_autoptr(Model) model = two_hosts();
    const Key absent[] = {{ROW_ASSIGN, {1}},
                          {ROW_LINK, {0, 2}},
                          {ROW_LINK, {0, 0, 1}},
                          {ROW_CAPACITY, {0, 0, 1}},
                          {ROW_TRANSIENT, {0, 0, 0}},
                          {ROW_OVERLOAD, {0, 0, 0}},
                          {ROW_NOTICE, {0}},
                          {ROW_MAX_MOVES, {0}},
                          {ROW_RESERVE, {0}},
                          {ROW_SPREAD, {0, 0}},
                          {ROW_KEEP, {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}},
                          {ROW_SPLIT_LINK, {0, 0, 0, 0}},
                          {ROW_BRANCH, {0}},
                          {N_ROW_KINDS, {0}},
                          {UINT32_MAX, {0}}};
    for (size_t i = 0; i < G_N_ELEMENTS(absent); i++) {
        g_auto(Proved) proved = {0};
        g_autoptr(Proof) proof = PROOF(1, LEAF({absent[i], 0}));
        judge_prove(model, proof, &proved);
        cr_assert(proved.refused != NULL && strstr(proved.refused, "which is not there") != NULL,
                  "%zu: %s", i, proved.refused);
    }
    expect_refused(model, PROOF(1, LEAF(assign(0, 1), assign(0, 1))),
                   "leaf 0 names row assign[0,0,0,0] twice");
}

/* b goes, so a may be anywhere: no row ties a to where b is not. */
Test(judge_bound, a_domain_that_gets_no_host_ties_nobody)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
                     {"domains.csv", "domain,host,cpu_mcpu,retire\na,h1,500,0\nb,h1,500,1\n"},
                     {"rules.csv", "rule,name,domains,strength\ngather,r,a;b,hard\n"},
                     {NULL, NULL}});
    expect_refused(model,
                   PROOF(1, EMPTY_LEAF(assign(0, 1), {{ROW_GATHER_EQUAL, {0, 1, 0}}, 1},
                                       {{ROW_GATHER_EQUAL, {0, 1, 1}}, 1})),
                   "leaf 0 uses row gather_equal[0,1,0,0], which is not there");
}

Test(judge_bound, a_scale_that_is_not_above_zero_is_refused)
{
    g_autoptr(Model) model = two_hosts();
    expect_refused(model, PROOF(0, LEAF(assign(0, 0))), "its scale is not above 0");
    expect_refused(model, PROOF(-1, LEAF(assign(0, 0))), "its scale is not above 0");
}

Test(judge_bound, a_tree_must_be_a_tree)
{
    g_autoptr(Model) model = two_hosts();
    const uint32_t both[] = {0, 1}, twice[] = {1, 1}, far[] = {0, 2};
    expect_refused(model, proof_of(1, NULL, 0), "the proof has no node");
    expect_refused(model, PROOF(1, branch_serve(0, 0, 0, 1), LEAF(assign(0, 0))),
                   "node 0 has children that do not follow it");
    expect_refused(model, PROOF(1, branch_serve(0, 0, 1, 1), LEAF(assign(0, 0))),
                   "node 0 has children that do not follow it");
    expect_refused(model, PROOF(1, branch_serve(0, 0, 1, 2), LEAF(assign(0, 0))),
                   "node 0 has children that do not follow it");
    expect_refused(model, PROOF(1, LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 1 is not reached from the root");
    expect_refused(model,
                   PROOF(1, branch_serve(0, 0, 1, 2), branch_serve(1, 0, 2, 3), LEAF(assign(0, 0)),
                         LEAF(assign(0, 0))),
                   "node 1 has a child that another node has too");
    expect_refused(model,
                   PROOF(1, branch_serve(2, 0, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 branches on a column that is not there");
    expect_refused(
        model, PROOF(1, branch_serve(0, INT64_MAX, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
        "node 0 branches at a number out of range");
    expect_refused(model,
                   PROOF(1, branch_count(both, 0, 1, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 branches on the count of no hosts");
    expect_refused(
        model, PROOF(1, branch_count(twice, 2, 1, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
        "node 0 names its hosts twice or out of order");
    expect_refused(model,
                   PROOF(1, branch_count(far, 2, 1, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 branches on a host that is not there");
    expect_refused(model, PROOF(1, {.kind = (ProofNodeKind)9}), "node 0 is of an unknown kind");
}

/* Whether a stays on h1: 1000 where it does. Where it does not, serve[h2] and the move pay 700. */
Test(judge_bound, branches_on_a_sum_add_their_row_to_their_own_side)
{
    g_autoptr(Model) model = two_hosts();
    const Key stays[] = {{COLUMN_PLACE, {0, 0}}};
    const Key both[] = {{COLUMN_PLACE, {0, 0}}, {COLUMN_SERVE, {0}}};
    Multiplier at_least = {{ROW_BRANCH, {0}}, 1000};
    Multiplier too_much = {{ROW_BRANCH, {0}}, -1};
    expect_bound(model,
                 PROOF(1, branch_sum(stays, 1, 0, 1, 2),
                       LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)),
                       LEAF(at_least, link_to(0, 0, -1000))),
                 700);
    /* place + serve ≥ 2: 2000 less 1000 for place, nothing for serve. */
    expect_bound(model,
                 PROOF(1, branch_sum(both, 2, 1, 1, 2),
                       LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)),
                       LEAF(at_least)),
                 700);
    expect_refused(model,
                   PROOF(1, branch_sum(stays, 1, 0, 1, 2), LEAF(assign(0, 0)), LEAF(too_much)),
                   "leaf 2 gives row branch[0,0,0,0] a multiplier of the wrong sign");
}

Test(judge_bound, sums_that_are_branched_on_have_whole_columns_each_once)
{
    g_autoptr(Model) model = two_hosts();
    const Key twice[] = {{COLUMN_SERVE, {1}}, {COLUMN_PLACE, {0, 0}}, {COLUMN_SERVE, {1}}};
    const Key far[] = {{COLUMN_PLACE, {1, 0}}};
    expect_refused(model,
                   PROOF(1, branch_sum(twice, 0, 0, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 branches on the sum of no columns");
    expect_refused(model,
                   PROOF(1, branch_sum(twice, 3, 0, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 names a column twice");
    expect_refused(model,
                   PROOF(1, branch_sum(far, 1, 0, 1, 2), LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 branches on a column that is not there");
}

static ProofNode branch_times(const Key *columns, const int64_t *times, uint32_t n, int64_t at)
{
    ProofNode node = branch_sum(columns, n, at, 1, 2);
    node.times = g_memdup2(times, n * sizeof(*times));
    return node;
}

/* Serving costs 1000 and 700, so 10 and 7 times a hundred: above 6 means 7, and none is below. */
Test(judge_bound, a_sum_may_count_a_column_several_times)
{
    g_autoptr(Model) model = two_hosts();
    const Key serve[] = {{COLUMN_SERVE, {0}}, {COLUMN_SERVE, {1}}};
    const int64_t hundreds[] = {10, 7}, less[] = {10, 6}, back[] = {-10, -7}, none[] = {10, 0};
    const int64_t huge[] = {INT64_MAX, INT64_MAX};
    Multiplier above = {{ROW_BRANCH, {0}}, 100}, below = {{ROW_BRANCH, {0}}, -100};
    Multiplier of_assign = assign(0, 700), first = link_to(0, 0, -700),
               second = link_to(0, 1, -700);
    expect_bound(model,
                 PROOF(1, branch_times(serve, hundreds, 2, 6),
                       EMPTY_LEAF(of_assign, first, second, below), LEAF(above)),
                 700);
    expect_bound(model,
                 PROOF(1, branch_times(serve, back, 2, -7), LEAF(below),
                       EMPTY_LEAF(of_assign, first, second, above)),
                 700);
    expect_refused(model,
                   PROOF(1, branch_times(serve, hundreds, 2, 7),
                         EMPTY_LEAF(of_assign, first, second, below), LEAF(above)),
                   "leaf 1 does not prove that its part is empty");
    expect_refused(model,
                   PROOF(1, branch_times(serve, less, 2, 6),
                         EMPTY_LEAF(of_assign, first, second, below), LEAF(above)),
                   "leaf 1 does not prove that its part is empty");
    expect_refused(model, PROOF(1, branch_times(serve, none, 2, 6), LEAF(of_assign), LEAF(above)),
                   "node 0 counts a column 0 times");
    above.y = INT64_MAX;
    expect_refused(model,
                   PROOF(1, branch_times(serve, huge, 2, 0), LEAF(assign(0, 0)), LEAF(above)),
                   "its value leaves the range of amounts");
}

Test(judge_bound, only_integer_columns_are_branched_on)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"resources.csv", "resource,overload_price\ncpu_mcpu,1\n"},
                                {"hosts.csv", "host,cpu_mcpu\nh1,1000\n"},
                                {"domains.csv", "domain,host,cpu_mcpu\na,h1,800\n"},
                                {NULL, NULL}});
    ProofNode node = {.kind = PROOF_NODE_BRANCH_COLUMN,
                      .column = {COLUMN_OVERLOAD, {0, 0, 0}},
                      .low = 1,
                      .high = 2};
    expect_refused(model, PROOF(1, node, LEAF(assign(0, 0)), LEAF(assign(0, 0))),
                   "node 0 branches on the column 'overload', which is not an integer");
}

/* Each row adds 10^6 × 10^12 × 2^63 = 9.2 × 10^36: twenty of them leave 1.7 × 10^38. */
Test(judge_bound, numbers_that_leave_their_range_refuse_the_proof)
{
    g_autoptr(GString) hosts = g_string_new("host,cpu_mcpu,memory_mib\n");
    for (int i = 0; i < 20; i++)
        g_string_append_printf(hosts, "h%02d,1000000000000,1000\n", i);
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", hosts->str},
                                {"domains.csv", "domain,host,cpu_mcpu\na,h00,800\n"},
                                {"balance.csv", "resource,with,ratio_permille,price_per_h\n"
                                                "cpu_mcpu,memory_mib,1000000,0.001\n"},
                                {NULL, NULL}});
    Multiplier rows[20];
    for (uint32_t i = 0; i < 20; i++)
        rows[i] = (Multiplier){{ROW_BALANCE, {0, i, 0}}, INT64_MAX};
    expect_refused(model, PROOF(1, leaf(PROOF_NODE_LEAF, rows, 20)),
                   "leaf 0 leaves the range of 128 bits at row balance[0,18,0,0]");
    g_autoptr(Model) small = two_hosts();
    expect_refused(small, PROOF(1, LEAF({{ROW_CAPACITY, {0, 0, 0}}, INT64_MIN})),
                   "its value leaves the range of amounts");
}

/* A chain of branches that never ends within reason. */
Test(judge_bound, a_tree_that_is_too_deep_is_refused)
{
    g_autoptr(Model) model = two_hosts();
    uint32_t n = 2 * 10001 + 1;
    g_autofree ProofNode *nodes = g_new0(ProofNode, n);
    for (uint32_t i = 0; i + 2 < n; i += 2) {
        nodes[i] = branch_serve(0, 0, i + 1, i + 2);
        nodes[i + 1] = LEAF(assign(0, 0));
    }
    nodes[n - 1] = LEAF(assign(0, 0));
    expect_refused(model, proof_of(1, nodes, n), "node 19999 is deeper than 10000 levels");
}

static Plan *plan_with_bound(const Model *model, int64_t bound)
{
    Plan *plan = test_plan(model, (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h2"},
                                                 {1, ACTION_MIGRATE, "a", "h1", "h2"},
                                                 {1, ACTION_POWER_OFF, NULL, "h1", NULL},
                                                 {0}});
    plan->has_bound = true;
    plan->bound = bound;
    return plan;
}

Test(judge_bound, the_plans_bound_is_exactly_what_the_proof_gives)
{
    g_autoptr(Model) model = two_hosts();
    g_autoptr(Proof) proof =
        PROOF(1, LEAF(assign(0, 700), link_to(0, 0, -700), link_to(0, 1, -700)));
    g_autoptr(Plan) plan = plan_with_bound(model, 700);
    plan->outcome = OUTCOME_OPTIMAL;
    g_autofree char *accepted = test_failures(model, plan, proof);
    cr_assert_str_empty(accepted, "%s", accepted);
    for (int64_t off = -1; off <= 1; off += 2) {
        plan->bound = 700 + off;
        g_autofree char *failures = test_failures(model, plan, proof);
        cr_assert(g_str_has_prefix(failures, "bound: the bound is said to be 0.000"), "%s",
                  failures);
    }
    plan->bound = 700;
    g_autofree char *unproved = test_failures(model, plan, NULL);
    cr_assert_str_eq(unproved, "bound: a bound without a proof\n");
}

Test(judge_bound, optimal_needs_a_proved_gap_below_a_hundredth)
{
    g_autoptr(Model) model = two_hosts();
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{0}});
    plan->outcome = OUTCOME_OPTIMAL;
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "outcome: the plan is said to be optimal, but no gap below 0.01 is "
                               "proved\n");
    g_autoptr(Proof) proof = PROOF(1, LEAF(assign(0, -9001)));
    plan->has_bound = true;
    plan->bound = -9001; /* 1000 + 9001 = 10001 */
    g_autofree char *too_far = test_failures(model, plan, proof);
    cr_assert_str_eq(too_far, failures);
    proof->nodes[0].multipliers[0].y = plan->bound = -8999;
    g_autofree char *close = test_failures(model, plan, proof);
    cr_assert_str_empty(close, "%s", close);
}

Test(judge_bound, infeasible_must_be_proved)
{
    g_autoptr(Model) model = too_small();
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{0}});
    g_clear_pointer(&plan->host_of_domain, g_free);
    g_clear_pointer(&plan->in_service, g_free);
    plan->outcome = OUTCOME_INFEASIBLE;
    plan_seal(model, plan);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "outcome: the plan is said to be infeasible without a proof\n");
    g_autoptr(Proof) proof =
        PROOF(1, EMPTY_LEAF(assign(0, 600), assign(1, 600), {{ROW_CAPACITY, {0, 0, 0}}, -1}));
    g_autofree char *proved = test_failures(model, plan, proof);
    cr_assert_str_empty(proved, "%s", proved);
    g_autoptr(Proof) weak = PROOF(1, LEAF(assign(0, 0)));
    g_autofree char *bound_only = test_failures(model, plan, weak);
    cr_assert_str_eq(bound_only, "bound: the proof leaves room for a placement\n");
    plan->outcome = OUTCOME_FEASIBLE;
    g_autofree char *contradiction = test_failures(model, plan, NULL);
    cr_assert_str_eq(contradiction, "outcome: the outcome does not fit a plan without a "
                                    "placement\n");
}

/* A domain that may be nowhere needs no multipliers: anyone can see it. */
Test(judge_bound, a_domain_without_a_host_is_proof_enough)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\n"},
                                {"domains.csv", "domain,host,cpu_mcpu\na,h1,901\n"},
                                {NULL, NULL}});
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{0}});
    g_clear_pointer(&plan->host_of_domain, g_free);
    g_clear_pointer(&plan->in_service, g_free);
    plan->outcome = OUTCOME_INFEASIBLE;
    plan_seal(model, plan);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "%s", failures);
}
