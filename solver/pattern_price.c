/* Column generation in a node of the tree of patterns, stabilised by a box around the best prices
 * and by smoothing (du Merle et al., 1999; Wentges, 1997). */
#include <math.h>
#include <string.h>

#include "solver/pattern_tree_parts.h"

#define FIRST_RADIUS 4.0 /* of the box, in currency units */
#define WIDER        3.0 /* how the box grows */
#define WIDEST       1e6
#define SMOOTH       0.6   /* weight of the best prices in those that patterns are sought at */
#define MOST_ROUNDS  160   /* of pricing in a node */
#define CLOSE_SHARE  0.12  /* of what is left to the cutoff: the master is as good as proved */
#define CLOSE        0.001 /* currency units, the same */
#define WORTH_ADDING 1e-6
#define FILL_WORK    20000 /* of one bin, at first */
#define MOST_FILL    1280000

/* Prices every bin at the prices sought; better ones become the node's. Returns how many patterns
 * were added. */
static uint32_t price_bins(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    const Problem *problem = tree->problem;
    uint32_t n_added = 0;
    uint64_t before = tree->bound->work;
    tree->n_rounds++;
    Int128 value = pattern_bound_evaluate(tree->bound, part, tree->sought, tree->fill_work);
    uint64_t work = tree->bound->work - before;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        const uint32_t *found = tree->bound->found[bin];
        uint32_t n = tree->bound->n_found[bin];
        if (found == NULL ||
            pattern_master_reduced(tree->master, bin, found, n, tree->dual) > -WORTH_ADDING)
            continue;
        pattern_master_add(tree->master, bin, found, n);
        n_added++;
    }
    if (value > node->value) {
        node->value = value;
        node->work = work;
        pattern_bound_look(tree->bound, &node->look);
        memcpy(node->price, tree->sought, pattern_n_prices(tree->rules) * sizeof *node->price);
    }
    return n_added;
}

static void set_box(PatternTree *tree, const PatternNode *node, double radius)
{
    uint32_t n_prices = pattern_n_prices(tree->rules);
    g_autofree double *centre = g_new(double, (gsize)n_prices + 1);
    for (uint32_t priced = 0; priced < n_prices; priced++)
        centre[priced] = pattern_currency(node->price[priced]);
    pattern_master_set_box(tree->master, centre, radius);
}

/* A bound that is not there has no price. */
static void clear_idle_stays(PatternTree *tree, const PatternPart *part)
{
    int64_t *price = tree->sought + tree->problem->n_items;
    for (uint32_t stay = 0; stay < tree->rules->n_stays; stay++)
        if (price[stay] > 0 ? part->fewest[stay] == 0 : part->most[stay] == UINT32_MAX)
            price[stay] = 0;
}

static void seek_at(PatternTree *tree, const PatternNode *node, const PatternPart *part,
                    double smooth)
{
    double most =
        pattern_currency(tree->bound->far); /* in parts without any plan prices would not end */
    for (uint32_t priced = 0; priced < pattern_n_prices(tree->rules); priced++) {
        double price =
            smooth * pattern_currency(node->price[priced]) + (1 - smooth) * tree->dual[priced];
        tree->sought[priced] = llround(CLAMP(price, -most, most) * PATTERN_MICRO) * PATTERN_SCALE;
    }
    clear_idle_stays(tree, part);
}

/* Patterns at prices between the best and the master's own, then at these. */
static bool generate(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    seek_at(tree, node, part, SMOOTH);
    if (price_bins(tree, node, part) > 0)
        return true;
    seek_at(tree, node, part, 0);
    return price_bins(tree, node, part) > 0;
}

static void begin_at_prices(PatternTree *tree, uint32_t leaf)
{
    const Problem *problem = tree->problem;
    g_autofree double *share = g_new(double, (gsize)problem->n_dimensions + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        if (tree->model->type_of_bin[bin] == NO_INDEX)
            continue;
        price_tree_price_room(tree->prices, leaf, tree->model->type_of_bin[bin], share);
        pattern_bound_price_room(tree->bound, bin, share);
    }
}

void pattern_price_node(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    double value, radius = FIRST_RADIUS;
    tree->fill_work = FILL_WORK;
    if (node->parent == NO_INDEX)
        begin_at_prices(tree, node->root);
    memcpy(tree->sought, node->price, pattern_n_prices(tree->rules) * sizeof *tree->sought);
    node->value = 0;
    price_bins(tree, node, part);
    for (uint32_t round = 0; round < MOST_ROUNDS && node->value < pattern_cutoff(tree); round++) {
        set_box(tree, node, radius);
        if (pattern_must_end(tree) || !pattern_master_solve(tree->master, &value, tree->dual))
            return;
        double best = pattern_currency(node->value);
        double left = pattern_currency(pattern_cutoff(tree)) - best;
        bool is_close = value + tree->offset - best <= MAX(CLOSE, CLOSE_SHARE * left);
        if (is_close && (radius >= WIDEST || !pattern_master_is_boxed(tree->master)))
            return;
        if (is_close) {
            radius *= WIDER;
            continue;
        }
        if (generate(tree, node, part) || pattern_currency(node->value) > best)
            continue;
        bool is_lost = value + tree->offset < pattern_currency(pattern_cutoff(tree));
        if (radius < WIDEST && pattern_master_is_boxed(tree->master))
            radius *= WIDER;
        else if (is_lost || tree->fill_work >= MOST_FILL)
            return; /* lost: it is not ruled out, however well the bins are looked through */
        else
            tree->fill_work *= 4;
    }
}
