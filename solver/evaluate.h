/* What a placement costs and which hard limit it breaks, straight from the problem.
 *
 * Exact; independent of the program that the search solves, so that a mistake there cannot pass
 * for a good placement.
 */
#ifndef VMATRIX_SOLVER_EVALUATE_H
#define VMATRIX_SOLVER_EVALUATE_H

#include "solver/problem.h"
#include "solver/proof.h"

typedef struct {
    bool feasible;
    Key broken;       /* where not feasible: the first row that does not hold */
    int64_t cost;     /* micro-units; INT64_MAX where it leaves int64 */
    uint32_t n_moves; /* moved and placed items */
} Evaluation;

/* bin_of_item: [n_items], NO_INDEX = nowhere (then not feasible). in_service: [n_bins], or NULL =
 * bins that hold an item. */
void problem_evaluate(const Problem *problem, const uint32_t *bin_of_item, const bool *in_service,
                      Evaluation *ret_evaluation);

/* Breaches of a group in a placement (items may be nowhere), as the contract's table counts. */
int64_t group_breaches(const Problem *problem, const Group *group, const uint32_t *bin_of_item,
                       const bool *in_service);

/* Puts the cheapest spare bins into service until the reserve for host_failures is met. False
 * where all together do not meet it; in_service: [n_bins], changed in place. */
bool problem_add_spares(const Problem *problem, bool *in_service);

#endif
