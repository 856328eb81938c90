/* Starting a domain that runs nowhere, from the last definition that a host still holds.
 *
 * Only where it is certain that it runs nowhere else: a host that does not
 * answer may still run it, and a domain started twice destroys its disk.
 */
#ifndef VMATRIX_ACTUATOR_ACTIVATE_H
#define VMATRIX_ACTUATOR_ACTIVATE_H

#include "actuator/procedure.h"

/* The XML of a domain that is to be activated: its definition, shut off on the host it goes to or
 * on the one it comes from. NULL with the reason where it cannot be started safely. to_is_off: the
 * host it goes to is switched on first, and is not asked yet. */
char *activation_xml(const Errand *errand, const Step *step, bool to_is_off,
                     int64_t host_deadline_ms, char **ret_why_not);

/* For the look at a step that was called before: what the hosts say, *ret_state STEP_DONE, where
 * the domain runs at its destination and nowhere else; NULL, *ret_state untouched, where it does
 * not. Caller frees. */
char *activation_found_done(const StepWork *work, StepState *ret_state);

#endif
