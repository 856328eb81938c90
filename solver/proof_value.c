#include "solver/proof_value.h"

#include "solver/leaf.h"

typedef struct {
    const Mip *mip;
    const Proof *proof;
    LeafJudge *judge;
    CountSets counts;       /* one a branch on a count: its bins */
    uint32_t *set_of_node;  /* [node] */
    GHashTable *row_of_key; /* Key → row */
    GHashTable *column_of_key;
    Bounds bounds;
} Checker;

static GHashTable *index_keys(void)
{
    return g_hash_table_new(key_hash, key_equal);
}

static void checker_init(Checker *checker, const Mip *mip, const Proof *proof)
{
    *checker = (Checker){.mip = mip, .proof = proof};
    checker->row_of_key = index_keys();
    checker->column_of_key = index_keys();
    for (uint32_t i = 0; i < mip->n_rows; i++)
        g_hash_table_insert(checker->row_of_key, &mip->rows[i].key, GUINT_TO_POINTER(i));
    for (uint32_t c = 0; c < mip->n_columns; c++)
        g_hash_table_insert(checker->column_of_key, &mip->columns[c].key, GUINT_TO_POINTER(c));
    checker->set_of_node = g_new0(uint32_t, (gsize)proof->n_nodes + 1);
    checker->counts.sets = g_new0(IndexList, (gsize)proof->n_nodes + 1);
    for (uint32_t node = 0; node < proof->n_nodes; node++)
        if (proof->nodes[node].kind == PROOF_NODE_BRANCH_COUNT) {
            checker->set_of_node[node] = checker->counts.n_sets;
            checker->counts.sets[checker->counts.n_sets++] =
                (IndexList){proof->nodes[node].bins, proof->nodes[node].n_bins};
        }
    checker->judge = leaf_judge_new(mip, &checker->counts);
    checker->bounds.lower = g_new(int64_t, (gsize)mip->n_columns + 1);
    checker->bounds.upper = g_new(int64_t, (gsize)mip->n_columns + 1);
    checker->bounds.count_lower = g_new(int64_t, (gsize)checker->counts.n_sets + 1);
    checker->bounds.count_upper = g_new(int64_t, (gsize)checker->counts.n_sets + 1);
}

static void checker_clear(Checker *checker)
{
    g_hash_table_unref(checker->row_of_key);
    g_hash_table_unref(checker->column_of_key);
    leaf_judge_free(checker->judge);
    g_free(checker->set_of_node);
    g_free(checker->counts.sets);
    g_free(checker->bounds.lower);
    g_free(checker->bounds.upper);
    g_free(checker->bounds.count_lower);
    g_free(checker->bounds.count_upper);
}

/* Parents come before their children, each child has one. */
static bool has_tree_shape(const Proof *proof)
{
    g_autofree uint8_t *n_parents = g_new0(uint8_t, (gsize)proof->n_nodes + 1);
    for (uint32_t node = 0; node < proof->n_nodes; node++) {
        const ProofNode *own = &proof->nodes[node];
        if (own->kind != PROOF_NODE_BRANCH_COLUMN && own->kind != PROOF_NODE_BRANCH_COUNT)
            continue;
        if (own->low <= node || own->high <= node || own->low >= proof->n_nodes ||
            own->high >= proof->n_nodes || own->low == own->high || n_parents[own->low]++ > 0 ||
            n_parents[own->high]++ > 0)
            return false;
    }
    return proof->n_nodes > 0;
}

static bool apply_branch(Checker *checker, uint32_t node, bool is_high)
{
    const ProofNode *own = &checker->proof->nodes[node];
    bool is_count = own->kind == PROOF_NODE_BRANCH_COUNT;
    int64_t *lower = is_count ? checker->bounds.count_lower : checker->bounds.lower;
    int64_t *upper = is_count ? checker->bounds.count_upper : checker->bounds.upper;
    uint32_t target = checker->set_of_node[node];
    gpointer column;
    if (!is_count) {
        if (!g_hash_table_lookup_extended(checker->column_of_key, &own->column, NULL, &column))
            return false;
        target = GPOINTER_TO_UINT(column);
        if (!checker->mip->columns[target].is_integer)
            return false;
    }
    if (is_high)
        lower[target] = MAX(lower[target], own->at + 1);
    else
        upper[target] = is_count ? own->at : MIN(upper[target], own->at);
    return true;
}

