#include "solver/pack_tree.h"

#include <math.h>
#include <string.h>

#include "solver/pack_branch.h"

#define MICRO      1e6
#define PRECISION  1e-6 /* a number that is closer to a whole one is whole */
#define CLOSE      1e-8 /* relative: a value that is above another by less is the same */
#define CUT_ROUNDS 60   /* of generating patterns for a cut */
#define CUT_WORK   UINT64_C(400000000) /* of looking up all cuts; the judge allows more */
#define SET_WORK   UINT64_C(2000000)   /* of one heaviest set */
#define MOST_VAIN  10                  /* then every 2^10th step looks for a cut */

static void node_free(gpointer data)
{
    PackNode *node = data;
    g_free(node->kinds);
    g_free(node);
}

static void cut_free(gpointer data)
{
    PackCut *cut = data;
    g_free(cut->weights);
    g_free(cut->most);
    g_free(cut->prices);
    g_free(cut);
}

PackTree *pack_tree_new(PackPrices *prices)
{
    PackTree *tree = g_new0(PackTree, 1);
    tree->prices = prices;
    tree->counts = pack_counts_new(prices->kinds);
    tree->nodes = g_ptr_array_new_with_free_func(node_free);
    tree->cuts = g_ptr_array_new_with_free_func(cut_free);
    return tree;
}

void pack_tree_free(PackTree *tree)
{
    if (tree == NULL)
        return;
    pack_counts_free(tree->counts);
    g_ptr_array_unref(tree->nodes);
    g_ptr_array_unref(tree->cuts);
    g_free(tree->whole);
    g_free(tree);
}

static PackNode *node_at(const PackTree *tree, uint32_t number)
{
    return g_ptr_array_index(tree->nodes, number);
}

const PackNode *pack_tree_node(const PackTree *tree, uint32_t number)
{
    return node_at(tree, number);
}

uint32_t pack_tree_n_leaves(const PackTree *tree)
{
    return tree->nodes->len / 2 + 1;
}

uint32_t pack_tree_depth(const PackTree *tree, uint32_t number)
{
    uint32_t depth = 0;
    for (; number != 0; number = node_at(tree, number)->above)
        depth++;
    return depth;
}

uint32_t pack_tree_least(const PackTree *tree)
{
    uint32_t least = 0;
    double value = INFINITY;
    for (uint32_t i = 0; i < tree->nodes->len; i++)
        if (node_at(tree, i)->low == 0 && node_at(tree, i)->value < value) {
            value = node_at(tree, i)->value;
            least = i;
        }
    return least;
}

bool pack_tree_solve(PackTree *tree, uint32_t number, double *ret_value)
{
    uint32_t depth = pack_tree_depth(tree, number), at = depth;
    g_autofree PackBranch *branches = g_new(PackBranch, (gsize)depth + 1);
    for (; number != 0; number = node_at(tree, number)->above) {
        const PackNode *above = node_at(tree, node_at(tree, number)->above);
        bool is_high = node_at(tree, number)->is_high;
        branches[--at] = (PackBranch){above->kinds, above->n_kinds, above->at + is_high, is_high};
    }
    pack_counts_branch(tree->counts, branches, depth);
    return pack_counts_solve(tree->counts, ret_value);
}

/* What the prices that were found best say of all numbers of bins. Heaviest sets are looked for
 * once more, with as much work as the judge will spend. */
static PackCut *cut_new(PackTree *tree)
{
    PackPrices *prices = tree->prices;
    const PackKinds *kinds = prices->kinds;
    gsize n_dimensions = kinds->problem->n_dimensions;
    int64_t finer = PACK_SCALE / CUT_SCALE;
    PackCut *cut = g_new0(PackCut, 1);
    cut->weights = g_new0(int64_t, (gsize)kinds->n_classes + 1);
    cut->most = g_new0(int64_t, (gsize)kinds->n_kinds + 1);
    cut->prices = g_new0(int64_t, kinds->n_kinds * n_dimensions + 1);
    pack_prices_weigh(prices, prices->best_price);
    for (uint32_t class = 0; class < kinds->n_classes; class ++) {
        cut->weights[class] = prices->weights[class] / finer;
        cut->need += (Int128)cut->weights[class] * prices->need[class];
    }
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++) {
        uint64_t left = CUT_WORK - MIN(CUT_WORK, tree->work + cut->work);
        PackFill fill = pack_prices_fill(prices, kind, 0, MIN(SET_WORK, left));
        cut->most[kind] = fill.at_most / finer;
        cut->work += fill.work;
        pack_fill_fit(kinds, kind, prices->weights, prices->need);
        memcpy(cut->prices + kind * n_dimensions, kinds->kinds[kind].prices,
               n_dimensions * sizeof(int64_t));
        g_free(fill.parts);
    }
    return cut;
}

