/* By the clock: may a step begin now?
 *
 * Asks the plan (its start, not_before of the action), the calendar of the
 * plan's snapshot and the one in force in the database, which people may have
 * changed since. A step may begin where no blackout meets the time that it is
 * expected to take from now on, and where people have the minutes for it in this window.
 */
#ifndef VMATRIX_ACTUATOR_GATE_H
#define VMATRIX_ACTUATOR_GATE_H

#include "actuator/errand.h"
#include "actuator/journal.h"

typedef struct Gate Gate;

Gate *gate_new(const Errand *errand); /* borrows it */
void gate_free(Gate *gate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Gate, gate_free)

/* Reads the calendar in force and what has begun; before the first question. */
bool gate_read(Gate *gate, const Execution *execution, GError **error);

/* now_s where the step may begin; else the first time at which it might, NEVER (plan/people.h)
 * where no such time is known. *ret_why (may be NULL): what it waits for, a text of its own. */
int64_t gate_opens_s(const Gate *gate, const Step *step, int64_t now_s, const char **ret_why);

#endif
