#include "solver/pattern_tree.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/construct.h"
#include "solver/pattern_leaf.h"
#include "solver/pattern_master.h"

#define MICRO         1e6
#define MARGIN        2500 /* micro-units below the incumbent that are not worth a look */
#define FIRST_RADIUS  4.0  /* of the box, in currency units */
#define WIDER         3.0  /* how the box grows */
#define WIDEST        1e6
#define SMOOTH        0.6   /* weight of the best prices in those that patterns are sought at */
#define MOST_ROUNDS   160   /* of pricing in a node */
#define CLOSE_SHARE   0.12  /* of what is left to the cutoff: the master is as good as proved */
#define CLOSE         0.001 /* currency units, the same */
#define WORTH_ADDING  1e-6
#define FILL_WORK     20000 /* of one bin while searching, at first */
#define MOST_FILL     1280000
#define ALL_WORK      UINT64_C(120000000) /* that the judge is asked for */
#define MOST_PATTERNS 20000
#define PROOF_TRIES   3
#define WHOLE         0.999
#define FRACTION      0.05
#define DEAR_SHARE    0.5 /* how much the price of an item counts against how settled it is */

typedef enum { BRANCH_NONE, BRANCH_BIN, BRANCH_PLACE } BranchKind;

typedef struct {
    uint32_t parent; /* NO_INDEX: root is a leaf of the tree of prices */
    uint32_t root;
    bool is_high, is_solid;
    BranchKind kind;
    uint32_t item, bin;
    uint32_t low, high;
    Int128 value;       /* of the own prices */
    uint64_t fill_work; /* of one bin, at most, that this value took */
    int64_t *price;
} PatternNode;

struct PatternTree {
    const PriceTree *prices;
    const PriceModel *model;
    const Problem *problem;
    Incumbent *incumbent;
    PatternRules *rules;
    PatternBound *bound;
    PatternMaster *master;
    GArray *nodes;        /* PatternNode */
    uint32_t *of_leaf;    /* [leaf of the tree of prices] its node, NO_INDEX */
    double offset;        /* what every plan costs beside bins and items */
    double *dual;         /* [item] */
    double *place, *bins; /* use by the master */
    int64_t *sought;
    uint64_t fill_work;
    uint32_t n_roots, n_rounds, n_solved;
    uint32_t dive; /* node to look at next, NO_INDEX: the least */
    const PatternTreeLimits *limits;
};

static PatternNode *node_at(const PatternTree *tree, uint32_t number)
{
    return &g_array_index(tree->nodes, PatternNode, number);
}

static double currency(Int128 value)
{
    return (double)value / (double)PATTERN_SCALE / MICRO;
}

static Int128 micro(double value)
{
    return isfinite(value) ? (Int128)(value * MICRO) * PATTERN_SCALE
                           : (Int128)INT64_MAX * PATTERN_SCALE;
}

/* From this value on a part holds nothing that is wanted. */
static Int128 cutoff_of(const PatternTree *tree)
{
    return (Int128)(tree->incumbent->cost - MARGIN) * PATTERN_SCALE;
}

static void add_root(PatternTree *tree, uint32_t leaf)
{
    const Problem *problem = tree->problem;
    g_autofree double *price = g_new(double, (gsize)problem->n_items + 1);
    PatternNode node = {.parent = NO_INDEX, .root = leaf};
    price_tree_price_items(tree->prices, leaf, price);
    node.price = g_new(int64_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        node.price[item] = llround(price[item] * MICRO) * PATTERN_SCALE - tree->bound->notice[item];
    node.value = micro(price_tree_leaf_value(tree->prices, leaf));
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
        n += node_at(tree, i)->value < cutoff_of(tree);
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
    tree->master = pattern_master_new(model);
    bound->known = pattern_master_known;
    bound->context = tree->master;
    tree->nodes = g_array_new(FALSE, TRUE, sizeof(PatternNode));
    tree->dual = g_new0(double, (gsize)problem->n_items + 1);
    tree->place = g_new0(double, (gsize)problem->n_items * problem->n_bins + 1);
    tree->bins = g_new0(double, (gsize)problem->n_bins + 1);
    tree->sought = g_new0(int64_t, (gsize)problem->n_items + 1);
    /* A plan that changes nothing is known: every other pays for the review. */
    tree->offset = (double)leaf_certain_costs(model) / MICRO + model->review;
    for (uint32_t item = 0; item < problem->n_items; item++)
        tree->offset += currency(bound->notice[item]);
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
    for (guint i = 0; i < tree->nodes->len; i++)
        g_free(node_at(tree, i)->price);
    g_array_unref(tree->nodes);
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
    const PatternNode *node = node_at(tree, number);
    if (node->parent == NO_INDEX)
        return;
    apply_branches(tree, node->parent, part);
    const PatternNode *above = node_at(tree, node->parent);
    if (above->kind == BRANCH_BIN)
        part->bins->fix[above->bin] = node->is_high ? BIN_ON : BIN_OFF;
    else if (node->is_high)
        pattern_part_hold(part, tree->rules, above->item, above->bin);
    else
        pattern_part_bar(part, tree->rules, above->item, above->bin);
}

static PatternPart *part_of(const PatternTree *tree, uint32_t number)
{
    uint32_t leaf = node_at(tree, number)->root;
    PatternPart *part = pattern_part_new(tree->model, price_tree_part(tree->prices, leaf));
    apply_branches(tree, number, part);
    return part;
}

static bool must_end(const PatternTree *tree)
{
    const PatternTreeLimits *limits = tree->limits;
    return tree->n_rounds >= limits->max_rounds || (limits->stop != NULL && *limits->stop != 0) ||
           limit_clock_us() >= limits->deadline_us;
}

/* Prices every bin at the prices sought; better ones become the node's. Returns how many patterns
 * were added. */
static uint32_t price_bins(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    const Problem *problem = tree->problem;
    uint32_t n_added = 0;
    tree->n_rounds++;
    Int128 value = pattern_bound_evaluate(tree->bound, part, tree->sought, tree->fill_work);
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
        node->fill_work = tree->fill_work;
        memcpy(node->price, tree->sought, problem->n_items * sizeof *node->price);
    }
    return n_added;
}

