/* Facts about a domain and a host that do not depend on who else is there.
 *
 * The same words as docs/formulation.md: placed, tier_hard, allowed.
 */
#ifndef VMATRIX_PLAN_DOMAIN_FITS_H
#define VMATRIX_PLAN_DOMAIN_FITS_H

#include "plan/domain_rules.h"

/* Running somewhere: it has a host and that has not failed. */
bool fit_is_placed(const Model *model, uint32_t domain);
uint32_t fit_tier(const Model *model, uint32_t domain); /* INDEX_NONE where none */
/* Largest over the periods; 0 where the model has no memory_mib. */
int64_t fit_memory_mib(const Model *model, uint32_t domain);

/* Zone of a host; one without a zone is one of its own, numbered behind the named ones. */
uint32_t fit_zone(const Model *model, uint32_t host);
/* The lowest of the hard limit and what the tier's rows allow. */
int64_t fit_tier_limit(const Model *model, uint32_t host, uint32_t tier, uint32_t resource);

/* Why a domain may not be on a host. */
typedef enum {
    FITS,
    UNFIT_STATE,
    UNFIT_TAGS,
    UNFIT_DEMAND,
    UNFIT_FENCE,
    UNFIT_BAN,
    UNFIT_ROOT,
    UNFIT_NEVER,
    UNFIT_RESIDENCE,
} Fit;

/* FITS where host ∈ allowed(domain). ret_rule (may be NULL): the rule of FENCE, BAN and ROOT. */
Fit domain_fits(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host,
                uint32_t *ret_rule);

#endif
