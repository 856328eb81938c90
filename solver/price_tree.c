#include "solver/price_tree.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/price_leaf.h"

#define COUNT_FRACTION 0.02
#define BIN_FRACTION   0.05
#define PRECISION      1e-7
#define ROOT_ROUNDS    400
#define NODE_ROUNDS    60
#define DIVE_STEPS     400

typedef struct {
    bool is_inner;
    bool is_solid; /* its mean of choices is whole: branching brings nothing */
    uint32_t low, high;
    double value; /* INFINITY where the part is empty */
    double *prices;
    PricePart *part;
    /* Where to branch: on a type (low child: at most at bins) or a bin. */
    bool on_count;
    uint32_t target; /* NO_INDEX where nothing is fractional */
    uint32_t at;
} PriceNode;

struct PriceTree {
    const PriceModel *model;
    PriceBound *bound;
    PriceAscent *ascent;
    GPtrArray *nodes; /* PriceNode */
    double *start;    /* prices to begin with; NULL: a guess */
};

static void node_free(gpointer data)
{
    PriceNode *node = data;
    g_free(node->prices);
    price_part_free(node->part);
    g_free(node);
}

PriceTree *price_tree_new(const PriceModel *model, double keep)
{
    PriceTree *tree = g_new0(PriceTree, 1);
    tree->model = model;
    tree->bound = price_bound_new(model, keep);
    tree->ascent = price_ascent_new(tree->bound);
    tree->nodes = g_ptr_array_new_with_free_func(node_free);
    return tree;
}

const PriceModel *price_tree_model(const PriceTree *tree)
{
    return tree->model;
}

void price_tree_free(PriceTree *tree)
{
    if (tree == NULL)
        return;
    g_ptr_array_unref(tree->nodes);
    price_ascent_free(tree->ascent);
    price_bound_free(tree->bound);
    g_free(tree->start);
    g_free(tree);
}

static gsize n_prices(const PriceTree *tree)
{
    return (gsize)tree->model->n_types * tree->bound->n_active;
}

/* The most fractional number of bins, then the most fractional bin. */
static void choose_branch(const PriceTree *tree, const PricePart *part, PriceNode *node)
{
    const PriceModel *model = tree->model;
    const double *serving = price_ascent_serving(tree->ascent);
    double most = COUNT_FRACTION;
    node->target = NO_INDEX;
    for (uint32_t t = 0; t < model->n_types; t++) {
        double n = 0;
        for (uint32_t k = 0; k < model->bins[t].n; k++)
            n += serving[model->bins[t].index[k]];
        double fraction = fabs(n - round(n));
        if (fraction <= most || part->lower[t] == part->upper[t])
            continue;
        most = fraction;
        node->on_count = true;
        node->target = t;
        node->at = (uint32_t)CLAMP(floor(n), part->lower[t], part->upper[t] - 1);
    }
    if (node->target != NO_INDEX)
        return;
    most = BIN_FRACTION;
    for (uint32_t bin = 0; bin < model->problem->n_bins; bin++) {
        double fraction = MIN(serving[bin], 1 - serving[bin]);
        if (part->fix[bin] != BIN_FREE || fraction <= most)
            continue;
        most = fraction;
        node->on_count = false;
        node->target = bin;
        node->at = 0;
    }
}

/* Takes over part; prices: where to begin. */
static PriceNode *solve_node(PriceTree *tree, PricePart *part, const double *prices,
                             const PriceTreeLimits *limits, uint32_t max_rounds)
{
    PriceNode *node = g_new0(PriceNode, 1);
    AscentLimits ascent = {.enough = limits->cutoff, .precision = PRECISION};
    ascent.max_rounds = max_rounds;
    ascent.stop = limits->stop;
    ascent.deadline_us = limits->deadline_us;
    node->part = part;
    node->prices = g_memdup2(prices, (n_prices(tree) + 1) * sizeof *prices);
    node->value = price_ascent_run(tree->ascent, part, &ascent, node->prices);
    node->target = NO_INDEX;
    if (node->value != INFINITY)
        choose_branch(tree, part, node);
    return node;
}

