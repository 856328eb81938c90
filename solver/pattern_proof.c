/* The proof that a tree of patterns found, below the proof of the tree of prices. */
#include "solver/pattern_leaf.h"
#include "solver/pattern_tree_parts.h"

#define HALVINGS  40
#define READ_WORK 40 /* looks at items that it takes to read what one weighs on a bin */

/* What the prices of a node and of those below prove together. */
static Int128 value_below(const PatternTree *tree, uint32_t number)
{
    const PatternNode *node = pattern_node(tree, number);
    if (node->kind == BRANCH_NONE)
        return node->value;
    Int128 low = value_below(tree, node->low), high = value_below(tree, node->high);
    return MAX(node->value, MIN(low, high));
}

/* It proves so much itself, or nothing below it does. */
static bool is_leaf_for(const PatternNode *node, Int128 least)
{
    return node->kind == BRANCH_NONE || node->value >= least;
}

/* It was looked at; else the prices of its leaf are as good. */
static bool is_seen(const PatternTree *tree, uint32_t number)
{
    return number != NO_INDEX && pattern_node(tree, number)->look.most != NULL;
}

typedef struct {
    PatternTree *tree;
    Int128 least;
    StayNodes stays; /* on the way to the node that is written */
} Export;

static void write_pattern_leaf(const Export *export, uint32_t number, const BranchNodes *above,
                               ProofWriter *writer, uint32_t at)
{
    const PatternNode *node = pattern_node(export->tree, number);
    g_autoptr(PatternPart) part = pattern_part_of(export->tree, number);
    pattern_leaf_write(export->tree->bound, part, node->price, &node->look, above, &export->stays,
                       writer, at);
}

/* Columns whose sum says how many of a kind stay. */
static void write_stays(const PatternTree *tree, uint32_t stay, ProofNode *written)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(Key));
    for (uint32_t item = 0; item < tree->problem->n_items; item++) {
        Key column = {COLUMN_PLACE, {item, tree->model->home[item], 0, 0}};
        if (tree->rules->stay[item] == stay)
            g_array_append_val(columns, column);
    }
    written->kind = PROOF_NODE_BRANCH_SUM;
    written->n_columns = columns->len;
    written->columns = (Key *)(void *)g_array_free(columns, FALSE);
}

static void write_branch(const PatternTree *tree, const PatternNode *node, ProofNode *written)
{
    if (node->kind == BRANCH_STAYS) {
        write_stays(tree, node->stay, written);
        written->at = node->at;
        return;
    }
    written->kind = PROOF_NODE_BRANCH_COLUMN;
    written->column = node->kind == BRANCH_BIN ? (Key){COLUMN_SERVE, {node->bin, 0, 0, 0}}
                                               : (Key){COLUMN_PLACE, {node->item, node->bin, 0, 0}};
}

static void write_node(const Export *export, uint32_t number, const BranchNodes *above,
                       ProofWriter *writer, uint32_t at);

/* A side of the node at, whose branch bounds how many stay or not. */
static void write_side(const Export *export, uint32_t number, const BranchNodes *above,
                       ProofWriter *writer, uint32_t at, uint32_t side)
{
    const PatternNode *node = pattern_node(export->tree, number);
    const StayNodes *stays = &export->stays;
    const PatternNode *parent = pattern_node(export->tree, node->parent);
    uint32_t *bound = parent->kind != BRANCH_STAYS ? NULL
                      : node->is_high              ? &stays->fewest[parent->stay]
                                                   : &stays->most[parent->stay];
    uint32_t before = bound == NULL ? NO_INDEX : *bound;
    if (bound != NULL)
        *bound = at;
    write_node(export, number, above, writer, side);
    if (bound != NULL)
        *bound = before;
}

static void write_node(const Export *export, uint32_t number, const BranchNodes *above,
                       ProofWriter *writer, uint32_t at)
{
    const PatternNode *node = pattern_node(export->tree, number);
    if (is_leaf_for(node, export->least)) {
        write_pattern_leaf(export, number, above, writer, at);
        return;
    }
    write_branch(export->tree, node, proof_writer_node(writer, at));
    uint32_t low = proof_writer_add(writer);
    uint32_t high = proof_writer_add(writer);
    proof_writer_node(writer, at)->low = low;
    proof_writer_node(writer, at)->high = high;
    write_side(export, node->low, above, writer, at, low);
    write_side(export, node->high, above, writer, at, high);
}

