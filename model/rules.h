/* Breaches of the placement rules, as the contract's rule table counts them.
 *
 * A domain that is nowhere (INDEX_NONE) breaks no rule, and a root that is not wanted none. The
 * judge counts by its own code (certificate/).
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

/* A plan takes it off its host, and it ends nowhere. */
static inline bool domain_retires(const Model *model, uint32_t domain)
{
    return model->domains[domain].retire && domain_is_placed(model, domain);
}

/* A plan must give it a host. What is neither wanted nor retires stays out: it is nowhere or went
 * down with its host, and nobody asks to start it. */
static inline bool domain_is_wanted(const Model *model, uint32_t domain)
{
    return !model->domains[domain].retire &&
           (model->domains[domain].state == DOMAIN_STATE_RUNNING ||
            domain_is_placed(model, domain));
}

/* Where it is now; INDEX_NONE where it is nowhere or stays out. */
static inline uint32_t domain_host_now(const Model *model, uint32_t domain)
{
    return domain_is_wanted(model, domain) || domain_retires(model, domain)
               ? model->domains[domain].host
               : INDEX_NONE;
}

/* "rule 'NAME' WHAT", and ": REASON" where the rule has one. Caller frees. */
char *rule_sentence(const Rule *rule, const char *what);

/* in_service: [n_hosts], used by max_on alone. */
int64_t rule_breaches(const Model *model, const Rule *rule, const uint32_t *host_of_domain,
                      const bool *in_service);

#endif
