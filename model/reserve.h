/* The reserve of policy host_failures, as sums: what hosts hold without the largest that may fail,
 * against what domains demand at most. */
#ifndef VMATRIX_MODEL_RESERVE_H
#define VMATRIX_MODEL_RESERVE_H

#include "model/model.h"

/* Hard capacity of the hosts that are on ([n_hosts]), less that of the host_failures largest. */
int64_t reserve_capacity(const Model *model, const bool *on, uint32_t resource);
/* Demand of the domains that run ([n_domains]) in the period where it is largest. */
int64_t reserve_demand(const Model *model, const bool *runs, uint32_t resource);

#endif