static void solve_root(PriceTree *tree, const PriceTreeLimits *limits)
{
    g_autofree double *prices = g_new0(double, n_prices(tree) + 1);
    price_bound_guess(tree->bound, prices);
    if (tree->start != NULL)
        memcpy(prices, tree->start, n_prices(tree) * sizeof *prices);
    PriceTreeLimits root = *limits;
    root.cutoff = INFINITY;
    PriceNode *node = solve_node(tree, price_part_new(tree->model), prices, &root, ROOT_ROUNDS);
    node->is_solid = node->target == NO_INDEX;
    g_ptr_array_add(tree->nodes, node);
}

static PricePart *part_of_child(const PriceTree *tree, const PriceNode *node, bool high)
{
    PricePart *part = price_part_copy(tree->model, node->part);
    if (!node->on_count)
        part->fix[node->target] = high ? BIN_ON : BIN_OFF;
    else if (high)
        part->lower[node->target] = node->at + 1;
    else
        part->upper[node->target] = node->at;
    return part;
}

static PriceNode *new_child(PriceTree *tree, uint32_t parent, bool high,
                            const PriceTreeLimits *limits)
{
    const PriceNode *from = tree->nodes->pdata[parent];
    PricePart *part = part_of_child(tree, from, high);
    PriceNode *node = solve_node(tree, part, from->prices, limits, NODE_ROUNDS);
    if (node->value < from->value) { /* no worse than what is known above */
        node->value = from->value;
        memcpy(node->prices, from->prices, n_prices(tree) * sizeof *node->prices);
    }
    node->is_solid = node->target == NO_INDEX;
    return node;
}

/* The leaf of least value, NO_INDEX where there is none; past_solid: of those to branch on. */
static uint32_t least_leaf(const PriceTree *tree, bool past_solid)
{
    uint32_t least = NO_INDEX;
    double value = INFINITY;
    for (uint32_t i = 0; i < tree->nodes->len; i++) {
        const PriceNode *node = tree->nodes->pdata[i];
        if (node->is_inner || (past_solid && node->is_solid) ||
            (least != NO_INDEX && node->value >= value))
            continue;
        least = i;
        value = node->value;
    }
    return least;
}

static bool limit_reached(const PriceTree *tree, const PriceTreeLimits *limits)
{
    return tree->nodes->len >= limits->max_nodes || (limits->stop != NULL && *limits->stop != 0) ||
           limit_clock_us() >= limits->deadline_us;
}

/* Parts without any choice come only from a mean that was not exact: then nothing is branched. */
static void branch(PriceTree *tree, uint32_t parent, const PriceTreeLimits *limits)
{
    PriceNode *low = new_child(tree, parent, false, limits);
    PriceNode *high = new_child(tree, parent, true, limits);
    PriceNode *node = tree->nodes->pdata[parent];
    if (low->value == INFINITY || high->value == INFINITY) {
        node->is_solid = true;
        node_free(low);
        node_free(high);
        return;
    }
    node->is_inner = true;
    node->low = tree->nodes->len;
    node->high = tree->nodes->len + 1;
    g_ptr_array_add(tree->nodes, low);
    g_ptr_array_add(tree->nodes, high);
}

void price_tree_run(PriceTree *tree, const PriceTreeLimits *limits)
{
    if (tree->nodes->len == 0)
        solve_root(tree, limits);
    while (!limit_reached(tree, limits)) {
        uint32_t least = least_leaf(tree, limits->past_solid);
        if (least == NO_INDEX)
            return;
        PriceNode *node = tree->nodes->pdata[least];
        if (node->is_solid || node->value >= limits->cutoff)
            return;
        branch(tree, least, limits);
    }
}

double price_tree_value(const PriceTree *tree)
{
    uint32_t least = least_leaf(tree, false);
    return least == NO_INDEX ? -INFINITY : ((PriceNode *)tree->nodes->pdata[least])->value;
}

const double *price_tree_worth(PriceTree *tree)
{
    const PriceNode *root = tree->nodes->pdata[0];
    g_autofree double *slope = g_new(double, n_prices(tree) + 1);
    price_bound_evaluate(tree->bound, root->part, root->prices, slope);
    return tree->bound->value;
}

