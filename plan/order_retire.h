/* Domains that retire, in waves before all moves: what leaves first makes room and breaks no rule.
 */
#ifndef VMATRIX_PLAN_ORDER_RETIRE_H
#define VMATRIX_PLAN_ORDER_RETIRE_H

#include "plan/order_state.h"

/* Array of OrderMove with to = INDEX_NONE, in order of waves from 1, as few as the limits on
 * parallel moves allow in order of domains. Caller unrefs. */
GArray *order_retirements(const Model *model);

#endif
