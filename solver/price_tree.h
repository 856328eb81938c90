/* Branch and bound over the number of bins of each type in service, then over single bins, with
 * the price bound at every node.
 *
 * Run it in a child process: the ascent uses GLPK. Bounds that it proves come as a proof tree.
 */
#ifndef VMATRIX_SOLVER_PRICE_TREE_H
#define VMATRIX_SOLVER_PRICE_TREE_H

#include "solver/price_ascent.h"
#include "solver/proof.h"

typedef struct PriceTree PriceTree;

typedef struct {
    double cutoff; /* no part that costs as much is looked into; currency units */
    uint32_t max_nodes;
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

/* NULL where a number leaves its range. */
Proof *price_tree_proof(const PriceTree *tree, int64_t *ret_bound);

#endif