void price_tree_start_at(PriceTree *tree, const PriceTree *other)
{
    const PriceNode *root = other->nodes->pdata[0];
    tree->start = g_memdup2(root->prices, (n_prices(tree) + 1) * sizeof *tree->start);
}

/* Whether the high side is more likely, from where the mean of choices lies. */
static bool likes_high(const PriceTree *tree, const PriceNode *node)
{
    const double *serving = price_ascent_serving(tree->ascent);
    if (!node->on_count)
        return serving[node->target] >= 0.5;
    const IndexList *bins = &tree->model->bins[node->target];
    double n = 0;
    for (uint32_t k = 0; k < bins->n; k++)
        n += serving[bins->index[k]];
    return n - node->at >= 0.5;
}

void price_tree_dive(PriceTree *tree, const PriceTreeLimits *limits, bool *ret_serves)
{
    PriceTreeLimits steps = *limits;
    steps.cutoff = INFINITY;
    if (tree->nodes->len == 0)
        solve_root(tree, &steps);
    PriceNode *root = tree->nodes->pdata[least_leaf(tree, false)];
    PriceNode *node = solve_node(tree, price_part_copy(tree->model, root->part), root->prices,
                                 &steps, NODE_ROUNDS);
    for (uint32_t step = 0; step < DIVE_STEPS && node->target != NO_INDEX; step++) {
        bool high = likes_high(tree, node);
        PriceNode *next =
            solve_node(tree, part_of_child(tree, node, high), node->prices, &steps, NODE_ROUNDS);
        if (next->value == INFINITY) {
            node_free(next);
            next = solve_node(tree, part_of_child(tree, node, !high), node->prices, &steps,
                              NODE_ROUNDS);
        }
        if (next->value == INFINITY) {
            node_free(next);
            break;
        }
        node_free(node);
        node = next;
        if (limit_clock_us() >= limits->deadline_us)
            break;
    }
    const double *serving = price_ascent_serving(tree->ascent);
    for (uint32_t bin = 0; bin < tree->model->problem->n_bins; bin++)
        ret_serves[bin] = serving[bin] >= 0.5;
    node_free(node);
}

double price_tree_set_value(PriceTree *tree, const bool *serves, const PriceTreeLimits *limits)
{
    PriceTreeLimits steps = *limits;
    steps.cutoff = INFINITY;
    if (tree->nodes->len == 0)
        solve_root(tree, &steps);
    const PriceNode *root = tree->nodes->pdata[0];
    PricePart *part = price_part_copy(tree->model, root->part);
    for (uint32_t bin = 0; bin < tree->model->problem->n_bins; bin++)
        part->fix[bin] = serves[bin] ? BIN_ON : BIN_OFF;
    PriceNode *node = solve_node(tree, part, root->prices, &steps, NODE_ROUNDS);
    double value = MAX(node->value, root->value); /* the ascent may end early */
    node_free(node);
    return value;
}

/* A node whose own value reaches the bound needs no children. */
static bool is_folded(const PriceNode *node, double least)
{
    return !node->is_inner || node->value >= least - 1e-9 * fabs(least);
}

typedef struct {
    const PriceTree *tree;
    ProofWriter *writer;
    BranchNodes above;
    double value;
    LeafWriter write_leaf;
    void *context;
} Export;

static void write_leaf(Export *export, uint32_t at, uint32_t own)
{
    const PriceNode *node = export->tree->nodes->pdata[at];
    ProofWriter *writer = export->writer;
    Int128 value;
    bool is_proved = node->is_inner || node->value >= export->value;
    if (!is_proved && export->write_leaf != NULL &&
        export->write_leaf(export->context, at, &export->above, writer, own))
        return;
    if (!price_leaf_make(export->tree->bound, node->prices, node->part, &export->above,
                         writer->scale, proof_writer_node(writer, own), &value))
        writer->fits = false;
    proof_writer_take_value(writer, value);
}

static void write_children(Export *export, const PriceNode *node, uint32_t own);

