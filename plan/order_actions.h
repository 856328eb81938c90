/* Moves in waves → the actions of a plan, power actions around them. */
#ifndef VMATRIX_PLAN_ORDER_ACTIONS_H
#define VMATRIX_PLAN_ORDER_ACTIONS_H

#include "plan/order_run.h"
#include "plan/plan.h"

/* moves: OrderMove by wave. Caller frees with actions_free. */
bool order_actions(const OrderProblem *problem, const bool *in_service, const GArray *moves,
                   Action **ret_actions, uint32_t *ret_n_actions, GError **error);

#endif
