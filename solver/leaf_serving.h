/* The rows of a leaf that are about bins in service as such: counts by branches, the review.
 *
 * What is left of a leaf's value once the reduced cost of serving each bin is known, with the
 * multipliers of branch and change_bin rows (docs/formulation.md) that give it.
 */
#ifndef VMATRIX_SOLVER_LEAF_SERVING_H
#define VMATRIX_SOLVER_LEAF_SERVING_H

#include "solver/exact.h"
#include "solver/price_bound.h"
#include "solver/proof.h"

/* Nodes of the proof whose branch rows bound the number of bins of each type; NO_INDEX: none. */
typedef struct {
    uint32_t *lower, *upper; /* [n_types] */
} BranchNodes;

/* Costs of every plan, times 1: constant, the review and the notices that are certain. */
Int128 leaf_certain_costs(const PriceModel *model);

/* serve: [n_bins] reduced cost of each bin times scale. nodes NULL: every bound of the part has a
 * node. multipliers: Multiplier, added to; NULL: only the value is wanted. *ret_fits becomes false
 * where a multiplier leaves its range. */
Int128 leaf_serving_value(const PriceModel *model, const PricePart *part, const BranchNodes *nodes,
                          const Int128 *serve, int64_t scale, GArray *multipliers, bool *ret_fits);

/* Adds a row to multipliers (where not NULL) unless y is 0; *ret_fits as above. */
void leaf_add_multiplier(GArray *multipliers, Key row, Int128 y, bool *ret_fits);

#endif
