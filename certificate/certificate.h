/* The judge: says whether a plan may be shown to a person.
 *
 * It shares data with the planner (model, plan, proof) but no logic: limits,
 * rules, costs, every intermediate state and the bound are recomputed here by
 * code of its own, in exact integers. Keep it small enough to review in an
 * afternoon; its repetition of model/ is the point.
 */
#ifndef VMATRIX_CERTIFICATE_CERTIFICATE_H
#define VMATRIX_CERTIFICATE_CERTIFICATE_H

#include "model/model.h"
#include "plan/plan.h"
#include "solver/proof.h"

typedef struct {
    char *name; /* "digest", "placement", "capacity", "rules", "waves", "cost", "bound", … */
    bool passed;
    char *detail; /* what was checked, or what is wrong: domain, host, wave, figures */
} Check;

typedef struct {
    bool valid;
    Check *checks;
    uint32_t n_checks;
    char *bound_method; /* "proof tree with 3 leaves", "none" */
    int64_t bound;      /* as re-proved; 0 where none */
} Verdict;

void verdict_free(Verdict *verdict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Verdict, verdict_free)

/* proof may be NULL (plan.has_bound false). A rejected plan is a verdict, not an error. */
Verdict *certificate_judge(const Model *model, const Plan *plan, const Proof *proof,
                           GError **error);

#endif
