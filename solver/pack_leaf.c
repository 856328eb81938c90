#include "solver/pack_leaf.h"

#include <math.h>

#define MICRO     1e6
#define MOST_FINE 26 /* bits of a multiplier of a cut behind the point, at most */
#define MOST_BITS 61 /* of a multiplier */

/* Multipliers as the simplex has them. */
typedef struct {
    uint32_t node;
    double *of_cut, *of_branch; /* [cut], [depth] currency units */
} Duals;

static const PackCut *cut_at(const PackTree *tree, uint32_t cut)
{
    return g_ptr_array_index(tree->cuts, cut);
}

/* Where the simplex gives up, the first cut alone: it holds everywhere. */
static Duals solve_leaf(PackTree *tree, uint32_t node)
{
    uint32_t depth = pack_tree_depth(tree, node);
    Duals duals = {node, g_new0(double, (gsize)tree->cuts->len + 1),
                   g_new0(double, (gsize)depth + 1)};
    double value;
    duals.of_cut[0] = 1;
    if (!pack_tree_solve(tree, node, &value))
        return duals;
    for (uint32_t cut = 0; cut < tree->cuts->len; cut++)
        duals.of_cut[cut] = pack_counts_cut_dual(tree->counts, cut);
    for (uint32_t i = 0; i < depth; i++)
        duals.of_branch[i] = pack_counts_branch_dual(tree->counts, i);
    return duals;
}

/* The largest multiplier of the leaf where finer is 1. */
static double largest(const PackTree *tree, const Duals *duals)
{
    uint32_t depth = pack_tree_depth(tree, duals->node);
    double largest = 0;
    for (uint32_t i = 0; i < depth; i++)
        largest = MAX(largest, fabs(duals->of_branch[i]) * MICRO * (double)CUT_SCALE);
    for (uint32_t class = 0; class < tree->prices->kinds->n_classes; class ++) {
        double weight = 0;
        for (uint32_t cut = 0; cut < tree->cuts->len; cut++)
            weight += duals->of_cut[cut] * (double)cut_at(tree, cut)->weights[class];
        largest = MAX(largest, weight);
    }
    for (uint32_t cut = 0; cut < tree->cuts->len; cut++)
        largest = MAX(largest, duals->of_cut[cut]);
    return largest;
}

Int128 pack_leaf_weight(const PackLeaves *leaves, const PackLeaf *leaf, uint32_t class)
{
    Int128 weight = 0;
    for (uint32_t cut = 0; cut < leaves->tree->cuts->len; cut++)
        weight += (Int128)leaf->of_cut[cut] * cut_at(leaves->tree, cut)->weights[class];
    return weight;
}

static bool is_branched(const PackNode *node, uint32_t kind)
{
    for (uint32_t i = 0; i < node->n_kinds; i++)
        if (node->kinds[i] == kind)
            return true;
    return false;
}

Int128 pack_leaf_reduced(const PackLeaves *leaves, const PackLeaf *leaf, uint32_t kind)
{
    const PackTree *tree = leaves->tree;
    Int128 reduced = (Int128)tree->prices->kinds->kinds[kind].cost * leaves->scale;
    uint32_t number = leaf->node, at = pack_tree_depth(tree, number);
    for (uint32_t cut = 0; cut < tree->cuts->len; cut++)
        reduced -= (Int128)leaf->of_cut[cut] * cut_at(tree, cut)->most[kind];
    for (; number != 0; number = pack_tree_node(tree, number)->above) {
        at--;
        if (is_branched(pack_tree_node(tree, pack_tree_node(tree, number)->above), kind))
            reduced -= leaf->of_branch[at];
    }
    return reduced;
}

