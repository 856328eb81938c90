/* A bound for problems of any size, proved by one leaf: every bin's cost of service spread over
 * the one resource that is scarcest, every item at the place that is then cheapest.
 *
 * Weak (it sees neither whole bins nor two resources at once) but valid, in one pass over the
 * places.
 */
#ifndef VMATRIX_SOLVER_CHEAP_BOUND_H
#define VMATRIX_SOLVER_CHEAP_BOUND_H

#include "solver/exact.h"
#include "solver/problem.h"
#include "solver/proof.h"

/* NULL where some item may be nowhere (there is no plan then) or amounts are too large. */
Proof *cheap_bound(const Problem *problem, int64_t *ret_bound);

/* What every plan costs for what must change: power changes, notices, review. */
Int128 cheap_forced_costs(const Problem *problem);

#endif
