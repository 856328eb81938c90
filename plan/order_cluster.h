/* A few domains that block each other, with hosts that might help: input of a small search. */
#ifndef VMATRIX_PLAN_ORDER_CLUSTER_H
#define VMATRIX_PLAN_ORDER_CLUSTER_H

#include "plan/order_run.h"

typedef struct {
    GArray *domains; /* uint32_t, pending ones first */
    GArray *hosts;   /* uint32_t: present hosts, targets, and some with room */
} OrderCluster;

/* Around a domain that is not where it must end. */
void order_cluster_init(OrderCluster *cluster, const OrderRun *run, uint32_t domain);
void order_cluster_clear(OrderCluster *cluster);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OrderCluster, order_cluster_clear)

#endif
