#include "solver/pack_tree.h"

#include <math.h>
#include <string.h>

#define PRECISION   1e-5
#define NODE_ROUNDS 60

static void node_free(gpointer data)
{
    PackNode *node = data;
    g_free(node->lower);
    g_free(node->upper);
    g_free(node->price);
    g_free(node);
}

PackTree *pack_tree_new(PackPrices *prices)
{
    PackTree *tree = g_new0(PackTree, 1);
    tree->prices = prices;
    tree->nodes = g_ptr_array_new_with_free_func(node_free);
    return tree;
}

void pack_tree_free(PackTree *tree)
{
    if (tree == NULL)
        return;
    g_ptr_array_unref(tree->nodes);
    g_free(tree);
}

const PackNode *pack_tree_node(const PackTree *tree, uint32_t number)
{
    return g_ptr_array_index(tree->nodes, number);
}

/* The kind whose number of bins is least whole for what it costs. */
static void choose_target(const PackTree *tree, PackNode *node)
{
    const PackMaster *master = tree->prices->master;
    const PackKinds *kinds = tree->prices->kinds;
    g_autofree double *n_bins = g_new0(double, (gsize)kinds->n_kinds + 1);
    double best = 0;
    node->target = NO_INDEX;
    for (uint32_t i = 0; i < pack_master_n(master); i++)
        n_bins[pack_master_pattern(master, i)->kind] += pack_master_use(master, i);
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++) {
        double part = n_bins[kind] - floor(n_bins[kind]);
        double score = MIN(part, 1 - part) * (double)MAX(1, kinds->kinds[kind].cost);
        if (MIN(part, 1 - part) < PRECISION || score <= best ||
            node->lower[kind] == node->upper[kind])
            continue;
        best = score;
        node->target = kind;
        node->at = (uint32_t)floor(n_bins[kind]);
    }
}

static PackNode *node_new(const PackKinds *kinds, const uint32_t *lower, const uint32_t *upper)
{
    PackNode *node = g_new0(PackNode, 1);
    node->lower = g_memdup2(lower, kinds->n_kinds * sizeof *lower);
    node->upper = g_memdup2(upper, kinds->n_kinds * sizeof *upper);
    return node;
}

/* Bounds the node; the prices begin at those that prices has as the best. */
static bool solve_node(PackTree *tree, PackNode *node, double enough, double until,
                       uint32_t max_rounds)
{
    PackPrices *prices = tree->prices;
    pack_prices_part(prices, prices->need, node->lower, node->upper);
    bool solved = pack_prices_solve(prices, enough, until, max_rounds);
    node->value = prices->best_value;
    node->work = prices->best_work;
    g_free(node->price);
    node->price = g_memdup2(prices->best_price, prices->kinds->n_classes * sizeof(double));
    node->target = NO_INDEX;
    if (solved)
        choose_target(tree, node);
    return solved;
}

bool pack_tree_begin(PackTree *tree, double until)
{
    PackPrices *prices = tree->prices;
    PackNode *root = node_new(prices->kinds, prices->lower, prices->upper);
    g_ptr_array_add(tree->nodes, root);
    bool solved = solve_node(tree, root, INFINITY, until, UINT32_MAX);
    tree->work = root->work;
    return solved && isfinite(root->value);
}

uint32_t pack_tree_least(const PackTree *tree)
{
    uint32_t least = 0;
    double value = INFINITY;
    for (uint32_t i = 0; i < tree->nodes->len; i++) {
        const PackNode *node = pack_tree_node(tree, i);
        if (node->low == 0 && node->value < value) {
            value = node->value;
            least = i;
        }
    }
    return least;
}

/* A child that is no better than its parent keeps the parent's prices, which hold for it too. */
static uint32_t add_child(PackTree *tree, uint32_t parent, bool high, double enough, double until)
{
    PackNode *above = g_ptr_array_index(tree->nodes, parent);
    PackNode *node = node_new(tree->prices->kinds, above->lower, above->upper);
    if (high)
        node->lower[above->target] = above->at + 1;
    else
        node->upper[above->target] = above->at;
    memcpy(tree->prices->best_price, above->price, tree->prices->kinds->n_classes * sizeof(double));
    solve_node(tree, node, enough, until, NODE_ROUNDS);
    if (node->value < above->value) {
        node->value = above->value;
        node->work = above->work;
        memcpy(node->price, above->price, tree->prices->kinds->n_classes * sizeof(double));
    }
    tree->work += node->work;
    g_ptr_array_add(tree->nodes, node);
    return tree->nodes->len - 1;
}

bool pack_tree_step(PackTree *tree, double enough, double until)
{
    uint32_t number = pack_tree_least(tree);
    PackNode *node = g_ptr_array_index(tree->nodes, number);
    if (node->low != 0 || node->target == NO_INDEX || node->value >= enough)
        return false;
    uint32_t low = add_child(tree, number, false, enough, until);
    uint32_t high = add_child(tree, number, true, enough, until);
    tree->work -= node->work;
    node->low = low;
    node->high = high;
    return true;
}
