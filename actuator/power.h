/* Taking a host out of service and back: by the operator's command where there is one, else as a
 * record that says that no machine was touched.
 *
 * A host is only switched off when it answers and holds nothing that lives; it
 * counts as off when it no longer answers, and as on when it does.
 */
#ifndef VMATRIX_ACTUATOR_POWER_H
#define VMATRIX_ACTUATOR_POWER_H

#include "actuator/errand.h"

/* The command of a power step; NULL where there is none. Borrowed. */
const char *power_command(const Errand *errand, const Step *step);

#endif
