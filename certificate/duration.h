/* What an action is expected to take, recomputed (docs/certificate.md, "Durations").
 *
 * Shared with plan/duration.h are the words of the documentation and QEMU's documented defaults,
 * no code. Doubles: an estimate is compared within the digits that are written.
 */
#ifndef VMATRIX_CERTIFICATE_DURATION_H
#define VMATRIX_CERTIFICATE_DURATION_H

#include "certificate/checks.h"

/* Seconds of the action at that position of the plan. */
double judge_expected_s(const Model *model, const Plan *plan, uint32_t action);

/* Adds the check "durations". The plan's arrays must have been checked for shape. */
void judge_check_durations(Checks *checks, const Model *model, const Plan *plan);

#endif
