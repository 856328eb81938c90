/* A leaf of a proof from prices of any origin, with its value in exact integers.
 *
 * Uses rows of docs/formulation.md only: assign, link, capacity, notice, change_bin and branch. The
 * reduced costs of all place columns come out at 0 or above, so that the value needs one pass over
 * items and types, not one over items and bins.
 */
#ifndef VMATRIX_SOLVER_PRICE_LEAF_H
#define VMATRIX_SOLVER_PRICE_LEAF_H

#include "solver/leaf_serving.h"

/* The scale of a proof for this problem. */
int64_t price_leaf_scale(const Problem *problem);

/* Sets kind and multipliers of the node; the value is times scale. False where a number leaves its
 * range. */
bool price_leaf_make(const PriceBound *bound, const double *prices, const PricePart *part,
                     const BranchNodes *nodes, int64_t scale, ProofNode *ret_node,
                     Int128 *ret_value);

/* What a value proves about the cost of plans, rounded as docs/formulation.md says. */
int64_t price_leaf_bound(const Problem *problem, Int128 value, int64_t scale);

#endif