static void set_box(PatternTree *tree, const PatternNode *node, double radius)
{
    g_autofree double *centre = g_new(double, (gsize)tree->problem->n_items + 1);
    for (uint32_t item = 0; item < tree->problem->n_items; item++)
        centre[item] = currency(node->price[item]);
    pattern_master_set_box(tree->master, centre, radius);
}

static void seek_at(PatternTree *tree, const PatternNode *node, double smooth)
{
    double most = currency(tree->bound->far); /* in parts without any plan prices would not end */
    for (uint32_t item = 0; item < tree->problem->n_items; item++) {
        double price = smooth * currency(node->price[item]) + (1 - smooth) * tree->dual[item];
        tree->sought[item] = llround(CLAMP(price, -most, most) * MICRO) * PATTERN_SCALE;
    }
}

/* Patterns at prices between the best and the master's own, then at these. */
static bool generate(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    seek_at(tree, node, SMOOTH);
    if (price_bins(tree, node, part) > 0)
        return true;
    seek_at(tree, node, 0);
    return price_bins(tree, node, part) > 0;
}

/* Column generation until the part is ruled out or its prices are as good as they get. */
static void maximise(PatternTree *tree, PatternNode *node, const PatternPart *part)
{
    double value, radius = FIRST_RADIUS;
    tree->fill_work = FILL_WORK;
    memcpy(tree->sought, node->price, tree->problem->n_items * sizeof *tree->sought);
    node->value = 0;
    price_bins(tree, node, part);
    for (uint32_t round = 0; round < MOST_ROUNDS && node->value < cutoff_of(tree); round++) {
        set_box(tree, node, radius);
        if (must_end(tree) || !pattern_master_solve(tree->master, &value, tree->dual))
            return;
        double best = currency(node->value);
        double left = currency(cutoff_of(tree)) - best;
        bool is_close = value + tree->offset - best <= MAX(CLOSE, CLOSE_SHARE * left);
        if (is_close && (radius >= WIDEST || !pattern_master_is_boxed(tree->master)))
            return;
        if (is_close) {
            radius *= WIDER;
            continue;
        }
        if (generate(tree, node, part) || currency(node->value) > best)
            continue;
        if (tree->fill_work < MOST_FILL)
            tree->fill_work *= 4;
        else if (pattern_master_is_boxed(tree->master) && radius < WIDEST)
            radius *= WIDER;
        else
            return;
    }
}

