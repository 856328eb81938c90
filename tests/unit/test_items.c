/* Items are numbered without the domains that get no host; a proof names domains. */
#include <criterion/criterion.h>

#include "planner/items.h"

Test(items, a_sum_that_is_branched_on_names_domains)
{
    uint32_t label[] = {3, 7};
    Problem problem = {.n_items = 2, .label = label};
    g_autoptr(Proof) proof = proof_new(1);
    proof->n_nodes = 1;
    proof->nodes = g_new0(ProofNode, 1);
    ProofNode *node = &proof->nodes[0];
    node->kind = PROOF_NODE_BRANCH_SUM;
    node->n_columns = 3;
    node->columns = g_new0(Key, 3);
    node->columns[0] = (Key){COLUMN_PLACE, {1, 5}};
    node->columns[1] = (Key){COLUMN_SERVE, {1}};
    node->columns[2] = (Key){COLUMN_PLACE, {0, 1}};
    items_name_proof(&problem, proof);
    cr_assert_eq(node->columns[0].index[0], 7);
    cr_assert_eq(node->columns[0].index[1], 5, "a host");
    cr_assert_eq(node->columns[1].index[0], 1, "a host");
    cr_assert_eq(node->columns[2].index[0], 3);
}
