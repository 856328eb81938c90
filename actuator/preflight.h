/* Before the first action, and before each wave: can the steps that are left go?
 *
 * Asks every host of those steps and names each broken precondition. It reads
 * only. A changed demand is drift only where a hard limit would now be passed.
 */
#ifndef VMATRIX_ACTUATOR_PREFLIGHT_H
#define VMATRIX_ACTUATOR_PREFLIGHT_H

#include "actuator/errand.h"
#include "actuator/verdict.h"

/* On the steps in state "planned"; the others that are not done count as left out. thorough: asks
 * each destination whether it fits the domain as well, which each step's own last look does anyway.
 */
Verdicts *preflight(const Errand *errand, int64_t host_deadline_ms, bool thorough);

#endif
