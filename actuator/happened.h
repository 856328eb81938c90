/* Has a step that was called before taken effect after all?
 *
 * A call may reach a host after whoever took over has asked it and found that nothing had happened;
 * a machine takes its time to go down. Then the step is planned again, and the world is as it is
 * after it: preflight lets it pass, and its own look ends it without a call. What nobody called was
 * done by somebody else, and is drift.
 */
#ifndef VMATRIX_ACTUATOR_HAPPENED_H
#define VMATRIX_ACTUATOR_HAPPENED_H

#include "actuator/roll.h"

/* Asks the hosts that it needs to know of, each once for the roll. */
bool step_has_happened(const Errand *errand, const Step *step, Roll *roll, int64_t deadline_ms);

#endif
