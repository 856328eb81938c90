/* Makes way for a blocked domain where one parking alone is not enough: as many as it takes leave
 * its destination, the cheapest for what they free first. For order_repair.c. */
#ifndef VMATRIX_PLAN_ORDER_EVICT_H
#define VMATRIX_PLAN_ORDER_EVICT_H

#include "plan/order_run.h"

typedef struct {
    OrderRun *run;
    const bool *held;   /* [n_domains] not to be asked */
    Effort spare;       /* what the extra moves may use up */
    const uint32_t *on; /* [n_on] domains on the destination */
    uint32_t n_on;
} EvictOptions;

/* Moves that let the blocked domain through (OrderMove, one step each), or NULL. The state is as
 * before. */
GArray *order_evict(const EvictOptions *options, uint32_t blocked);

/* What parking the domain costs: a pending one needs one move more, one that stays needs two and
 * its owner is told. */
Effort order_parking_effort(const OrderRun *run, uint32_t domain);

#endif
