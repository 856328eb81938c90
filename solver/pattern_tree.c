#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/construct.h"
#include "solver/pattern_tree_parts.h"

/* Micro-units below the incumbent that are not worth a look: optimal is what a cent proves, less
 * what the proof of a leaf by prices loses to the scale of patterns. */
#define MARGIN        8000
#define MOST_PATTERNS 20000
#define REFINE_EVERY  8     /* nodes */
#define FILL_WORK     20000 /* of one bin, at first */
#define AHEAD         10 /* part of what is left to the cutoff that a node may be ahead of the next */

Int128 pattern_micro(double value)
{
    return isfinite(value) ? (Int128)(value * PATTERN_MICRO) * PATTERN_SCALE
                           : (Int128)INT64_MAX * PATTERN_SCALE;
}

Int128 pattern_cutoff(const PatternTree *tree)
{
    return (Int128)(tree->incumbent->cost - MARGIN) * PATTERN_SCALE;
}

static void add_root(PatternTree *tree, uint32_t leaf)
{
    const Problem *problem = tree->problem;
    g_autofree double *price = g_new(double, (gsize)problem->n_items + 1);
    PatternNode node = {.parent = NO_INDEX, .root = leaf, .fill_work = FILL_WORK};
    price_tree_price_items(tree->prices, leaf, price);
    node.price = g_new0(int64_t, (gsize)pattern_n_prices(tree->rules) + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        node.price[item] =
            llround(price[item] * PATTERN_MICRO) * PATTERN_SCALE - tree->bound->notice[item];
    node.value = node.least = pattern_micro(price_tree_leaf_value(tree->prices, leaf));
    tree->of_leaf[leaf] = tree->nodes->len;
    g_array_append_val(tree->nodes, node);
}

static void add_patterns_of(PatternTree *tree, const uint32_t *bin_of_item)
{
    const Problem *problem = tree->problem;
    g_autofree uint32_t *items = g_new(uint32_t, (gsize)problem->n_items + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        uint32_t n = 0;
        for (uint32_t item = 0; item < problem->n_items; item++)
            if (bin_of_item[item] == bin)
                items[n++] = item;
        if (n > 0)
            pattern_master_add(tree->master, bin, items, n);
    }
}

static uint32_t count_wanted(const PatternTree *tree)
{
    uint32_t n = 0;
    for (guint i = 0; i < tree->nodes->len; i++)
        n += pattern_node(tree, i)->value < pattern_cutoff(tree);
    return n;
}

PatternTree *pattern_tree_new(const PriceTree *prices, Incumbent *incumbent)
{
    const PriceModel *model = price_tree_model(prices);
    const Problem *problem = model->problem;
    PatternRules *rules = pattern_rules_new(problem);
    PatternBound *bound = incumbent->found ? pattern_bound_new(model, rules) : NULL;
    if (bound == NULL) {
        pattern_rules_free(rules);
        return NULL;
    }
    PatternTree *tree = g_new0(PatternTree, 1);
    tree->prices = prices;
    tree->model = model;
    tree->problem = problem;
    tree->incumbent = incumbent;
    tree->rules = rules;
    tree->bound = bound;
    tree->master = pattern_master_new(model, rules);
    tree->sets = pattern_sets_new(incumbent);
    bound->known = pattern_master_known;
    bound->context = tree->master;
    tree->nodes = g_array_new(FALSE, TRUE, sizeof(PatternNode));
    tree->dual = g_new0(double, (gsize)pattern_n_prices(rules) + 1);
    tree->place = g_new0(double, (gsize)problem->n_items * problem->n_bins + 1);
    tree->bins = g_new0(double, (gsize)problem->n_bins + 1);
    tree->sought = g_new0(int64_t, (gsize)pattern_n_prices(rules) + 1);
    /* A plan that changes nothing is known: every other pays for the review. */
    tree->offset = (double)leaf_certain_costs(model) / PATTERN_MICRO + model->review;
    for (uint32_t item = 0; item < problem->n_items; item++)
        tree->offset += pattern_currency(bound->notice[item]);
    tree->dive = NO_INDEX;
    tree->of_leaf = g_new(uint32_t, (gsize)price_tree_n_nodes(prices) + 1);
    add_patterns_of(tree, incumbent->bin_of_item);
    for (uint32_t leaf = 0; leaf < price_tree_n_nodes(prices); leaf++) {
        tree->of_leaf[leaf] = NO_INDEX;
        if (price_tree_is_open(prices, leaf))
            add_root(tree, leaf);
    }
    tree->n_roots = count_wanted(tree);
    return tree;
}

void pattern_tree_free(PatternTree *tree)
{
    if (tree == NULL)
        return;
    for (guint i = 0; i < tree->nodes->len; i++) {
        g_free(pattern_node(tree, i)->price);
        pattern_look_clear(&pattern_node(tree, i)->look);
    }
    g_array_unref(tree->nodes);
    pattern_sets_free(tree->sets);
    pattern_master_free(tree->master);
    pattern_bound_free(tree->bound);
    pattern_rules_free(tree->rules);
    g_free(tree->of_leaf);
    g_free(tree->dual);
    g_free(tree->place);
    g_free(tree->bins);
    g_free(tree->sought);
    g_free(tree);
}

static void apply_branches(const PatternTree *tree, uint32_t number, PatternPart *part)
{
    const PatternNode *node = pattern_node(tree, number);
    if (node->parent == NO_INDEX)
        return;
    apply_branches(tree, node->parent, part);
    const PatternNode *above = pattern_node(tree, node->parent);
    if (above->kind == BRANCH_BIN)
        part->bins->fix[above->bin] = node->is_high ? BIN_ON : BIN_OFF;
    else if (above->kind == BRANCH_STAYS && node->is_high)
        part->fewest[above->stay] = above->at + 1;
    else if (above->kind == BRANCH_STAYS)
        part->most[above->stay] = above->at;
    else if (node->is_high)
        pattern_part_hold(part, tree->rules, above->item, above->bin);
    else
        pattern_part_bar(part, tree->rules, above->item, above->bin);
}

PatternPart *pattern_part_of(const PatternTree *tree, uint32_t number)
{
    uint32_t leaf = pattern_node(tree, number)->root;
    PatternPart *part =
        pattern_part_new(tree->model, tree->rules, price_tree_part(tree->prices, leaf));
    apply_branches(tree, number, part);
    return part;
}

bool pattern_must_end(const PatternTree *tree)
{
    const PatternTreeLimits *limits = tree->limits;
    return tree->n_rounds >= limits->max_rounds || (limits->stop != NULL && *limits->stop != 0) ||
           limit_clock_us() >= limits->deadline_us;
}

static double preference(void *context, uint32_t item, uint32_t bin)
{
    return pattern_use(context, item, bin);
}

static void offer(PatternTree *tree, const uint32_t *bins)
{
    if (incumbent_offer(tree->incumbent, bins, NULL, "patterns"))
        add_patterns_of(tree, bins);
}

/* Each item where most of it is; false where some is nowhere. */
static bool read_places(const PatternTree *tree, uint32_t *ret_bins)
{
    const Problem *problem = tree->problem;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        double most = 0;
        ret_bins[item] = NO_INDEX;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (pattern_use(tree, item, bin) > most) {
                most = pattern_use(tree, item, bin);
                ret_bins[item] = bin;
            }
        if (most == 0)
            return false;
    }
    return true;
}

