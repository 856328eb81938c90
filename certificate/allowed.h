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
/* For every host at once; ret_allowed: [n_hosts]. */
void judge_allowed_hosts(const Model *model, uint32_t domain, bool *ret_allowed);
/* Could it be started there after its own host failed: the host is up and conditions 2 to 4. */
bool judge_may_restart_on(const Model *model, uint32_t domain, uint32_t host);
/* v is placed and may stay where it is. */
bool judge_may_stay(const Model *model, uint32_t domain);

#endif
