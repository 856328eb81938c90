/* Can the destination of a step run the domain at all: CPU, networks, storage? */
#ifndef VMATRIX_ACTUATOR_FIT_H
#define VMATRIX_ACTUATOR_FIT_H

#include "actuator/errand.h"

/* Why not, by the hypervisor's own comparison; NULL where nothing speaks against it, or nothing can
 * be told. xml: the domain's; NULL: asked of the step's source. Caller frees. */
char *fit_check(const Errand *errand, const Step *step, const char *xml, int64_t host_deadline_ms);

#endif
