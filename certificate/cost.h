/* The judge's own cost of a state and of a plan, in exact micro-units.
 *
 * Only the struct Cost and the names of its parts are shared with model/cost.h.
 * False with VMATRIX_ERROR_BAD_DATA where an amount leaves 64 bits.
 */
#ifndef VMATRIX_CERTIFICATE_COST_H
#define VMATRIX_CERTIFICATE_COST_H

#include "certificate/rules.h"
#include "model/cost.h"
#include "plan/plan.h"

/* The seven recurring parts of a state; the others are 0. */
bool judge_state_cost(const Model *model, State state, Cost *ret_cost, GError **error);

/* All parts of a plan: its final state and what its actions, parking moves included, cost. */
bool judge_plan_cost(const Model *model, const Plan *plan, Cost *ret_cost, GError **error);

/* All minutes of moves, notices, power changes and review before the out-of-hours factor. */
bool judge_operator_umin(const Model *model, const Plan *plan, int64_t *ret_umin, GError **error);

/* One term of the cost table: a host's overload of a resource, and its part of a balance row. use:
 * see judge_use. False where an amount leaves 64 bits. */
bool judge_price_overload(const Model *model, uint32_t host, uint32_t resource, const int64_t *use,
                          int64_t *ret_micro);
bool judge_price_balance(const Model *model, uint32_t balance, uint32_t host, const int64_t *use,
                         int64_t *ret_micro);

/* A domain is moved, started, copied or retired: the actions that count as moves. */
bool judge_is_move(const Action *action);

#endif
