/* The judge's own count of what breaks a rule (the table of rules in the contract). */
#ifndef VMATRIX_CERTIFICATE_RULES_H
#define VMATRIX_CERTIFICATE_RULES_H

#include "model/model.h"

/* A placement at some moment: host of each domain (INDEX_NONE = nowhere), hosts in service. */
typedef struct {
    const uint32_t *host_of_domain; /* [n_domains] */
    const bool *in_service;         /* [n_hosts] */
} State;

/* The snapshot's own placement and powered hosts; release with judge_state_clear. */
typedef struct {
    State state;
    uint32_t *host_of_domain;
    bool *in_service;
} OwnedState;

void judge_state_now(const Model *model, OwnedState *state);
void judge_state_clear(OwnedState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OwnedState, judge_state_clear)

/* Demand on each host: [(host * n_resources + resource) * n_periods + period]. Caller frees. */
int64_t *judge_use(const Model *model, const uint32_t *host_of_domain);
static inline gsize judge_use_index(const Model *model, uint32_t host, uint32_t resource,
                                    uint32_t period)
{
    return ((gsize)host * model->n_resources + resource) * model->policy.n_periods + period;
}

/* ret_where (may be NULL): an example of a breach for a person, NULL where there is none; the
 * caller frees. */
int64_t judge_breaches(const Model *model, uint32_t rule, State state, char **ret_where);
const char *judge_rule_word(RuleKind kind);

#endif