static void write_node(Export *export, uint32_t at, uint32_t own)
{
    const PriceTree *tree = export->tree;
    const PriceNode *node = tree->nodes->pdata[at];
    if (is_folded(node, export->value)) {
        write_leaf(export, at, own);
        return;
    }
    ProofNode *written = proof_writer_node(export->writer, own);
    written->at = node->at;
    if (node->on_count) {
        const IndexList *bins = &tree->model->bins[node->target];
        written->kind = PROOF_NODE_BRANCH_COUNT;
        written->bins = g_memdup2(bins->index, bins->n * sizeof *bins->index);
        written->n_bins = bins->n;
    } else {
        written->kind = PROOF_NODE_BRANCH_COLUMN;
        written->column = (Key){COLUMN_SERVE, {node->target, 0, 0, 0}};
    }
    write_children(export, node, own);
}

static void write_children(Export *export, const PriceNode *node, uint32_t own)
{
    BranchNodes *above = &export->above;
    uint32_t low = proof_writer_add(export->writer), high = proof_writer_add(export->writer);
    proof_writer_node(export->writer, own)->low = low;
    proof_writer_node(export->writer, own)->high = high;
    uint32_t none = NO_INDEX;
    uint32_t *upper = node->on_count ? &above->upper[node->target] : &none;
    uint32_t *lower = node->on_count ? &above->lower[node->target] : &none;
    uint32_t before = *upper;
    *upper = own;
    write_node(export, node->low, low);
    *upper = before;
    before = *lower;
    *lower = own;
    write_node(export, node->high, high);
    *lower = before;
}

void price_tree_write(const PriceTree *tree, double least, ProofWriter *writer,
                      LeafWriter write_below, void *context)
{
    g_assert(tree->bound->keep == 1);
    Export export = {.tree = tree, .writer = writer, .value = least};
    export.write_leaf = write_below;
    export.context = context;
    g_autofree uint32_t *lower = g_new(uint32_t, (gsize)tree->model->n_types + 1);
    g_autofree uint32_t *upper = g_new(uint32_t, (gsize)tree->model->n_types + 1);
    for (uint32_t t = 0; t < tree->model->n_types; t++)
        lower[t] = upper[t] = NO_INDEX;
    export.above = (BranchNodes){lower, upper};
    write_node(&export, 0, proof_writer_add(writer));
}

Proof *price_tree_proof(const PriceTree *tree, double less, int64_t *ret_bound)
{
    const Problem *problem = tree->model->problem;
    g_autoptr(ProofWriter) writer = proof_writer_new(price_leaf_scale(problem));
    price_tree_write(tree, price_tree_value(tree) - less, writer, NULL, NULL);
    *ret_bound = price_leaf_bound(problem, writer->least, writer->scale);
    return proof_writer_finish(writer);
}

uint32_t price_tree_n_nodes(const PriceTree *tree)
{
    return tree->nodes->len;
}

bool price_tree_is_open(const PriceTree *tree, uint32_t node)
{
    const PriceNode *own = tree->nodes->pdata[node];
    return !own->is_inner;
}

double price_tree_leaf_value(const PriceTree *tree, uint32_t leaf)
{
    return ((const PriceNode *)tree->nodes->pdata[leaf])->value;
}

const PricePart *price_tree_part(const PriceTree *tree, uint32_t leaf)
{
    return ((const PriceNode *)tree->nodes->pdata[leaf])->part;
}

void price_tree_price_items(const PriceTree *tree, uint32_t leaf, double *ret_price)
{
    const PriceNode *node = tree->nodes->pdata[leaf];
    price_bound_item_prices(tree->bound, node->prices, ret_price);
}

void price_tree_price_room(const PriceTree *tree, uint32_t leaf, uint32_t type, double *ret_share)
{
    const PriceModel *model = tree->model;
    const PriceNode *node = tree->nodes->pdata[leaf];
    uint32_t n_active = tree->bound->n_active;
    memset(ret_share, 0, model->problem->n_dimensions * sizeof *ret_share);
    for (uint32_t a = 0; a < n_active; a++) {
        PriceDimension d = model->dimension[tree->bound->active[a]];
        gsize at = (gsize)type * n_active + a;
        ret_share[d.resource * model->problem->n_periods + d.period] =
            node->prices[at] * tree->bound->room[at];
    }
}