/* Bins of the kind in the numbers that counts has; whole where it is as good as that. */
static double number_of(const PackTree *tree, uint32_t kind)
{
    double n = MAX(0, pack_counts_n(tree->counts, kind));
    return fabs(n - round(n)) < PRECISION ? round(n) : n;
}

/* By how much the numbers that counts has lack what the cut says, as a part of it. */
static double broken_by(const PackTree *tree, const PackCut *cut)
{
    double have = 0, need = (double)cut->need;
    for (uint32_t kind = 0; kind < tree->prices->kinds->n_kinds; kind++)
        have += pack_counts_n(tree->counts, kind) * (double)cut->most[kind];
    return need > 0 ? (need - have) / need : 0;
}

static void add_cut(PackTree *tree, PackCut *cut)
{
    tree->work += cut->work;
    g_ptr_array_add(tree->cuts, cut);
    pack_counts_cut(tree->counts, cut);
}

/* Prices for just the numbers that counts has; true where they make a cut that excludes these. */
static bool find_cut(PackTree *tree, double value, double until)
{
    PackPrices *prices = tree->prices;
    g_autofree double *n = g_new(double, (gsize)prices->kinds->n_kinds + 1);
    for (uint32_t kind = 0; kind < prices->kinds->n_kinds; kind++)
        n[kind] = number_of(tree, kind);
    pack_prices_part(prices, prices->need, n, n);
    pack_prices_solve(prices, INFINITY, until, CUT_ROUNDS);
    if (prices->best_value <= value + CLOSE * fabs(value))
        return false;
    PackCut *cut = cut_new(tree);
    if (broken_by(tree, cut) <= CLOSE) {
        cut_free(cut);
        return false;
    }
    add_cut(tree, cut);
    return true;
}

bool pack_tree_begin(PackTree *tree, double until)
{
    PackPrices *prices = tree->prices;
    PackNode *root = g_new0(PackNode, 1);
    g_ptr_array_add(tree->nodes, root);
    if (!pack_prices_solve(prices, INFINITY, until, UINT32_MAX) || !isfinite(prices->best_value))
        return false;
    add_cut(tree, cut_new(tree));
    return pack_tree_solve(tree, 0, &root->value);
}

static bool is_whole(const PackTree *tree)
{
    for (uint32_t kind = 0; kind < tree->prices->kinds->n_kinds; kind++) {
        double n = number_of(tree, kind);
        if (n > floor(n))
            return false;
    }
    return true;
}

static void keep_whole(PackTree *tree)
{
    uint32_t n_kinds = tree->prices->kinds->n_kinds;
    g_free(tree->whole);
    tree->whole = g_new(double, (gsize)n_kinds + 1);
    for (uint32_t kind = 0; kind < n_kinds; kind++)
        tree->whole[kind] = number_of(tree, kind);
}

/* Looks for a cut less often the more often there was none. */
static bool shall_look(PackTree *tree)
{
    return tree->n_without++ >= (UINT32_C(1) << MIN(tree->n_in_vain, MOST_VAIN)) - 1;
}

static bool look_for_cut(PackTree *tree, double value, double until)
{
    bool found = find_cut(tree, value, until);
    tree->n_in_vain = found ? 0 : tree->n_in_vain + 1;
    tree->n_without = 0;
    return found;
}

static uint32_t add_child(PackTree *tree, uint32_t above, bool is_high, double value)
{
    PackNode *node = g_new0(PackNode, 1);
    node->above = above;
    node->is_high = is_high;
    node->value = MAX(value, node_at(tree, above)->value);
    g_ptr_array_add(tree->nodes, node);
    return tree->nodes->len - 1;
}

static bool branch(PackTree *tree, uint32_t number, double enough)
{
    PackChoice choice;
    PackNode *node = node_at(tree, number);
    if (!pack_branch_choose(tree->counts, tree->prices->kinds, tree->cuts, node->value, enough,
                            &choice))
        return false;
    node->kinds = choice.kinds;
    node->n_kinds = choice.n_kinds;
    node->at = choice.at;
    node->low = add_child(tree, number, false, choice.low);
    node->high = add_child(tree, number, true, choice.high);
    return true;
}

bool pack_tree_step(PackTree *tree, double enough, double until)
{
    uint32_t number = pack_tree_least(tree);
    PackNode *node = node_at(tree, number);
    double value;
    tree->prices->clock->n_rounds++;
    if (node->value >= enough || !pack_tree_solve(tree, number, &value))
        return false;
    if (value > node->value + CLOSE * fabs(value)) { /* by cuts that are younger than the node */
        node->value = value;
        return true;
    }
    bool whole = is_whole(tree);
    if ((whole || shall_look(tree)) && look_for_cut(tree, value, until))
        return true;
    if (!whole)
        return branch(tree, number, enough);
    keep_whole(tree);
    return false;
}
