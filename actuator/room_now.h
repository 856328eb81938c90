/* Is there room on a step's destination now, beside what is on its way there already? Pure. */
#ifndef VMATRIX_ACTUATOR_ROOM_NOW_H
#define VMATRIX_ACTUATOR_ROOM_NOW_H

#include "actuator/errand.h"

/* domains: DomainFacts of what the destination holds; the domains of steps in state "intent" or
 * "calling" that go there count as well, each once. NULL where every limit holds, else which one
 * does not. Caller frees. */
char *room_now(const Errand *errand, const Step *step, const GPtrArray *domains);

#endif
