/* Target placement → ordered actions in waves (the contract's "Order").
 *
 * Nothing is freed within a wave before it ends: a moving domain counts on both
 * hosts for every resource. Hard capacity, spread, split, ban, fence and lonely
 * hold after every wave or are never worse than at the start; hard capacity also
 * during it. Cycles are broken by parking moves at least cost.
 */
#ifndef VMATRIX_PLAN_SEQUENCE_H
#define VMATRIX_PLAN_SEQUENCE_H

#include "plan/plan.h"

typedef struct {
    bool found;
    bool proved_blocked; /* found = false: no order exists (else: given up at the limit) */
    Action *actions;     /* g_free'd by the caller through actions_free */
    uint32_t n_actions;
    int64_t extra_cost; /* what parking moves add to the target's own cost */
    uint32_t *blockers; /* domains that no order can move, where found = false */
    uint32_t n_blockers;
} Sequence;

void sequence_clear(Sequence *sequence);

/* cost_limit: give up where parking would add at least that much (INT64_MAX: never).
 * False only on error (amount out of range). */
bool sequence_plan(const Model *model, const uint32_t *target, const bool *in_service,
                   int64_t cost_limit, Sequence *ret_sequence, GError **error);

#endif