static double preference(void *context, uint32_t item, uint32_t bin)
{
    const PatternTree *tree = context;
    return tree->place[(gsize)item * tree->problem->n_bins + bin];
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
            if (preference((void *)(guintptr)tree, item, bin) > most) {
                most = preference((void *)(guintptr)tree, item, bin);
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

/* Whether both sides keep the number of bins of the type within its bounds. */
static bool may_branch_bin(const PatternTree *tree, const PatternPart *part, uint32_t bin)
{
    uint32_t type = tree->model->type_of_bin[bin], n_on = 0, n_off = 0;
    if (type == NO_INDEX || part->bins->fix[bin] != BIN_FREE)
        return false;
    const IndexList *alike = &tree->model->bins[type];
    for (uint32_t k = 0; k < alike->n; k++) {
        n_on += part->bins->fix[alike->index[k]] == BIN_ON;
        n_off += part->bins->fix[alike->index[k]] == BIN_OFF;
    }
    return n_on < part->bins->upper[type] && alike->n - n_off > part->bins->lower[type];
}

static double fraction(double use)
{
    return MIN(use, 1 - use);
}

static bool choose_bin(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    double most = FRACTION;
    for (uint32_t bin = 0; bin < tree->problem->n_bins; bin++)
        if (fraction(tree->bins[bin]) > most && may_branch_bin(tree, part, bin)) {
            most = fraction(tree->bins[bin]);
            node->kind = BRANCH_BIN;
            node->bin = bin;
        }
    return node->kind != BRANCH_NONE;
}

/* The place nearest to settled that is not, of a dear item first: the dive goes on there. */
static bool choose_place(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    const Problem *problem = tree->problem;
    double most = 0, dearest = 1e-6;
    for (uint32_t item = 0; item < problem->n_items; item++)
        dearest = MAX(dearest, currency(node->price[item]));
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            double use = tree->place[(gsize)item * problem->n_bins + bin];
            double score = use + DEAR_SHARE * currency(node->price[item]) / dearest;
            if (fraction(use) <= 1 - WHOLE || score <= most ||
                !pattern_part_is_open(part, problem, item, bin))
                continue;
            most = score;
            node->kind = BRANCH_PLACE;
            node->item = item;
            node->bin = bin;
        }
    return node->kind != BRANCH_NONE;
}

/* The patterns are whole: a place that is not settled yet, of an item whose twin is elsewhere or
 * that shares its bin with a mate first. */
static bool choose_whole(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    const Problem *problem = tree->problem;
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            double use = tree->place[(gsize)item * problem->n_bins + bin];
            uint32_t twin = tree->rules->twin[item];
            if (use < 0.5 || !pattern_part_is_open(part, problem, item, bin))
                continue;
            bool is_apart =
                twin != NO_INDEX && tree->place[(gsize)twin * problem->n_bins + bin] < 0.5;
            if (node->kind != BRANCH_NONE && !is_apart)
                continue;
            node->kind = BRANCH_PLACE;
            node->item = item;
            node->bin = bin;
            if (is_apart)
                return true;
        }
    return node->kind != BRANCH_NONE;
}

static void branch(PatternTree *tree, uint32_t number)
{
    for (uint32_t side = 0; side < 2; side++) {
        const PatternNode *above = node_at(tree, number);
        PatternNode child = {.parent = number, .root = above->root, .is_high = side == 1};
        child.value = above->value;
        child.price =
            g_memdup2(above->price, ((gsize)tree->problem->n_items + 1) * sizeof *child.price);
        g_array_append_val(tree->nodes, child);
    }
    PatternNode *node = node_at(tree, number);
    node->low = tree->nodes->len - 2;
    node->high = tree->nodes->len - 1;
    bool goes_low = node->kind == BRANCH_BIN && tree->bins[node->bin] < 0.5;
    tree->dive = goes_low ? node->low : node->high;
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

static void solve_node(PatternTree *tree, uint32_t number)
{
    g_autoptr(PatternPart) part = part_of(tree, number);
    PatternNode *node = node_at(tree, number);
    if (node->parent == NO_INDEX)
        begin_at_prices(tree, node->root);
    pattern_master_enter(tree->master, part);
    maximise(tree, node, part);
    tree->n_solved++;
    if (node->value >= cutoff_of(tree))
        return;
    if (must_end(tree)) {
        node->is_solid = true;
        return;
    }
    pattern_master_use(tree->master, tree->place, tree->bins);
    offer_placements(tree);
    if (node->value < cutoff_of(tree) &&
        (choose_bin(tree, part, node) || choose_place(tree, part, node) ||
         choose_whole(tree, part, node)))
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
        node_at(tree, dive)->value < cutoff_of(tree))
        return dive;
    for (guint i = 0; i < tree->nodes->len; i++) {
        const PatternNode *node = node_at(tree, i);
        if (node->kind != BRANCH_NONE || node->is_solid || node->value >= cutoff_of(tree))
            continue;
        if (least == NO_INDEX || node->value < node_at(tree, least)->value)
            least = i;
    }
    return least;
}

void pattern_tree_run(PatternTree *tree, const PatternTreeLimits *limits)
{
    uint32_t number;
    tree->limits = limits;
    while (!must_end(tree) && pattern_master_n(tree->master) < MOST_PATTERNS &&
           (number = next_open(tree)) != NO_INDEX)
        solve_node(tree, number);
    tree->limits = NULL;
}

