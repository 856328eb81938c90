/* When the waves of a plan run, by what its actions are expected to take.
 *
 * A wave begins when the one before has ended, or later where a blackout would
 * cover one of its actions: then each of them has not_before set, and the
 * actuator begins none sooner. Durations are rounded up to whole seconds.
 */
#ifndef VMATRIX_PLAN_TIMETABLE_H
#define VMATRIX_PLAN_TIMETABLE_H

#include "plan/calendar.h"
#include "plan/plan.h"

/* A duration as the timetable counts it: whole seconds, at least one. */
int64_t timetable_length_s(double expected_s);

/* Sets not_before of the actions (in order of waves). calendar: NULL where no times are kept; only
 * the people's budget is looked at then. Where that leaves no time for a wave the position of its
 * first action is returned, else n_actions. */
uint32_t timetable_fill(const Model *model, const Calendar *calendar, int64_t start_s,
                        Action *actions, uint32_t n_actions);

/* When each wave of a plan with a start begins and ends, [n_waves] from wave 1. Caller frees. */
typedef struct {
    int64_t begin_s, end_s;
} WaveTime;
WaveTime *timetable_waves(const Plan *plan, uint32_t *ret_n_waves);

#endif
