/* How long an action is expected to take; for people and for what to start first, never a limit. */
#ifndef VMATRIX_PLAN_DURATION_H
#define VMATRIX_PLAN_DURATION_H

#include "plan/plan.h"

/* n_sharing: moves of the wave that share the busier of its two hosts, itself included; they share
 * policy bandwidth_mib_s. */
double duration_expected_s(const Model *model, ActionKind kind, uint32_t domain,
                           uint32_t n_sharing);

#endif
