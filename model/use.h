/* How much of each host a placement uses. */
#ifndef VMATRIX_MODEL_USE_H
#define VMATRIX_MODEL_USE_H

#include "model/model.h"

/* Sums of demand, [(host * n_resources + resource) * n_periods + period]; a domain whose host is
 * INDEX_NONE uses nothing. Caller frees. */
int64_t *placement_use(const Model *model, const uint32_t *host_of_domain);

static inline int64_t use_at(const Model *model, const int64_t *use, uint32_t host,
                             uint32_t resource, uint32_t period)
{
    return use[((gsize)host * model->n_resources + resource) * model->policy.n_periods + period];
}

/* Where the domains are now, [n_domains], and which hosts are on, [n_hosts]. Caller frees. */
uint32_t *current_placement(const Model *model);
bool *current_in_service(const Model *model);
/* Hosts that hold a domain, [n_hosts]. Caller frees. */
bool *hosts_in_use(const Model *model, const uint32_t *host_of_domain);

#endif
