/* Taking a host out of service and back: by the operator's command where there is one, else as a
 * record that says that no machine was touched.
 *
 * A host is only switched off when it answers and holds nothing that lives; it
 * counts as off when it no longer answers, and as on when it does.
 */
#ifndef VMATRIX_ACTUATOR_POWER_H
#define VMATRIX_ACTUATOR_POWER_H

#include "actuator/errand.h"
#include "actuator/settle.h"
#include "actuator/step_result.h"

/* The command of a power step; NULL where there is none. Borrowed. */
const char *power_command(const Errand *errand, const Step *step);

/* Why the host must not be switched; NULL where it may. Caller frees. */
char *power_check(const Errand *errand, const Step *step, const StepSettings *settings);

/* Runs the command, if any, and waits until the host does, or does no longer, answer. */
void power_switch(const Errand *errand, const Step *step, const StepSettings *settings,
                  StepResult *ret_result);

#endif
