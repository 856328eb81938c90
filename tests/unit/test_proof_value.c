/* A proof is worth what the program says, not what it claims. */
#include <criterion/criterion.h>

#include "certificate/bound.h"
#include "model/formulate.h"
#include "solver/cheap_bound.h"
#include "solver/proof_value.h"
#include "solver/solve.h"
#include "tests/support/test_model.h"
#include "tests/support/tiny_scenario.h"

typedef struct {
    Model *model;
    Problem *problem;
    Mip *mip;
    Solution *solution;
} Case;

/* Three hosts of which one is enough, searched to the end. */
static Case solved(void)
{
    g_autoptr(GError) error = NULL;
    const TestFile files[] = {
        {"hosts.csv", "host,machine_cost_per_h,cpu_mcpu\nh1,1,9000\nh2,1,9000\nh3,1,9000\n"},
        {"domains.csv", "domain,host,operator_min,cpu_mcpu\nd1,h1,9,3500\nd2,h2,5,3500\n"
                        "d3,h3,5,3500\n"},
        {NULL, NULL}};
    Case made = {.model = test_model(files)};
    made.problem = formulate(made.model, &error);
    made.mip = mip_new(made.problem);
    SolveOptions options = {.time_limit_s = 30};
    made.solution = solve(made.problem, &options, &error);
    cr_assert_null(error);
    cr_assert_not_null(made.solution->proof);
    return made;
}

static void expect_worth(const Case *made, ProofWorth expected, int64_t expected_bound)
{
    int64_t bound = 0;
    ProofWorth worth = proof_value(made->mip, made->solution->proof, &bound);
    cr_assert_eq(worth, expected);
    if (worth == PROOF_BOUND)
        cr_assert_eq(bound, expected_bound);
}

static void clear(Case *made)
{
    solution_free(made->solution);
    mip_free(made->mip);
    problem_free(made->problem);
    model_free(made->model);
}

static ProofNode *first_of_kind(const Case *made, ProofNodeKind kind)
{
    const Proof *proof = made->solution->proof;
    for (uint32_t i = 0; i < proof->n_nodes; i++)
        if (proof->nodes[i].kind == kind)
            return &proof->nodes[i];
    return NULL;
}

Test(proof_value, an_untouched_proof_is_worth_its_bound)
{
    Case made = solved();
    expect_worth(&made, PROOF_BOUND, made.solution->cost);
    clear(&made);
}

Test(proof_value, a_leaf_without_multipliers_proves_less)
{
    Case made = solved();
    int64_t bound = 0;
    first_of_kind(&made, PROOF_NODE_LEAF)->n_multipliers = 0;
    cr_assert_eq(proof_value(made.mip, made.solution->proof, &bound), PROOF_BOUND);
    cr_assert_lt(bound, made.solution->cost);
    clear(&made);
}

Test(proof_value, a_row_that_is_not_in_the_program_makes_it_wrong)
{
    Case made = solved();
    first_of_kind(&made, PROOF_NODE_LEAF)->multipliers[0].row = (Key){ROW_ASSIGN, {99, 0, 0, 0}};
    expect_worth(&made, PROOF_WRONG, 0);
    clear(&made);
}

Test(proof_value, a_child_that_stands_before_its_parent_makes_it_wrong)
{
    Case made = solved();
    ProofNode node = {.kind = PROOF_NODE_BRANCH_COLUMN, .low = 0, .high = 0};
    node.column = made.mip->columns[0].key;
    Proof cyclic = {.scale = made.solution->proof->scale, .nodes = &node, .n_nodes = 1};
    int64_t bound = 0;
    cr_assert_eq(proof_value(made.mip, &cyclic, &bound), PROOF_WRONG);
    clear(&made);
}

Test(proof_value, a_leaf_that_only_says_it_is_empty_makes_it_wrong)
{
    Case made = solved();
    ProofNode node = {.kind = PROOF_NODE_INFEASIBLE};
    Proof empty = {.scale = made.solution->proof->scale, .nodes = &node, .n_nodes = 1};
    int64_t bound = 0;
    cr_assert_eq(proof_value(made.mip, &empty, &bound), PROOF_WRONG);
    clear(&made);
}

Test(proof_value, the_cheap_bound_never_exceeds_the_optimum_and_the_judge_proves_the_same)
{
    for (uint32_t seed = 1; seed <= 150; seed++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Model) model = tiny_scenario(seed % 2 ? TINY_PLAIN : TINY_PRICES, seed);
        g_autoptr(Problem) problem = formulate(model, &error);
        SolveOptions options = {.time_limit_s = 30};
        g_autoptr(Solution) solution = solve(problem, &options, &error);
        int64_t bound = 0;
        g_autoptr(Proof) proof = cheap_bound(problem, &bound);
        if (solution->outcome == OUTCOME_OPTIMAL) {
            cr_assert_not_null(proof);
            cr_assert_leq(bound, solution->cost, "seed %u", seed);
        }
        if (proof == NULL)
            continue;
        Proved proved;
        judge_prove(model, proof, &proved);
        cr_assert_null(proved.refused, "seed %u: %s", seed, proved.refused);
        cr_assert_eq(proved.bound, bound, "seed %u", seed);
        judge_proved_clear(&proved);
    }
}
