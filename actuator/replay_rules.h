/* The hard rules that hold after every wave, while a plan is replayed. Pure. */
#ifndef VMATRIX_ACTUATOR_REPLAY_RULES_H
#define VMATRIX_ACTUATOR_REPLAY_RULES_H

#include "actuator/headroom.h"

typedef struct ReplayRules ReplayRules;

/* Counts what each rule breaks now, which is what it may break. Arguments as of replay_steps. */
ReplayRules *replay_rules_new(const Errand *errand, const Resident *residents, guint n_residents,
                              const bool *asked);
void replay_rules_free(ReplayRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ReplayRules, replay_rules_free)

/* host: INDEX_NONE for a domain that does not run any more. */
void replay_rules_place(ReplayRules *rules, uint32_t domain, uint32_t host);
uint32_t replay_rules_host(const ReplayRules *rules, uint32_t domain); /* where it is placed now */
/* A rule of the model that is broken more than it may be, INDEX_NONE where there is none. */
uint32_t replay_rules_broken(ReplayRules *rules);
bool replay_rules_concern(const ReplayRules *rules, uint32_t rule, uint32_t domain);

#endif
