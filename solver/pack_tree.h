/* Branch and bound on the numbers of bins in service of each kind, with the bounds of patterns.
 *
 * The program over patterns is blind to one thing that costs: bins are in service in whole numbers.
 * The part of least value is branched on, so the proof of the whole gets better with each step.
 */
#ifndef VMATRIX_SOLVER_PACK_TREE_H
#define VMATRIX_SOLVER_PACK_TREE_H

#include "solver/pack_prices.h"

typedef struct {
    uint32_t *lower, *upper; /* [kind] */
    double *price;           /* [class] that prove the value */
    double value;            /* currency units, without what is forced in any case */
    uint64_t work;           /* that looking for the heaviest sets took */
    uint32_t target;         /* kind to branch on, low: at most at; NO_INDEX: none is left */
    uint32_t at;
    uint32_t low, high; /* nodes; 0: a leaf */
} PackNode;

typedef struct {
    PackPrices *prices;
    GPtrArray *nodes; /* PackNode */
    uint64_t work;    /* of all leaves */
} PackTree;

PackTree *pack_tree_new(PackPrices *prices);
void pack_tree_free(PackTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackTree, pack_tree_free)

/* The root, whose prices begin where those of the search are. False where the simplex gives up. */
bool pack_tree_begin(PackTree *tree, double until);

/* Branches once; false where that would bring nothing. enough: a part that costs so much is not
 * looked at any closer. */
bool pack_tree_step(PackTree *tree, double enough, double until);

const PackNode *pack_tree_node(const PackTree *tree, uint32_t number);

/* The leaf of least value. */
uint32_t pack_tree_least(const PackTree *tree);

#endif