/* Each item where most of it is, and the rest where it fits. */
static void offer_placements(PatternTree *tree)
{
    const Problem *problem = tree->problem;
    g_autofree uint32_t *bins = g_new(uint32_t, (gsize)problem->n_items + 1);
    if (read_places(tree, bins))
        offer(tree, bins);
    if (construct_guided(problem, preference, tree, bins))
        offer(tree, bins);
}

static void branch(PatternTree *tree, uint32_t number)
{
    for (uint32_t side = 0; side < 2; side++) {
        const PatternNode *above = pattern_node(tree, number);
        PatternNode child = {.parent = number, .root = above->root, .is_high = side == 1};
        child.value = above->value;
        child.least = above->least;
        child.fill_work = above->fill_work;
        child.price = g_memdup2(above->price,
                                (pattern_n_prices(tree->rules) + (gsize)1) * sizeof *child.price);
        g_array_append_val(tree->nodes, child);
    }
    PatternNode *node = pattern_node(tree, number);
    node->low = tree->nodes->len - 2;
    node->high = tree->nodes->len - 1;
    bool goes_low = node->kind == BRANCH_BIN && tree->bins[node->bin] < 0.5;
    tree->dive = goes_low ? node->low : node->high;
}

static bool is_open(const PatternTree *tree, const PatternNode *node)
{
    return node->kind == BRANCH_NONE && !node->is_solid && node->value < pattern_cutoff(tree);
}

