/* Branch and bound on the numbers of bins in service, with what prices prove of them.
 *
 * The program over patterns is blind to one thing that costs: bins are in service in whole numbers.
 * So prices make cuts, the cuts a small program on these numbers alone (pack_counts.h), and that is
 * branched on. The part of least value is, so the proof of the whole gets better with each step;
 * where its numbers are whole, and now and again where they are not, the program over patterns is
 * solved for just these numbers, and its prices are a cut for every part.
 */
#ifndef VMATRIX_SOLVER_PACK_TREE_H
#define VMATRIX_SOLVER_PACK_TREE_H

#include "solver/pack_counts.h"

typedef struct {
    uint32_t above;           /* node; the root's own */
    bool is_high;             /* child of it */
    uint32_t *kinds, n_kinds; /* rising; what is branched on: how many bins of these serve, */
    uint32_t at;              /* low: at most at, high: at least at + 1 */
    uint32_t low, high;       /* nodes, behind this one; 0: a leaf */
    double value;             /* currency units, without what is forced in any case */
} PackNode;

typedef struct {
    PackPrices *prices;
    PackCounts *counts;
    GPtrArray *nodes;   /* PackNode */
    GPtrArray *cuts;    /* PackCut */
    uint32_t n_in_vain; /* looks for a cut, in a row, that found none */
    uint32_t n_without; /* steps without such a look, since */
    double *whole;      /* [kind] numbers that no branch and no cut excludes; NULL: none known */
    uint64_t work;      /* of looking up all cuts */
} PackTree;

PackTree *pack_tree_new(PackPrices *prices);
void pack_tree_free(PackTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackTree, pack_tree_free)

/* The root, whose prices begin where those of the search are. False where the simplex gives up. */
bool pack_tree_begin(PackTree *tree, double until);

/* Branches once, or finds a cut; false where that would bring nothing. enough: a part that costs so
 * much is not looked at any closer. */
bool pack_tree_step(PackTree *tree, double enough, double until);

const PackNode *pack_tree_node(const PackTree *tree, uint32_t number);

/* The leaf of least value. */
uint32_t pack_tree_least(const PackTree *tree);

uint32_t pack_tree_n_leaves(const PackTree *tree);

/* Solves the program of the node, with its branches from the root down, and all cuts. */
bool pack_tree_solve(PackTree *tree, uint32_t number, double *ret_value);

/* Branches above the node. */
uint32_t pack_tree_depth(const PackTree *tree, uint32_t number);

#endif
