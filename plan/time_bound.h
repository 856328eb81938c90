/* A time below which no order of a plan's moves can be done, to stand beside what its waves take.
 *
 * Each move copies its domain's memory at least once (twice where it is saved and
 * restored), at no more than what one migration reaches, and its overhead comes
 * on top: call that d. The bound is the largest of
 *   - the largest d;
 *   - the sum of d over all moves by max_parallel, over the moves of a host by
 *     max_parallel_per_host, over those of a service by max_parallel_per_service:
 *     no more of them run at once, so their time is at least that;
 *   - the memory that all moves of a host copy by bandwidth_mib_s: they share its link.
 * Parking moves, power actions, blackouts and what order forbids only add to it.
 * Source of the argument: the area bound of machine scheduling (Graham, "Bounds on
 * Multiprocessing Timing Anomalies", SIAM J. Appl. Math. 17, 1969).
 */
#ifndef VMATRIX_PLAN_TIME_BOUND_H
#define VMATRIX_PLAN_TIME_BOUND_H

#include "plan/plan.h"

/* 0 where the plan moves nothing. */
double time_bound_s(const Model *model, const Plan *plan);

/* What the plan's waves take one after the other, without waits. */
double time_expected_s(const Plan *plan);

#endif
