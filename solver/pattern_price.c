/* Column generation in a node of the tree of patterns, stabilised by a box around the best prices
 * and by smoothing (du Merle et al., 1999; Wentges, 1997). */
#include <math.h>
#include <string.h>

#include "solver/pattern_tree_parts.h"

#define FIRST_RADIUS 4.0 /* of the box, in currency units */
#define WIDER        3.0 /* how the box grows */
#define WIDEST       1e6
#define NARROWER     4.0
#define LEAST_RADIUS 1e-4
#define SMOOTH       0.6   /* weight of the best prices in those that patterns are sought at */
#define MOST_ROUNDS  160   /* of pricing in a node */
#define CLOSE_SHARE  0.12  /* of what is left to the cutoff: the master is as good as proved */
#define CLOSE        0.001 /* currency units, the same */
#define WORTH_ADDING 1e-6
#define STALL_SHARE  0.02 /* of what is left to the cutoff, is little for a round */
#define MOST_STALLED 4
#define MOST_HELPS   6
#define LOST_HELPS   2
#define LOOSE_SHARE  0.5
#define SPARE_SHARE  2.0 /* of what is left to the cutoff: what patterns may cost */
#define SPARE        0.5 /* currency units, beside it */
#define MOST_FILL    320000

typedef struct {
    PatternTree *tree;
    PatternNode *node;
    const PatternPart *part;
    double radius;       /* of the box, currency units */
    double best, master; /* what is proved and what the master is worth, by the last round */
    uint32_t n_stalled;  /* rounds in a row that brought little */
    uint32_t n_helps;
} Pricing;

/* Prices every bin at the prices sought; better ones become the node's. Returns how many patterns
 * were added. */
