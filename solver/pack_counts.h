/* How many bins of each kind serve: the linear program of what prices prove of them (GLPK, child
 * process).
 *
 * Any prices of items say of the numbers n of bins in service, whichever patterns there are:
 *     Σ over kinds of n·(heaviest set of the kind) ≥ Σ of the prices of all items
 * (a cut of Benders: Partitioning procedures for solving mixed-variables programming problems,
 * 1962). The program is as large as there are kinds, so a node of a branch and bound on numbers of
 * bins is a matter of microseconds. A cut and a branch may be broken, at a price that is only paid
 * where there is no other way.
 */
#ifndef VMATRIX_SOLVER_PACK_COUNTS_H
#define VMATRIX_SOLVER_PACK_COUNTS_H

#include "solver/pack_prices.h"

#define CUT_SCALE INT64_C(4) /* units of weight in a micro-unit of cost */

typedef struct {
    int64_t *weights; /* [class] of one item */
    int64_t *most;    /* [kind] no set on a bin of the kind weighs more */
    int64_t *prices;  /* [kind * n_dimensions of the problem + d] by which that is looked up */
    Int128 need;      /* weight of all items */
    uint64_t work;    /* that looking up took */
} PackCut;

/* Bins of some kinds together: at most so many, or at least. */
typedef struct {
    uint32_t *kinds, n_kinds; /* rising */
    uint32_t bound;
    bool is_high; /* at least */
} PackBranch;

typedef struct PackCounts PackCounts;

PackCounts *pack_counts_new(const PackKinds *kinds);
void pack_counts_free(PackCounts *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackCounts, pack_counts_free)

/* Takes nothing over; there is no branch then. */
void pack_counts_cut(PackCounts *counts, const PackCut *cut);

/* These branches hold from now on, and no others. */
void pack_counts_branch(PackCounts *counts, const PackBranch *branches, uint32_t n_branches);

/* False where the simplex gives up. Value in currency units. The rest holds after it. */
bool pack_counts_solve(PackCounts *counts, double *ret_value);

/* What the value would be with one branch more; -INFINITY where the simplex gives up. The rest does
 * not hold after it. */
double pack_counts_try(PackCounts *counts, const PackBranch *branch);

double pack_counts_n(const PackCounts *counts, uint32_t kind); /* bins that serve */
double pack_counts_cut_dual(const PackCounts *counts, uint32_t cut);
double pack_counts_branch_dual(const PackCounts *counts, uint32_t branch); /* currency units */

#endif
