/* The time at which waves come to be, where a plan keeps a calendar or people's minutes are
 * limited.
 *
 * Durations depend on how many moves of a wave share a host, so a wave is looked
 * at as a whole.
 */
#ifndef VMATRIX_PLAN_ORDER_CLOCK_H
#define VMATRIX_PLAN_ORDER_CLOCK_H

#include "plan/order_problem.h"
#include "plan/people.h"

/* When the wave that is being filled can begin, not before at_s, NEVER where no window has enough
 * minutes left; *ret_end_s (may be NULL): when it has ended then. */
int64_t order_clock_begin_s(const OrderProblem *problem, const OrderState *state,
                            const People *people, int64_t at_s, int64_t *ret_end_s);

/* Minutes of the wave that is being filled. */
int64_t order_clock_umin(const OrderProblem *problem, const OrderState *state);

#endif
