/* The search at scale: which bins serve is taken from the price bound, which items are on them
 * from annealing.
 *
 * Sets of bins come from the bound with capacities shrunk by a little, which leaves room for
 * packing waste; how much is probed. The best set is changed bin by bin while time is left. Run it
 * in a child process: the bound uses GLPK.
 */
#ifndef VMATRIX_SOLVER_BIN_SEARCH_H
#define VMATRIX_SOLVER_BIN_SEARCH_H

#include "solver/incumbent.h"
#include "solver/price_tree.h"

typedef struct {
    gint64 deadline_us; /* monotonic; G_MAXINT64 where only steps count */
    uint64_t max_steps;
    const volatile int *stop;
    double good_enough; /* stop at this cost; currency units */
} BinSearchLimits;

/* tree: the price bound, its first node solved; NULL where the bound does not know the problem,
 * then all bins are open. */
void bin_search_run(const Problem *problem, PriceTree *tree, Incumbent *incumbent,
                    const BinSearchLimits *limits);

#endif