static uint32_t price_bins(const Pricing *pricing)
{
    PatternTree *tree = pricing->tree;
    PatternNode *node = pricing->node;
    const Problem *problem = tree->problem;
    uint32_t n_added = 0;
    uint64_t before = tree->bound->work;
    tree->n_rounds++;
    Int128 value =
        pattern_bound_evaluate(tree->bound, pricing->part, tree->sought, node->fill_work);
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

/* Prices by the master, in the box; false where there are none, or it is time to end. */
static bool solve_in_box(Pricing *pricing, double radius)
{
    PatternTree *tree = pricing->tree;
    uint32_t n_prices = pattern_n_prices(tree->rules);
    g_autofree double *centre = g_new(double, (gsize)n_prices + 1);
    for (uint32_t priced = 0; priced < n_prices; priced++)
        centre[priced] = pattern_currency(pricing->node->price[priced]);
    pattern_master_set_box(tree->master, centre, radius);
    double value;
    if (pattern_must_end(tree) || !pattern_master_solve(tree->master, &value, tree->dual))
        return false;
    pricing->master = value + tree->offset;
    return true;
}

/* A bound that is not there has no price. */
static void clear_idle_stays(PatternTree *tree, const PatternPart *part)
{
    int64_t *price = tree->sought + tree->problem->n_items;
    for (uint32_t stay = 0; stay < tree->rules->n_stays; stay++)
        if (price[stay] > 0 ? part->fewest[stay] == 0 : part->most[stay] == UINT32_MAX)
            price[stay] = 0;
}

static void seek_at(const Pricing *pricing, double smooth)
{
    PatternTree *tree = pricing->tree;
    const int64_t *best = pricing->node->price;
    double most =
        pattern_currency(tree->bound->far); /* in parts without any plan prices would not end */
    for (uint32_t priced = 0; priced < pattern_n_prices(tree->rules); priced++) {
        double price = smooth * pattern_currency(best[priced]) + (1 - smooth) * tree->dual[priced];
        tree->sought[priced] = llround(CLAMP(price, -most, most) * PATTERN_MICRO) * PATTERN_SCALE;
    }
    clear_idle_stays(tree, pricing->part);
}

/* Patterns at prices between the best and the master's own, then at these. */
static bool generate(Pricing *pricing)
{
    seek_at(pricing, SMOOTH);
    if (price_bins(pricing) > 0)
        return true;
    seek_at(pricing, 0);
    return price_bins(pricing) > 0;
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

/* Counts the rounds that brought little. */
static void note_round(Pricing *pricing, double master_before)
{
    double best = pattern_currency(pricing->node->value);
    double left = pattern_currency(pattern_cutoff(pricing->tree)) - best;
    double brought = best - pricing->best + fabs(pricing->master - master_before);
    pricing->n_stalled = brought < STALL_SHARE * left ? pricing->n_stalled + 1 : 0;
    pricing->best = best;
}

static bool is_close(const Pricing *pricing)
{
    double left = pattern_currency(pattern_cutoff(pricing->tree)) - pricing->best;
    return pricing->master - pricing->best <= MAX(CLOSE, CLOSE_SHARE * left);
}

/* More room for the prices; false where they have enough. */
static bool widen(Pricing *pricing)
{
    if (pricing->radius >= WIDEST || !pattern_master_is_boxed(pricing->tree->master))
        return false;
    pricing->radius *= WIDER;
    return true;
}

/* Whether the master, its prices unbounded, is below the cutoff: then the node is not ruled out,
 * however well the bins are looked through. */
static bool is_lost(const Pricing *pricing)
{
    return pricing->master < pattern_currency(pattern_cutoff(pricing->tree));
}

/* Whether much of what lies between proof and master is in bins not looked through to the end. */
static bool is_loose(const Pricing *pricing)
{
    double loose = pattern_currency(pricing->tree->bound->loose);
    return loose > LOOSE_SHARE * (pricing->master - pricing->best);
}

static bool look_longer(Pricing *pricing)
{
    if (is_lost(pricing) || pricing->node->fill_work >= MOST_FILL)
        return false;
    pricing->node->fill_work *= 4;
    return true;
}

/* The master promises what does not come: a node that is lost is done with (false), another has its
 * bins looked through for longer, or its prices kept nearer to the best. */
static bool help(Pricing *pricing)
{
    pricing->n_stalled = 0;
    pricing->n_helps++;
    bool is_boxed = pattern_master_is_boxed(pricing->tree->master);
    if (is_boxed && !solve_in_box(pricing, WIDEST))
        return false;
    if (pricing->n_helps > (is_lost(pricing) ? LOST_HELPS : MOST_HELPS))
        return false;
    if (!is_loose(pricing) || !look_longer(pricing))
        pricing->radius = MAX(LEAST_RADIUS, pricing->radius / NARROWER);
    return true;
}

/* One round; false where the node is done with. */
static bool price_once(Pricing *pricing)
{
    double before = pricing->master;
    if (!solve_in_box(pricing, pricing->radius))
        return false;
    note_round(pricing, before);
    if (is_close(pricing))
        return widen(pricing);
    if (pricing->n_stalled >= MOST_STALLED)
        return help(pricing);
    return generate(pricing) || pattern_currency(pricing->node->value) > pricing->best ||
           widen(pricing) || look_longer(pricing);
}

/* A pattern that costs more, at prices of a bound, than is left from it to the cutoff is in no
 * placement that is wanted. Prices change, so there is something to spare. */
static void enter_part(PatternTree *tree, const PatternNode *node, const PatternPart *part)
{
    uint32_t n_prices = pattern_n_prices(tree->rules);
    g_autofree double *price = g_new(double, (gsize)n_prices + 1);
    for (uint32_t priced = 0; priced < n_prices; priced++)
        price[priced] = pattern_currency(node->price[priced]);
    double left = pattern_currency(pattern_cutoff(tree) - node->value);
    pattern_master_enter(tree->master, part, price, SPARE_SHARE * left + SPARE);
}

static void enter(PatternTree *tree, const PatternNode *node, const PatternPart *part)
{
    if (node->parent == NO_INDEX)
        begin_at_prices(tree, node->root);
    enter_part(tree, node, part);
}

void pattern_look_at(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    Pricing pricing = {.tree = tree, .node = node, .part = part};
    enter(tree, node, part);
    memcpy(tree->sought, node->price, pattern_n_prices(tree->rules) * sizeof *tree->sought);
    node->value = 0; /* it was another's */
    price_bins(&pricing);
    node->is_looked_at = true;
}

bool pattern_price_node(PatternTree *tree, PatternNode *node, const PatternPart *part,
                        Int128 enough)
{
    Pricing pricing = {.tree = tree, .node = node, .part = part, .radius = FIRST_RADIUS};
    if (node->is_looked_at)
        enter(tree, node, part);
    else
        pattern_look_at(tree, node, part);
    for (uint32_t round = 1; round < MOST_ROUNDS && node->value < enough; round++)
        if (!price_once(&pricing))
            break;
    return node->value < enough || node->value >= pattern_cutoff(tree);
}
