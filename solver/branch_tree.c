#include "solver/branch_tree.h"

static void bounds_init(Bounds *bounds, const Mip *mip, uint32_t n_sets)
{
    bounds->lower = g_new(int64_t, (gsize)mip->n_columns + 1);
    bounds->upper = g_new(int64_t, (gsize)mip->n_columns + 1);
    bounds->count_lower = g_new(int64_t, (gsize)n_sets + 1);
    bounds->count_upper = g_new(int64_t, (gsize)n_sets + 1);
    for (uint32_t c = 0; c < mip->n_columns; c++) {
        bounds->lower[c] = mip->columns[c].lower;
        bounds->upper[c] = mip->columns[c].upper;
    }
    for (uint32_t set = 0; set < n_sets; set++)
        bounds->count_lower[set] = bounds->count_upper[set] = -1;
}

Tree *tree_new(LeafJudge *judge)
{
    Tree *tree = g_new0(Tree, 1);
    TreeNode root = {.parent = NO_INDEX, .search_value = NO_VALUE};
    tree->judge = judge;
    tree->nodes = g_array_new(FALSE, FALSE, sizeof(TreeNode));
    tree->changed = g_array_new(FALSE, FALSE, sizeof(Branching));
    bounds_init(&tree->bounds, judge->mip, judge->counts->n_sets);
    g_array_append_val(tree->nodes, root);
    return tree;
}

void tree_free(Tree *tree)
{
    if (tree == NULL)
        return;
    for (guint i = 0; i < tree->nodes->len; i++)
        g_free(tree_node(tree, i)->y);
    g_array_unref(tree->nodes);
    g_array_unref(tree->changed);
    g_free(tree->bounds.lower);
    g_free(tree->bounds.upper);
    g_free(tree->bounds.count_lower);
    g_free(tree->bounds.count_upper);
    g_free(tree);
}

static void tell_lp(const Tree *tree, Lp *lp, const Branching *branching)
{
    uint32_t target = branching->target;
    if (lp != NULL && branching->is_count)
        lp_set_count_bounds(lp, target, tree->bounds.count_lower[target],
                            tree->bounds.count_upper[target]);
    else if (lp != NULL)
        lp_set_column_bounds(lp, target, tree->bounds.lower[target], tree->bounds.upper[target]);
}

static void restore(Tree *tree, Lp *lp)
{
    for (guint i = 0; i < tree->changed->len; i++) {
        const Branching *branching = &g_array_index(tree->changed, Branching, i);
        uint32_t target = branching->target;
        if (branching->is_count) {
            tree->bounds.count_lower[target] = tree->bounds.count_upper[target] = -1;
        } else {
            tree->bounds.lower[target] = tree->judge->mip->columns[target].lower;
            tree->bounds.upper[target] = tree->judge->mip->columns[target].upper;
        }
        tell_lp(tree, lp, branching);
    }
    g_array_set_size(tree->changed, 0);
}

/* From the node up: the deepest branching of a side is the tightest, so it is the one that stays.
 */
static void tighten(Tree *tree, const Branching *branching, bool is_high)
{
    uint32_t target = branching->target;
    int64_t *lower = branching->is_count ? tree->bounds.count_lower : tree->bounds.lower;
    int64_t *upper = branching->is_count ? tree->bounds.count_upper : tree->bounds.upper;
    if (is_high)
        lower[target] = MAX(lower[target], branching->at + 1);
    else if (branching->is_count && upper[target] < 0)
        upper[target] = branching->at;
    else
        upper[target] = MIN(upper[target], branching->at);
}

void tree_go_to(Tree *tree, Lp *lp, uint32_t node)
{
    restore(tree, lp);
    for (uint32_t at = node; tree_node(tree, at)->parent != NO_INDEX;) {
        const TreeNode *child = tree_node(tree, at);
        const TreeNode *parent = tree_node(tree, child->parent);
        tighten(tree, &parent->branching, child->is_high);
        g_array_append_val(tree->changed, parent->branching);
        at = child->parent;
    }
    for (guint i = 0; i < tree->changed->len; i++)
        tell_lp(tree, lp, &g_array_index(tree->changed, Branching, i));
}

void tree_branch(Tree *tree, uint32_t node, Branching branching)
{
    TreeNode child = {.parent = node, .search_value = tree_node(tree, node)->search_value};
    uint32_t low = tree->nodes->len;
    g_array_append_val(tree->nodes, child);
    child.is_high = true;
    g_array_append_val(tree->nodes, child);
    TreeNode *parent = tree_node(tree, node);
    parent->state = NODE_INNER;
    parent->branching = branching;
    parent->low = low;
    parent->high = low + 1;
}
