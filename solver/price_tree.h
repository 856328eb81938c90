/* Branch and bound over the number of bins of each type in service, then over single bins, with
 * the price bound at every node.
 *
 * Run it in a child process: the ascent uses GLPK. Bounds that it proves come as a proof tree.
 */
#ifndef VMATRIX_SOLVER_PRICE_TREE_H
#define VMATRIX_SOLVER_PRICE_TREE_H

#include "solver/price_ascent.h"
#include "solver/price_leaf.h"
#include "solver/proof_writer.h"

typedef struct PriceTree PriceTree;

typedef struct {
    double cutoff; /* no part that costs as much is looked into; currency units */
    uint32_t max_nodes;
    bool past_solid;    /* goes on where the least part cannot be branched on this way */
    gint64 deadline_us; /* monotonic */
    const volatile int *stop;
} PriceTreeLimits;

/* keep: share of the capacities that counts; only 1 gives proofs. */
PriceTree *price_tree_new(const PriceModel *model, double keep);
const PriceModel *price_tree_model(const PriceTree *tree);
void price_tree_free(PriceTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PriceTree, price_tree_free)

/* Begins at the prices of a tree of the same model; before the first run. */
void price_tree_start_at(PriceTree *tree, const PriceTree *other);

/* Goes on until a limit comes or nothing better can be proved this way. */
void price_tree_run(PriceTree *tree, const PriceTreeLimits *limits);

/* Least value of all open parts. */
double price_tree_value(const PriceTree *tree);

/* What each bin's service is worth at the prices of the first node (below 0: it pays), in currency
 * units. [n_bins], until the tree is used again. */
const double *price_tree_worth(PriceTree *tree);

/* Follows the most likely branch until every bin is in service or not. */
void price_tree_dive(PriceTree *tree, const PriceTreeLimits *limits, bool *ret_serves);

/* The bound where just these bins serve ([n_bins]). */
double price_tree_set_value(PriceTree *tree, const bool *serves, const PriceTreeLimits *limits);

uint32_t price_tree_n_nodes(const PriceTree *tree);
/* Of the node by number: a leaf (true) or branched on; of a leaf: its value, its part, and what
 * each item costs at its prices where its home does not serve ([n_items], currency units). */
bool price_tree_is_open(const PriceTree *tree, uint32_t node);
double price_tree_leaf_value(const PriceTree *tree, uint32_t leaf);
const PricePart *price_tree_part(const PriceTree *tree, uint32_t leaf);
void price_tree_price_items(const PriceTree *tree, uint32_t leaf, double *ret_price);
/* What the room of a bin of the type is worth there in each dimension. [n_dimensions] */
void price_tree_price_room(const PriceTree *tree, uint32_t leaf, uint32_t type, double *ret_share);

/* Writes what stands below a leaf in the place of the leaf, as node at; false where nothing does.
 */
typedef bool (*LeafWriter)(void *context, uint32_t leaf, const BranchNodes *above,
                           ProofWriter *writer, uint32_t at);

/* Writes the tree where nothing proves more than least: parts that reach it fold into one leaf.
 * write_below: for leaves that do not; may be NULL. */
void price_tree_write(const PriceTree *tree, double least, ProofWriter *writer,
                      LeafWriter write_below, void *context);

/* less: how much of the value is given up at most, for as few leaves as that takes (currency
 * units). NULL where a number leaves its range. */
Proof *price_tree_proof(const PriceTree *tree, double less, int64_t *ret_bound);

#endif
