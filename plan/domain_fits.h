/* Facts about a domain and a host that do not depend on who else is there.
 *
 * The same words as docs/formulation.md; model/rules.h knows which domain is placed.
 */
#ifndef VMATRIX_PLAN_DOMAIN_FITS_H
#define VMATRIX_PLAN_DOMAIN_FITS_H

#include "plan/domain_rules.h"

uint32_t fit_tier(const Model *model, uint32_t domain); /* INDEX_NONE where none */
/* Largest over the periods; 0 where the model has no memory_mib. */
int64_t fit_memory_mib(const Model *model, uint32_t domain);

/* The first tag that the domain requires and the host lacks; INDEX_NONE where it has all. */
uint32_t domain_lacking_tag(const Model *model, uint32_t domain, uint32_t host);

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
    UNFIT_CPU,
} Fit;

/* FITS where host ∈ allowed(domain). ret_rule (may be NULL): the rule of FENCE, BAN and ROOT. */
Fit domain_fits(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host,
                uint32_t *ret_rule);

/* Whether a stop on the way is open to the domain: as domain_fits, but for fence and ban, which a
 * wave may break as often as the start does (the contract's "Order"; the order counts that). */
bool domain_may_park(const Model *model, const DomainRules *rules, uint32_t domain, uint32_t host);

#endif
