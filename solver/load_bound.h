/* A bound where loads cost: each dimension of each bin has a price, each item takes the place that
 * is cheapest at these prices.
 *
 * At equal prices everywhere this says that loads above all soft limits together are above some of
 * them (and the same of stranded headroom); prices of their own for each bin, found by subgradient
 * ascent, see that no bin has every resource to spare. One leaf: rows assign, overload, balance,
 * capacity.
 * Source: Lagrangian relaxation of the load rows, step length by Polyak (Held, Wolfe, Crowder,
 * Validation of subgradient optimization, 1974).
 */
#ifndef VMATRIX_SOLVER_LOAD_BOUND_H
#define VMATRIX_SOLVER_LOAD_BOUND_H

#include "solver/problem.h"
#include "solver/proof.h"

typedef struct {
    int64_t known_cost;  /* of some placement; the ascent aims below it */
    uint32_t max_rounds; /* of the ascent */
    gint64 deadline_us;  /* limit clock; G_MAXINT64: rounds alone count */
    const volatile int *stop;
} LoadBoundLimits;

/* NULL where an item has no place or a number leaves its range. */
Proof *load_bound(const Problem *problem, const LoadBoundLimits *limits, int64_t *ret_bound);

#endif
