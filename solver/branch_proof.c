/* A search tree as a Proof. */
#include "solver/branch_tree.h"

typedef struct {
    Tree *tree;
    Int128 floor;          /* least value of the leaves: what the proof has to hold up */
    GArray *proof_nodes;   /* ProofNode */
    uint32_t *proof_index; /* [search node] */
} Export;

/* The nearest node upwards that has multipliers of its own; NO_INDEX where none has. */
static uint32_t source_of(const Tree *tree, uint32_t node)
{
    while (node != NO_INDEX && !tree_node(tree, node)->has_value)
        node = tree_node(tree, node)->parent;
    return node;
}

static Int128 value_of_leaf(Tree *tree, uint32_t node)
{
    if (tree_node(tree, node)->has_value)
        return tree_node(tree, node)->value;
    uint32_t source = source_of(tree, node);
    tree_go_to(tree, NULL, node);
    if (source == NO_INDEX)
        return leaf_judge_value(tree->judge, &tree->bounds, NULL, 0, LEAF_COST);
    return leaf_judge_value(tree->judge, &tree->bounds, tree_node(tree, source)->y,
                            tree_node(tree, source)->n_y, LEAF_COST);
}

/* Nothing proves more than the leaf that proves least. False where every part is infeasible. */
static bool find_floor(Tree *tree, Int128 *ret_floor)
{
    bool found = false;
    for (uint32_t node = 0; node < tree->nodes->len; node++) {
        NodeState state = tree_node(tree, node)->state;
        if (state != NODE_OPEN && state != NODE_LEAF)
            continue;
        Int128 value = value_of_leaf(tree, node);
        *ret_floor = found && *ret_floor < value ? *ret_floor : value;
        found = true;
    }
    return found;
}

/* The node whose branching on this count set gave the leaf its bound on that side. */
static uint32_t branch_above(const Tree *tree, uint32_t node, uint32_t set, bool is_high)
{
    for (uint32_t at = node; tree_node(tree, at)->parent != NO_INDEX;
         at = tree_node(tree, at)->parent) {
        uint32_t parent = tree_node(tree, at)->parent;
        const Branching *branching = &tree_node(tree, parent)->branching;
        if (branching->is_count && branching->target == set &&
            tree_node(tree, at)->is_high == is_high)
            return parent;
    }
    return NO_INDEX;
}

static bool name_multiplier(const Export *export, uint32_t node, RowMultiplier y,
                            Multiplier *ret_multiplier)
{
    const Mip *mip = export->tree->judge->mip;
    ret_multiplier->y = y.y;
    if (y.row >= mip->n_rows) {
        uint32_t above = branch_above(export->tree, node, y.row - mip->n_rows, y.y > 0);
        if (above == NO_INDEX)
            return false;
        ret_multiplier->row = (Key){ROW_BRANCH, {export->proof_index[above], 0, 0, 0}};
        return true;
    }
    const MipRow *row = &mip->rows[y.row];
    ret_multiplier->row = row->key;
    return row->sense == SENSE_EQUAL || (row->sense == SENSE_AT_LEAST) == (y.y > 0);
}

static void fill_leaf(const Export *export, uint32_t node, ProofNode *proof_node)
{
    const TreeNode *own = tree_node(export->tree, node);
    uint32_t source = own->state == NODE_INFEASIBLE ? node : source_of(export->tree, node);
    proof_node->kind = own->state == NODE_INFEASIBLE ? PROOF_NODE_INFEASIBLE : PROOF_NODE_LEAF;
    if (source == NO_INDEX)
        return;
    const TreeNode *from = tree_node(export->tree, source);
    proof_node->multipliers = g_new0(Multiplier, (gsize)from->n_y + 1);
    for (uint32_t k = 0; k < from->n_y; k++)
        if (name_multiplier(export, node, from->y[k],
                            &proof_node->multipliers[proof_node->n_multipliers]))
            proof_node->n_multipliers++;
}

static void fill_inner(const Export *export, const TreeNode *own, ProofNode *proof_node)
{
    const Mip *mip = export->tree->judge->mip;
    const Branching *branching = &own->branching;
    proof_node->at = branching->at;
    proof_node->kind = branching->is_count ? PROOF_NODE_BRANCH_COUNT : PROOF_NODE_BRANCH_COLUMN;
    if (branching->is_count) {
        const IndexList *set = &export->tree->judge->counts->sets[branching->target];
        proof_node->n_bins = set->n;
        proof_node->bins = g_memdup2(set->index, set->n * sizeof *set->index);
    } else {
        proof_node->column = mip->columns[branching->target].key;
    }
}

/* An inner node that proves enough alone needs no children. */
static bool is_inner(const Export *export, const TreeNode *own)
{
    return own->state == NODE_INNER && !(own->has_value && own->value >= export->floor);
}

/* Appends a node; its children follow later, so that they come behind it. */
static void export_node(Export *export, uint32_t node)
{
    ProofNode proof_node = {0};
    const TreeNode *own = tree_node(export->tree, node);
    export->proof_index[node] = export->proof_nodes->len;
    if (is_inner(export, own))
        fill_inner(export, own, &proof_node);
    else
        fill_leaf(export, node, &proof_node);
    g_array_append_val(export->proof_nodes, proof_node);
}

static void export_tree(Export *export)
{
    g_autoptr(GArray) todo = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    uint32_t node = 0;
    g_array_append_val(todo, node);
    for (guint i = 0; i < todo->len; i++) {
        node = g_array_index(todo, uint32_t, i);
        export_node(export, node);
        const TreeNode *own = tree_node(export->tree, node);
        if (!is_inner(export, own))
            continue;
        ProofNode *proof_node = &g_array_index(export->proof_nodes, ProofNode, i);
        proof_node->low = todo->len;
        proof_node->high = todo->len + 1;
        g_array_append_val(todo, own->low);
        g_array_append_val(todo, own->high);
    }
}

Proof *tree_to_proof(Tree *tree)
{
    Export export = {.tree = tree};
    if (!find_floor(tree, &export.floor))
        export.floor = (Int128)INT64_MAX * INT64_MAX;
    export.proof_nodes = g_array_new(FALSE, TRUE, sizeof(ProofNode));
    export.proof_index = g_new0(uint32_t, (gsize)tree->nodes->len + 1);
    export_tree(&export);
    g_free(export.proof_index);
    Proof *proof = proof_new(tree->judge->scale);
    proof->n_nodes = export.proof_nodes->len;
    proof->nodes = (ProofNode *)(void *)g_array_free(export.proof_nodes, FALSE);
    return proof;
}
