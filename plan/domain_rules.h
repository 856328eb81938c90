/* Which rules each domain is in: an index over the model, for those who walk rules by domain. */
#ifndef VMATRIX_PLAN_DOMAIN_RULES_H
#define VMATRIX_PLAN_DOMAIN_RULES_H

#include "model/model.h"

typedef struct {
    uint32_t rule, group;
} RuleMembership;

typedef struct {
    uint32_t *start; /* [n_domains + 1] */
    RuleMembership *memberships;
} DomainRules;

void domain_rules_init(DomainRules *rules, const Model *model);
void domain_rules_clear(DomainRules *rules);

static inline uint32_t domain_rules_n(const DomainRules *rules, uint32_t domain)
{
    return rules->start[domain + 1] - rules->start[domain];
}

static inline RuleMembership domain_rules_at(const DomainRules *rules, uint32_t domain, uint32_t i)
{
    return rules->memberships[rules->start[domain] + i];
}

#endif
