/* What the files of alternative.h share; nobody else includes this. */
#ifndef VMATRIX_PLAN_ALTERNATIVE_PARTS_H
#define VMATRIX_PLAN_ALTERNATIVE_PARTS_H

#include "plan/alternative.h"

struct Alternatives {
    const Model *model;
    const Plan *plan;
    DomainRules rules;
    uint32_t *placement;       /* [n_domains] the plan's; changed and restored while asking */
    bool *in_service;          /* [n_hosts] likewise */
    int64_t *use;              /* see placement_use */
    uint32_t *n_on;            /* [n_hosts] domains there */
    uint32_t *n_of_tier;       /* [host * n_tiers + tier] */
    IndexSet *service_domains; /* [n_services] */
    uint32_t *n_of_licence;    /* [host * n_licences + licence] domains there that need it */
    uint32_t *n_licence_hosts; /* [n_licences] */
    int64_t *breaches_now;     /* [n_rules] of rules to keep */
    uint32_t *n_moves;         /* [n_services + 1] actions that move a domain of it */
    uint32_t n_moves_in_all, n_power_changes;
    int64_t *moves_cost;       /* [n_domains] all moves of it */
    uint32_t *moves_of_domain; /* [n_domains] how many */
};

/* Position in n_moves: domains without a service share the last one. */
static inline uint32_t alternatives_service(const Alternatives *alternatives, uint32_t domain)
{
    return MIN(alternatives->model->domains[domain].service, alternatives->model->n_services);
}

/* Puts the domain elsewhere in placement alone, for functions that ask about a placement. */
static inline uint32_t alternatives_swap(Alternatives *alternatives, uint32_t domain, uint32_t host)
{
    uint32_t before = alternatives->placement[domain];
    alternatives->placement[domain] = host;
    return before;
}

/* Is the planned host of one domain left empty without it, so that nothing keeps it in service? */
static inline bool alternatives_empties(const Alternatives *alternatives, uint32_t planned)
{
    return alternatives->n_on[planned] == 1 && alternatives->model->policy.host_failures == 0;
}

bool alternatives_price_moves(Alternatives *alternatives, GError **error);
/* NONE or what a limit of a service, of its own or of one that must be near it, forbids. */
Obstacle alternatives_service_obstacle(Alternatives *alternatives, uint32_t domain, uint32_t host);

#endif
