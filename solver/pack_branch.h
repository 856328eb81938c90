/* What to branch on: how many bins of some kinds serve together. Internal.
 *
 * Single kinds only shift between mixtures that cost about the same. So the sets are also runs of
 * kinds in the order of what they cost for what fits on them, and each is judged by what both its
 * children would be worth (strong branching: Applegate, Bixby, Chvátal, Cook, 1995).
 */
#ifndef VMATRIX_SOLVER_PACK_BRANCH_H
#define VMATRIX_SOLVER_PACK_BRANCH_H

#include "solver/pack_counts.h"

typedef struct {
    uint32_t *kinds, n_kinds; /* rising; caller frees */
    uint32_t at;              /* low: at most at, high: at least at + 1 */
    double low, high;         /* values of the children */
} PackChoice;

/* For the branches that counts has and was solved with; cuts: PackCut, those it has. False where no
 * sum of numbers is in part. enough: what is worth so much need not be worth more. */
bool pack_branch_choose(PackCounts *counts, const PackKinds *kinds, const GPtrArray *cuts,
                        double value, double enough, PackChoice *ret_choice);

#endif
