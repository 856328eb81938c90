#include "certificate/tree.h"

static char *refuse_bins(const Columns *columns, const ProofNode *node, uint32_t number)
{
    if (node->n_bins == 0 || node->bins == NULL)
        return g_strdup_printf("node %u branches on the count of no hosts", number);
    for (uint32_t i = 0; i < node->n_bins; i++) {
        if (node->bins[i] >= columns->model->n_hosts)
            return g_strdup_printf("node %u branches on a host that is not there", number);
        if (i > 0 && node->bins[i] <= node->bins[i - 1])
            return g_strdup_printf("node %u names its hosts twice or out of order", number);
    }
    return NULL;
}

static char *refuse_column(const Columns *columns, const Key *key, uint32_t number,
                           uint64_t *ret_column)
{
    if (!judge_columns_find(columns, key, ret_column))
        return g_strdup_printf("node %u branches on a column that is not there", number);
    if (!judge_column_is_integer(key->kind))
        return g_strdup_printf("node %u branches on the column '%s', which is not an integer",
                               number, column_kind_names[key->kind]);
    return NULL;
}

/* Each of them an integer column that is there, none twice, none for nothing. */
static char *refuse_sum(const Columns *columns, const ProofNode *node, uint32_t number)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    if (node->n_columns == 0 || node->columns == NULL)
        return g_strdup_printf("node %u branches on the sum of no columns", number);
    for (uint32_t i = 0; i < node->n_columns; i++) {
        uint64_t column = 0;
        char *why = refuse_column(columns, &node->columns[i], number, &column);
        if (why != NULL)
            return why;
        if (!g_hash_table_add(seen, g_memdup2(&column, sizeof(column))))
            return g_strdup_printf("node %u names a column twice", number);
        if (node->times != NULL && node->times[i] == 0)
            return g_strdup_printf("node %u counts a column 0 times", number);
    }
    return NULL;
}

static char *refuse_branch(const Columns *columns, const ProofNode *node, uint32_t number)
{
    uint64_t column;
    if (node->kind == PROOF_NODE_BRANCH_COLUMN)
        return refuse_column(columns, &node->column, number, &column);
    if (node->kind == PROOF_NODE_BRANCH_COUNT)
        return refuse_bins(columns, node, number);
    return refuse_sum(columns, node, number);
}

static char *refuse_node(const Columns *columns, const Proof *proof, uint32_t number)
{
    const ProofNode *node = &proof->nodes[number];
    switch (node->kind) {
    case PROOF_NODE_LEAF:
    case PROOF_NODE_INFEASIBLE:
        if (node->n_multipliers > 0 && node->multipliers == NULL)
            return g_strdup_printf("node %u counts multipliers that are not there", number);
        return NULL;
    case PROOF_NODE_BRANCH_COLUMN:
    case PROOF_NODE_BRANCH_COUNT:
    case PROOF_NODE_BRANCH_SUM:
        if (node->at == INT64_MAX)
            return g_strdup_printf("node %u branches at a number out of range", number);
        if (node->low <= number || node->high <= number || node->low == node->high ||
            node->low >= proof->n_nodes || node->high >= proof->n_nodes)
            return g_strdup_printf("node %u has children that do not follow it", number);
        return refuse_branch(columns, node, number);
    }
    return g_strdup_printf("node %u is of an unknown kind", number);
}

/* Notes the parent of both children; false where one has a parent already. */
static bool adopt(const ProofNode *node, uint32_t number, Parent *parents, uint32_t *depths)
{
    if (node->kind == PROOF_NODE_LEAF || node->kind == PROOF_NODE_INFEASIBLE)
        return true;
    if (depths[node->low] != 0 || depths[node->high] != 0)
        return false;
    parents[node->low] = (Parent){number, false};
    parents[node->high] = (Parent){number, true};
    depths[node->low] = depths[node->high] = depths[number] + 1;
    return true;
}

char *judge_tree_refuse(const Columns *columns, const Proof *proof, Parent **ret_parents)
{
    if (proof->n_nodes == 0 || proof->nodes == NULL)
        return g_strdup("the proof has no node");
    g_autofree Parent *parents = g_new0(Parent, proof->n_nodes);
    g_autofree uint32_t *depths = g_new0(uint32_t, proof->n_nodes); /* root: 1; 0: not reached */
    depths[0] = 1;
    for (uint32_t number = 0; number < proof->n_nodes; number++) {
        char *why = refuse_node(columns, proof, number);
        if (why != NULL)
            return why;
        if (depths[number] == 0) /* parents stand before their children */
            return g_strdup_printf("node %u is not reached from the root", number);
        if (depths[number] > TREE_MOST_DEPTH)
            return g_strdup_printf("node %u is deeper than %d levels", number, TREE_MOST_DEPTH);
        if (!adopt(&proof->nodes[number], number, parents, depths))
            return g_strdup_printf("node %u has a child that another node has too", number);
    }
    *ret_parents = g_steal_pointer(&parents);
    return NULL;
}
