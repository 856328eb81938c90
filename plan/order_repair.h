/* Parking moves where no direct move can be made, for estates too large to search whole.
 *
 * First the domains that block each other are searched as a small problem of
 * their own; where that finds nothing, the cheapest single domain whose leaving
 * lets another one through is parked. The result is an order, not the cheapest
 * one, and finding none proves nothing.
 */
#ifndef VMATRIX_PLAN_ORDER_REPAIR_H
#define VMATRIX_PLAN_ORDER_REPAIR_H

#include "plan/order_run.h"

/* Goes on from where direct moves ended. *ret_done: all domains are where they must end. */
bool order_repair(OrderRun *run, bool *ret_done, GError **error);

#endif
