/* The judge's own reading of limits: how much a host may hold, and where a domain may be. */
#ifndef VMATRIX_CERTIFICATE_LIMITS_H
#define VMATRIX_CERTIFICATE_LIMITS_H

#include "certificate/exact.h"
#include "model/model.h"

/* ⌊capacity × hard_permille / 1000⌋ */
int64_t judge_hard_limit(const Model *model, uint32_t host, uint32_t resource);
/* The host's own soft amount, else ⌊capacity × soft_permille / 1000⌋. */
int64_t judge_soft_limit(const Model *model, uint32_t host, uint32_t resource);
/* The lowest of the hard limit and what the tier's rows for that resource allow. */
int64_t judge_tier_limit(const Model *model, uint32_t tier, uint32_t host, uint32_t resource);
/* Hard capacity of the hosts that are on ([n_hosts]), less that of the host_failures largest. */
Int128 judge_capacity_left(const Model *model, const bool *on, uint32_t resource);

/* Tier of a domain's service, INDEX_NONE where it has none. */
uint32_t judge_tier(const Model *model, uint32_t domain);
/* Now on a host that has not failed. */
bool judge_is_placed(const Model *model, uint32_t domain);
/* On a host now and marked to end: a plan takes it away, and it is nowhere afterwards. */
bool judge_retires(const Model *model, uint32_t domain);
/* A plan must give it a host: it is not marked to end, and it runs or is placed. Any other that
 * does not retire is left as it is: nowhere, or down with its host. */
bool judge_is_wanted(const Model *model, uint32_t domain);
/* Its host now; INDEX_NONE also for one that is left as it is. */
uint32_t judge_host_now(const Model *model, uint32_t domain);
/* Largest demand for "memory_mib" over the periods, 0 without that resource. */
int64_t judge_memory_mib(const Model *model, uint32_t domain);

/* A host without a zone (site) is one of its own, numbered behind the named ones. */
uint32_t judge_zone(const Model *model, uint32_t host);
uint32_t judge_site(const Model *model, uint32_t host);
/* False for a number behind the named zones whose host has a named one. */
bool judge_zone_exists(const Model *model, uint32_t zone);
bool judge_site_exists(const Model *model, uint32_t site);

#endif
