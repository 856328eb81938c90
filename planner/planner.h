/* The planner's loop: model → certified plan (docs/architecture.md).
 *
 * Formulates, solves, orders, explains and has the judge verify. A target whose
 * order needs parking moves is priced with them; dearer targets that need none
 * are tried as long as they can still be cheaper. Never returns a plan that the
 * judge rejects: that is VMATRIX_ERROR_REJECTED with the failed checks.
 */
#ifndef VMATRIX_PLANNER_PLANNER_H
#define VMATRIX_PLANNER_PLANNER_H

#include "certificate/certificate.h"
#include "model/model.h"
#include "plan/plan.h"
#include "solver/solution.h"
#include "solver/solve.h"

typedef struct {
    double time_limit_s; /* of the whole loop, by limit_clock; 0 = 60 */
    gint64 start_us;     /* of limit_clock, from where it counts; 0 = when the loop begins */
    uint64_t work_limit; /* of each search, deterministic; 0 = none */
    double gap;
    bool has_start;  /* the plan keeps the calendar from start_s on; else from policy plan_start */
    int64_t start_s; /* since 1970 */
    uint64_t seed;
    uint32_t n_searches; /* as SolveOptions.n_searches */
    const volatile int *stop;
    void (*progress)(void *context, bool has_incumbent, int64_t incumbent, bool has_bound,
                     int64_t bound, double wall_s);
    void *progress_context;
} PlannerOptions;

typedef struct {
    Plan *plan;         /* always there; its outcome says whether it holds actions */
    Solution *solution; /* of the first search: bound, proof, events */
    Verdict *verdict;   /* NULL where nothing is claimed: no placement, bound or infeasibility */
} PlannerResult;

void planner_result_free(PlannerResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PlannerResult, planner_result_free)

PlannerResult *planner_run(const Model *model, const PlannerOptions *options, GError **error);

#endif