static bool write_leaf(void *context, uint32_t leaf, const BranchNodes *above, ProofWriter *writer,
                       uint32_t at)
{
    const Export *export = context;
    uint32_t number = export->tree->of_leaf[leaf];
    if (!is_seen(export->tree, number) || value_below(export->tree, number) < export->least)
        return false; /* what is below and was not seen has no look to write */
    write_node(export, number, above, writer, at);
    return true;
}

static Int128 value_alone(const PatternTree *tree, uint32_t number)
{
    return pattern_node(tree, number)->value;
}

/* The least of what is proved in all leaves of the tree of prices, by patterns as value_of says. */
static Int128 least_of(const PatternTree *tree,
                       Int128 (*value_of)(const PatternTree *tree, uint32_t number))
{
    Int128 least = pattern_cutoff(tree);
    for (uint32_t leaf = 0; leaf < price_tree_n_nodes(tree->prices); leaf++)
        if (tree->of_leaf[leaf] != NO_INDEX) {
            Int128 patterns = value_of(tree, tree->of_leaf[leaf]);
            Int128 prices = pattern_micro(price_tree_leaf_value(tree->prices, leaf));
            least = MIN(least, MAX(patterns, prices));
        }
    return least;
}

double pattern_tree_value(const PatternTree *tree)
{
    return pattern_currency(least_of(tree, value_below));
}

static Proof *proof_of(PatternTree *tree, Int128 least, int64_t *ret_bound)
{
    g_autofree uint32_t *fewest = g_new(uint32_t, (gsize)tree->rules->n_stays + 1);
    g_autofree uint32_t *most = g_new(uint32_t, (gsize)tree->rules->n_stays + 1);
    Export export = {.tree = tree, .least = least, .stays = {fewest, most}};
    g_autoptr(ProofWriter) writer = proof_writer_new(PATTERN_SCALE);
    price_tree_write(tree->prices, pattern_currency(least), writer, write_leaf, &export);
    if (writer->any)
        *ret_bound = price_leaf_bound(tree->problem, writer->least, PATTERN_SCALE);
    return proof_writer_finish(writer);
}

static uint64_t work_below(const PatternTree *tree, uint32_t number, Int128 least)
{
    const PatternNode *node = pattern_node(tree, number);
    const Problem *problem = tree->problem;
    uint64_t to_read = READ_WORK * (uint64_t)problem->n_bins * problem->n_items;
    return is_leaf_for(node, least)
               ? node->work + to_read
               : work_below(tree, node->low, least) + work_below(tree, node->high, least);
}

/* To look through a proof of so much. */
static uint64_t work_to_prove(const PatternTree *tree, Int128 least)
{
    uint64_t work = 0;
    for (uint32_t leaf = 0; leaf < price_tree_n_nodes(tree->prices); leaf++)
        if (is_seen(tree, tree->of_leaf[leaf]) &&
            pattern_micro(price_tree_leaf_value(tree->prices, leaf)) < least)
            work += work_below(tree, tree->of_leaf[leaf], least);
    return work;
}

/* Less is proved by fewer leaves: the most, from root to all, that takes no more work. */
static Int128 most_for_work(const PatternTree *tree, Int128 root, Int128 all, uint64_t most_work)
{
    if (work_to_prove(tree, all) <= most_work)
        return all;
    for (int i = 0; i < HALVINGS; i++) {
        Int128 middle = root + (all - root) / 2;
        if (work_to_prove(tree, middle) <= most_work)
            root = middle;
        else
            all = middle;
    }
    return root;
}

Proof *pattern_tree_proof(PatternTree *tree, uint64_t most_work, int64_t *ret_bound)
{
    Int128 root = least_of(tree, value_alone), all = least_of(tree, value_below);
    Int128 least = most_for_work(tree, root, all, most_work);
    return work_to_prove(tree, least) <= most_work ? proof_of(tree, least, ret_bound) : NULL;
}
