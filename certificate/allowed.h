/* Where a domain may be in the plan: the eight conditions of allowed() in docs/formulation.md. */
#ifndef VMATRIX_CERTIFICATE_ALLOWED_H
#define VMATRIX_CERTIFICATE_ALLOWED_H

#include "model/model.h"

/* Nowhere where a plan gives the domain no host (judge_is_wanted). */
/* NULL where the domain may be on that host, else why not, for a person. Caller frees. */
char *judge_refusal(const Model *model, uint32_t domain, uint32_t host);
/* The same for a stop on the way to another host: fence and ban are left to the check that counts
 * breaches after every wave ("or never worse than at the start"). */
char *judge_stop_refusal(const Model *model, uint32_t domain, uint32_t host);
/* The same without the words. */
bool judge_is_allowed(const Model *model, uint32_t domain, uint32_t host);
/* For every host at once; ret_allowed: [n_hosts]. kinds: as judge_host_kinds numbers them; NULL:
 * every host is looked at by itself. */
void judge_allowed_hosts(const Model *model, const uint32_t *kinds, uint32_t domain,
                         bool *ret_allowed);
/* Numbers hosts by what a domain asks of a host that is not its own and that no rule names: hosts
 * of a number are alike in state, tags, capacities and CPU (not all that are need share one).
 * [n_hosts], each the number of a host. */
void judge_host_kinds(const Model *model, uint32_t *ret_kind);
/* Could it be started there after its own host failed: the host is up and conditions 2 to 4. */
bool judge_may_restart_on(const Model *model, uint32_t domain, uint32_t host);
/* v is placed and may stay where it is. */
bool judge_may_stay(const Model *model, uint32_t domain);

#endif
