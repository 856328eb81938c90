/* The reserve of policy host_failures while domains move, where policy reserve_on_the_way asks for
 * it: per resource and period, the hard capacity of the hosts that are on, less that of its
 * host_failures largest ones, carries all domains, those of the wave on both hosts; or no more is
 * lacking than at the start. For order_state.c.
 */
#ifndef VMATRIX_PLAN_ORDER_RESERVE_H
#define VMATRIX_PLAN_ORDER_RESERVE_H

#include "model/model.h"

typedef struct OrderReserve OrderReserve;

/* powered: [n_hosts] on between the first wave and the last. NULL where nothing is asked for. */
OrderReserve *order_reserve_new(const Model *model, const bool *powered);
void order_reserve_free(OrderReserve *reserve);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OrderReserve, order_reserve_free)

/* sign: 1 for a domain that runs on one host more, −1 for one less. reserve may be NULL. */
void order_reserve_add(OrderReserve *reserve, uint32_t domain, int sign);
/* What runs now is the start. */
void order_reserve_begin(OrderReserve *reserve);
/* By how much the domain, on one host more, is too much; 0 where there is room. ret_resource: the
 * one that lacks most; may be NULL. */
int64_t order_reserve_excess(const OrderReserve *reserve, uint32_t domain, uint32_t *ret_resource);

#endif
