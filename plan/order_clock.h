/* The time at which waves come to be, where a plan keeps a calendar.
 *
 * Durations depend on how many moves of a wave share a host, so a wave is looked
 * at as a whole. Without a calendar nothing here is asked.
 */
#ifndef VMATRIX_PLAN_ORDER_CLOCK_H
#define VMATRIX_PLAN_ORDER_CLOCK_H

#include "plan/order_problem.h"

/* When the wave that is being filled can begin, not before at_s; *ret_end_s (may be NULL): when it
 * has ended then. */
int64_t order_clock_begin_s(const OrderProblem *problem, const OrderState *state, int64_t at_s,
                            int64_t *ret_end_s);

#endif