static bool set_bounds(Checker *checker, const uint32_t *parent, uint32_t node)
{
    const Mip *mip = checker->mip;
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        checker->bounds.lower[c] = mip->columns[c].lower;
        checker->bounds.upper[c] = mip->columns[c].upper;
    }
    for (uint32_t set = 0; set < checker->counts.n_sets; set++)
        checker->bounds.count_lower[set] = checker->bounds.count_upper[set] = -1;
    for (uint32_t at = node; at != 0; at = parent[at])
        if (!apply_branch(checker, parent[at], checker->proof->nodes[parent[at]].high == at))
            return false;
    return true;
}

static bool find_multipliers(const Checker *checker, const ProofNode *node, RowMultiplier *y)
{
    for (uint32_t k = 0; k < node->n_multipliers; k++) {
        const Multiplier *multiplier = &node->multipliers[k];
        uint32_t of = multiplier->row.index[0];
        gpointer row;
        y[k].y = multiplier->y;
        if (multiplier->row.kind == ROW_BRANCH) {
            if (of >= checker->proof->n_nodes ||
                checker->proof->nodes[of].kind != PROOF_NODE_BRANCH_COUNT)
                return false;
            y[k].row = checker->mip->n_rows + checker->set_of_node[of];
            continue;
        }
        if (!g_hash_table_lookup_extended(checker->row_of_key, &multiplier->row, NULL, &row))
            return false;
        y[k].row = GPOINTER_TO_UINT(row);
    }
    return true;
}

static ProofWorth check_leaf(Checker *checker, const uint32_t *parent, uint32_t node,
                             Int128 *ret_value)
{
    const ProofNode *own = &checker->proof->nodes[node];
    g_autofree RowMultiplier *y = g_new(RowMultiplier, (gsize)own->n_multipliers + 1);
    if (!set_bounds(checker, parent, node) || !find_multipliers(checker, own, y))
        return PROOF_WRONG;
    bool is_leaf = own->kind == PROOF_NODE_LEAF;
    *ret_value = leaf_judge_value(checker->judge, &checker->bounds, y, own->n_multipliers,
                                  is_leaf ? LEAF_COST : LEAF_NO_COST);
    if (is_leaf)
        return PROOF_BOUND;
    return *ret_value > 0 ? PROOF_INFEASIBLE : PROOF_WRONG;
}

static ProofWorth check_leaves(Checker *checker, Int128 *ret_floor)
{
    const Proof *proof = checker->proof;
    g_autofree uint32_t *parent = g_new0(uint32_t, (gsize)proof->n_nodes + 1);
    ProofWorth worth = PROOF_INFEASIBLE;
    for (uint32_t node = 0; node < proof->n_nodes; node++) {
        const ProofNode *own = &proof->nodes[node];
        if (own->kind == PROOF_NODE_BRANCH_COLUMN || own->kind == PROOF_NODE_BRANCH_COUNT) {
            parent[own->low] = parent[own->high] = node;
            continue;
        }
        Int128 value;
        ProofWorth leaf = check_leaf(checker, parent, node, &value);
        if (leaf == PROOF_WRONG)
            return PROOF_WRONG;
        if (leaf == PROOF_BOUND && (worth == PROOF_INFEASIBLE || value < *ret_floor))
            *ret_floor = value;
        if (leaf == PROOF_BOUND)
            worth = PROOF_BOUND;
    }
    return worth;
}

ProofWorth proof_value(const Mip *mip, const Proof *proof, int64_t *ret_bound)
{
    Checker checker;
    Int128 floor = 0;
    if (!has_tree_shape(proof))
        return PROOF_WRONG;
    checker_init(&checker, mip, proof);
    ProofWorth worth =
        checker.judge->scale == proof->scale ? check_leaves(&checker, &floor) : PROOF_WRONG;
    if (worth == PROOF_BOUND)
        *ret_bound = leaf_judge_bound(checker.judge, floor);
    checker_clear(&checker);
    return worth;
}
