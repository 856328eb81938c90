/* Breaches of the placement rules, as the contract's rule table counts them.
 *
 * A domain that is nowhere (INDEX_NONE) breaks no rule. The judge counts by its
 * own code (certificate/).
 */
#ifndef VMATRIX_MODEL_RULES_H
#define VMATRIX_MODEL_RULES_H

#include "model/model.h"

/* A host without zone (site) is a zone (site) of its own, numbered behind the named ones. */
static inline uint32_t zone_of_host(const Model *model, uint32_t host)
{
    uint32_t zone = model->hosts[host].zone;
    return zone != INDEX_NONE ? zone : model->n_zones + host;
}

static inline uint32_t site_of_host(const Model *model, uint32_t host)
{
    uint32_t site = model->hosts[host].site;
    return site != INDEX_NONE ? site : model->n_sites + host;
}

/* Is where it is and runs there: has a host that has not failed. */
static inline bool domain_is_placed(const Model *model, uint32_t domain)
{
    uint32_t host = model->domains[domain].host;
    return host != INDEX_NONE && model->hosts[host].state != HOST_STATE_FAILED;
}

/* in_service: [n_hosts], used by max_on alone. */
int64_t rule_breaches(const Model *model, const Rule *rule, const uint32_t *host_of_domain,
                      const bool *in_service);

#endif
