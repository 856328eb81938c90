/* The way back from a plan, whole or half-done: made, priced and certified like the plan itself.
 *
 * The reverse plan starts from the state after the actions that are done and
 * leads every domain that they moved back to the host where the snapshot has it.
 * It is ordered anew, so it may need parking or other waves. Domains that were
 * started stay where they run; hosts are in service as they were before, empty
 * ones too, but for those that have failed.
 *
 * A way back may not exist: a host takes nothing any more (drain), a hard rule
 * that the plan repaired would be broken again, no safe order. Then `refused`
 * says why, and there is no plan.
 */
#ifndef VMATRIX_PLANNER_REVERSE_H
#define VMATRIX_PLANNER_REVERSE_H

#include "certificate/certificate.h"
#include "plan/plan.h"

typedef struct {
    Model *after;     /* the snapshot with what is done carried out */
    Plan *plan;       /* from there back; NULL where refused */
    Verdict *verdict; /* the judge's on it, valid; NULL where refused */
    char *refused;    /* a sentence; NULL where there is a plan */
} Reverse;

void reverse_clear(Reverse *reverse);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reverse, reverse_clear)

/* The snapshot with those actions carried out. done: [n_actions], NULL: all. Caller frees. */
Model *reverse_state_after(const Model *model, const Plan *plan, const bool *done);

/* done: as above. start_s: as PlannerOptions.start_s. False only on error. */
bool reverse_make(const Model *model, const Plan *plan, const bool *done, bool has_start,
                  int64_t start_s, Reverse *ret_reverse, GError **error);

#endif
