/* Where to branch. Internal. */
#ifndef VMATRIX_SOLVER_BRANCH_RULE_H
#define VMATRIX_SOLVER_BRANCH_RULE_H

#include "solver/branch_tree.h"

/* Sets of bins in service worth branching on: all of a type, and all. Caller frees. */
CountSets *count_sets_new(const Problem *problem);
void count_sets_free(CountSets *counts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CountSets, count_sets_free)

/* On what is fractional in the solution of lp, most important kind first; false where nothing is.
 */
bool choose_fractional(const Tree *tree, const Lp *lp, Branching *ret_branching);

/* On any place (else any bin in service) that the bounds leave open; false where none is. */
bool choose_unfixed(const Tree *tree, const Lp *lp, Branching *ret_branching);

#endif
