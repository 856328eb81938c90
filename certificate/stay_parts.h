/* What stay.c and stay_allowed.c share; nobody else includes this. */
#ifndef VMATRIX_CERTIFICATE_STAY_PARTS_H
#define VMATRIX_CERTIFICATE_STAY_PARTS_H

#include "certificate/rules.h"
#include "certificate/stay.h"

struct Stay {
    const Model *model;
    const Plan *plan;
    uint32_t *at;        /* [n_domains] as planned; one domain is put elsewhere for a while */
    bool *in_service;    /* [n_hosts] likewise */
    int64_t *use;        /* see judge_use; likewise */
    int64_t *left;       /* the same indices: of transient resources, what those who left take */
    GArray **on;         /* [n_hosts] uint32_t: domains there as planned */
    GArray **of_service; /* [n_services] uint32_t: its domains that have a place */
    GArray *with_near;   /* uint32_t: services that must have others near them */
    GArray **rules_of;   /* [n_domains] uint32_t: rules that name it */
    GArray *open_rules;  /* uint32_t: rules that any domain may break */
    int64_t *most;       /* [n_rules] breaches that are allowed */
    uint32_t *needs;     /* [licence * n_hosts + host] domains there as planned that need it */
    GArray **actions_of; /* [n_domains] uint32_t: moves of it in the plan, parking included */
    int64_t *moves_of;   /* [n_services] moves, parking included */
    int64_t most_moves;  /* of one service */
    int64_t next_most;   /* of another: the same where two have most */
    int64_t n_moves, n_power_changes;
};

/* Does the domain, which is put on its own host, keep every hard condition there? */
bool judge_stay_is_allowed(const Stay *stay, uint32_t domain);

static inline uint32_t judge_stay_needs(const Stay *stay, uint32_t licence, uint32_t host)
{
    return stay->needs[(gsize)licence * stay->model->n_hosts + host];
}

#endif
