/* The proof that a tree of patterns found, below the proof of the tree of prices. */
#include "solver/pattern_leaf.h"
#include "solver/pattern_tree_parts.h"

#define ALL_WORK UINT64_C(800000000) /* that the judge is asked for; it allows five times that */

/* Of what was found beyond the root: how much is proved where all of it takes too long. */
static const double shares_proved[] = {1, 0.97, 0.9, 0.75, 0.5, 0.25, 0};

/* What the prices of a node and of those below prove together. */
static Int128 value_below(const PatternTree *tree, uint32_t number)
{
    const PatternNode *node = pattern_node(tree, number);
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

/* Filled as when the node was looked at, the bins weigh again what they weighed then. */
static void write_pattern_leaf(Export *export, uint32_t number, const BranchNodes *above,
                               ProofWriter *writer, uint32_t at)
{
    const PatternNode *node = pattern_node(export->tree, number);
    PatternBound *bound = export->tree->bound;
    g_autoptr(PatternPart) part = pattern_part_of(export->tree, number);
    uint64_t before = bound->work;
    pattern_bound_set_room(bound, node->room);
    pattern_leaf_write(bound, part, node->price, above, node->fill_work, writer, at);
    export->work += bound->work - before;
}

static void write_node(Export *export, uint32_t number, const BranchNodes *above,
                       ProofWriter *writer, uint32_t at)
{
    const PatternNode *node = pattern_node(export->tree, number);
    writer->fits = writer->fits && export->work < ALL_WORK;
    if (!writer->fits)
        return;
    if (node->kind == BRANCH_NONE || node->value >= export->least) {
        write_pattern_leaf(export, number, above, writer, at);
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
    if (number == NO_INDEX || pattern_node(export->tree, number)->fill_work == 0)
        return false; /* its own prices prove it */
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
    Export export = {.tree = tree, .least = least};
    g_autoptr(ProofWriter) writer = proof_writer_new(PATTERN_SCALE);
    price_tree_write(tree->prices, pattern_currency(least), writer, write_leaf, &export);
    if (writer->any)
        *ret_bound = price_leaf_bound(tree->problem, writer->least, PATTERN_SCALE);
    return proof_writer_finish(writer);
}

/* Where all that was found takes too long to look through, less is proved, by fewer leaves. */
Proof *pattern_tree_proof(PatternTree *tree, int64_t *ret_bound)
{
    Int128 least = least_of(tree, value_below), root = least_of(tree, value_alone);
    Proof *proof = NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(shares_proved) && proof == NULL; i++) {
        double beyond = shares_proved[i] * (double)(least - root);
        proof = proof_of(tree, i == 0 ? least : root + (Int128)beyond, ret_bound);
    }
    return proof;
}
