/* What a plan costs as it is carried out: the placement's cost with every move that is made.
 *
 * model/cost.h prices a placement as if each domain moved once. A parking move
 * costs again and counts, and the owner of a service that is touched only by
 * parking is told as well; so a plan is priced from its actions.
 */
#ifndef VMATRIX_PLAN_PLAN_COST_H
#define VMATRIX_PLAN_PLAN_COST_H

#include "plan/plan.h"

/* host_of_domain and in_service are the final state. ret_operator_umin (may be NULL): all minutes
 * of moves, notices, power changes and review, before the out-of-hours factor. */
bool plan_cost(const Model *model, const uint32_t *host_of_domain, const bool *in_service,
               const Action *actions, uint32_t n_actions, Cost *ret_cost,
               int64_t *ret_operator_umin, GError **error);

#endif