/* What the prices of a node and of those below prove together. */
static Int128 value_below(const PatternTree *tree, uint32_t number)
{
    const PatternNode *node = node_at(tree, number);
    if (node->kind == BRANCH_NONE)
        return node->value;
    Int128 low = value_below(tree, node->low), high = value_below(tree, node->high);
    return MAX(node->value, MIN(low, high));
}

typedef struct {
    PatternTree *tree;
    Int128 least;
    uint64_t work; /* that the judge is asked for so far */
} Export;

/* So much work on a bin that the value of the node comes out again, or what is wanted of it: the
 * prices of room, which fit better from look to look, have been elsewhere since. */
static uint64_t work_to_prove(const Export *export, const PatternPart *part,
                              const PatternNode *node)
{
    Int128 wanted = MIN(node->value, export->least);
    uint64_t work = node->fill_work;
    while (work < MOST_FILL &&
           pattern_bound_evaluate(export->tree->bound, part, node->price, work) < wanted)
        work *= 4;
    return work;
}

static void write_node(Export *export, uint32_t number, const BranchNodes *above,
                       ProofWriter *writer, uint32_t at)
{
    const PatternNode *node = node_at(export->tree, number);
    writer->fits = writer->fits && export->work < ALL_WORK;
    if (!writer->fits)
        return;
    if (node->kind == BRANCH_NONE || node->value >= export->least) {
        g_autoptr(PatternPart) part = part_of(export->tree, number);
        uint64_t work = work_to_prove(export, part, node), before = export->tree->bound->work;
        pattern_leaf_write(export->tree->bound, part, node->price, above, work, writer, at);
        export->work += export->tree->bound->work - before;
        return;
    }
    ProofNode *written = proof_writer_node(writer, at);
    written->kind = PROOF_NODE_BRANCH_COLUMN;
    written->column = node->kind == BRANCH_BIN ? (Key){COLUMN_SERVE, {node->bin, 0, 0, 0}}
                                               : (Key){COLUMN_PLACE, {node->item, node->bin, 0, 0}};
    uint32_t low = proof_writer_add(writer);
    uint32_t high = proof_writer_add(writer);
    proof_writer_node(writer, at)->low = low;
    proof_writer_node(writer, at)->high = high;
    write_node(export, node->low, above, writer, low);
    write_node(export, node->high, above, writer, high);
}

static bool write_leaf(void *context, uint32_t leaf, const BranchNodes *above, ProofWriter *writer,
                       uint32_t at)
{
    Export *export = context;
    uint32_t number = export->tree->of_leaf[leaf];
    if (number == NO_INDEX)
        return false;
    write_node(export, number, above, writer, at);
    return true;
}

/* The least of what is proved in all leaves of the tree of prices. */
static Int128 least_value(const PatternTree *tree)
{
    Int128 least = cutoff_of(tree);
    for (uint32_t leaf = 0; leaf < price_tree_n_nodes(tree->prices); leaf++)
        if (tree->of_leaf[leaf] != NO_INDEX) {
            Int128 below = value_below(tree, tree->of_leaf[leaf]);
            Int128 prices = micro(price_tree_leaf_value(tree->prices, leaf));
            least = MIN(least, MAX(below, prices));
        }
    return least;
}

/* The least that is proved without branching on patterns. */
static Int128 root_value(const PatternTree *tree)
{
    Int128 least = cutoff_of(tree);
    for (uint32_t leaf = 0; leaf < price_tree_n_nodes(tree->prices); leaf++)
        if (tree->of_leaf[leaf] != NO_INDEX)
            least = MIN(least, MAX(node_at(tree, tree->of_leaf[leaf])->value,
                                   micro(price_tree_leaf_value(tree->prices, leaf))));
    return least;
}

static Proof *proof_of(PatternTree *tree, Int128 least, int64_t *ret_bound)
{
    Export export = {.tree = tree, .least = least};
    g_autoptr(ProofWriter) writer = proof_writer_new(PATTERN_SCALE);
    price_tree_write(tree->prices, currency(least), writer, write_leaf, &export);
    if (writer->any)
        *ret_bound = price_leaf_bound(tree->problem, writer->least, PATTERN_SCALE);
    return proof_writer_finish(writer);
}

/* Where all that was found takes too long to look through, less is proved, by fewer leaves. */
Proof *pattern_tree_proof(PatternTree *tree, int64_t *ret_bound)
{
    Int128 least = least_value(tree), root = root_value(tree);
    Proof *proof = proof_of(tree, least, ret_bound);
    for (uint32_t tries = 0; tries < PROOF_TRIES && proof == NULL; tries++) {
        least = tries + 1 == PROOF_TRIES ? root : root + (least - root) / 2;
        proof = proof_of(tree, least, ret_bound);
    }
    return proof;
}