static Int128 value_of(const PackLeaves *leaves, const PackLeaf *leaf)
{
    const PackTree *tree = leaves->tree;
    const PackKinds *kinds = tree->prices->kinds;
    Int128 value = 0;
    uint32_t number = leaf->node, at = pack_tree_depth(tree, number);
    for (uint32_t cut = 0; cut < tree->cuts->len; cut++)
        value += leaf->of_cut[cut] * cut_at(tree, cut)->need;
    for (; number != 0; number = pack_tree_node(tree, number)->above) {
        const PackNode *above = pack_tree_node(tree, pack_tree_node(tree, number)->above);
        value += (Int128)leaf->of_branch[--at] *
                 ((int64_t)above->at + pack_tree_node(tree, number)->is_high);
    }
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
        value += MIN(0, pack_leaf_reduced(leaves, leaf, kind)) * kinds->kinds[kind].n_bins;
    return value;
}

/* Multipliers as integers, with the sign that the side of the branch asks for. */
static void round_duals(const PackLeaves *leaves, const Duals *duals, PackLeaf *leaf)
{
    const PackTree *tree = leaves->tree;
    uint32_t depth = pack_tree_depth(tree, leaf->node), at = depth;
    leaf->of_cut = g_new(int64_t, tree->cuts->len);
    leaf->of_branch = g_new(int64_t, (gsize)depth + 1);
    for (uint32_t cut = 0; cut < tree->cuts->len; cut++)
        leaf->of_cut[cut] = llround(duals->of_cut[cut] * (double)leaves->finer);
    for (uint32_t number = leaf->node; number != 0; number = pack_tree_node(tree, number)->above) {
        int64_t y = llround(duals->of_branch[--at] * MICRO * (double)leaves->scale);
        leaf->of_branch[at] = pack_tree_node(tree, number)->is_high ? MAX(0, y) : MIN(0, y);
    }
}

static void add_leaf(PackLeaves *leaves, const Duals *duals)
{
    PackLeaf *leaf = &leaves->leaves[leaves->n_leaves++];
    leaf->node = duals->node;
    round_duals(leaves, duals, leaf);
    leaf->value = value_of(leaves, leaf);
    leaves->least = leaves->n_leaves == 1 ? leaf->value : MIN(leaves->least, leaf->value);
}

static void duals_clear(gpointer data)
{
    Duals *duals = data;
    g_free(duals->of_cut);
    g_free(duals->of_branch);
}

/* Of each leaf. */
static GArray *solve_leaves(PackTree *tree)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Duals));
    g_array_set_clear_func(all, duals_clear);
    for (uint32_t node = 0; node < tree->nodes->len; node++)
        if (pack_tree_node(tree, node)->low == 0) {
            Duals duals = solve_leaf(tree, node);
            g_array_append_val(all, duals);
        }
    return all;
}

PackLeaves *pack_leaves_new(PackTree *tree, int64_t most_other)
{
    g_autoptr(GArray) all = solve_leaves(tree);
    double most = MAX(1, (double)most_other * (double)CUT_SCALE);
    for (guint i = 0; i < all->len; i++)
        most = MAX(most, largest(tree, &g_array_index(all, Duals, i)));
    int bits = MIN(MOST_FINE, MOST_BITS - (int)ceil(log2(most)));
    if (bits < 0)
        return NULL;
    PackLeaves *leaves = g_new0(PackLeaves, 1);
    leaves->tree = tree;
    leaves->finer = INT64_C(1) << bits;
    leaves->scale = CUT_SCALE * leaves->finer;
    leaves->leaves = g_new0(PackLeaf, (gsize)all->len + 1);
    for (guint i = 0; i < all->len; i++)
        add_leaf(leaves, &g_array_index(all, Duals, i));
    return leaves;
}

void pack_leaves_free(PackLeaves *leaves)
{
    if (leaves == NULL)
        return;
    for (uint32_t i = 0; i < leaves->n_leaves; i++) {
        g_free(leaves->leaves[i].of_cut);
        g_free(leaves->leaves[i].of_branch);
    }
    g_free(leaves->leaves);
    g_free(leaves);
}
