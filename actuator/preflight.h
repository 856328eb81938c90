/* Before the first action: is the world still the one that the plan was made for?
 *
 * Asks every host of the steps that are left and lists each broken precondition
 * by name. It reads only. A changed demand is drift only where a hard limit
 * would now be passed.
 */
#ifndef VMATRIX_ACTUATOR_PREFLIGHT_H
#define VMATRIX_ACTUATOR_PREFLIGHT_H

#include "actuator/errand.h"
#include "actuator/roll.h"

/* One sentence (char *) for each broken precondition, none where all hold. Caller unrefs. */
GPtrArray *preflight(const Errand *errand, int64_t host_deadline_ms);

#endif