/* While roots wait for their turn a node need not be much better than the next. */
static Int128 enough_for(const PatternTree *tree, uint32_t number)
{
    Int128 next = pattern_cutoff(tree);
    if (tree->n_solved >= tree->n_roots)
        return next;
    for (guint i = 0; i < tree->nodes->len; i++)
        if (i != number && is_open(tree, pattern_node(tree, i)))
            next = MIN(next, pattern_node(tree, i)->least);
    return next + (pattern_cutoff(tree) - next) / AHEAD;
}

static void solve_node(PatternTree *tree, uint32_t number)
{
    g_autoptr(PatternPart) part = pattern_part_of(tree, number);
    PatternNode *node = pattern_node(tree, number);
    bool is_first = node->parent == NO_INDEX && !node->is_looked_at;
    if (is_first)
        pattern_look_at(tree, node, part);
    bool is_done = !is_first && pattern_price_node(tree, node, part, enough_for(tree, number));
    node->least = MAX(node->least, node->value);
    if (!is_done)
        return;
    tree->n_solved++;
    if (node->value >= pattern_cutoff(tree))
        return;
    if (pattern_must_end(tree)) {
        node->is_solid = true;
        return;
    }
    pattern_master_use(tree->master, tree->place, tree->bins);
    offer_placements(tree);
    const PatternTreeLimits *limits = tree->limits;
    bool is_better = pattern_sets_try(tree->sets, tree->bins, limits->deadline_us, limits->stop);
    if (tree->n_solved % REFINE_EVERY == 0)
        is_better |= pattern_sets_refine(tree->sets, limits->deadline_us, limits->stop);
    if (is_better)
        add_patterns_of(tree, tree->incumbent->bin_of_item);
    if (node->value < pattern_cutoff(tree) && pattern_choose_branch(tree, part, node))
        branch(tree, number);
    else
        node->is_solid = true;
}

/* Down the dive, else the open node of least value; NO_INDEX where nothing that is wanted can be
 * left. */
static uint32_t next_open(PatternTree *tree)
{
    uint32_t least = NO_INDEX, dive = tree->dive;
    tree->dive = NO_INDEX;
    if (dive != NO_INDEX && tree->n_solved >= tree->n_roots &&
        pattern_node(tree, dive)->value < pattern_cutoff(tree))
        return dive;
    for (guint i = 0; i < tree->nodes->len; i++) {
        const PatternNode *node = pattern_node(tree, i);
        if (!is_open(tree, node))
            continue;
        if (least == NO_INDEX || node->least < pattern_node(tree, least)->least)
            least = i;
    }
    return least;
}

void pattern_tree_run(PatternTree *tree, const PatternTreeLimits *limits)
{
    uint32_t number;
    tree->limits = limits;
    while (!pattern_must_end(tree) && pattern_master_n(tree->master) < MOST_PATTERNS &&
           (number = next_open(tree)) != NO_INDEX)
        solve_node(tree, number);
    tree->limits = NULL;
}
