/* Making a copy of a domain: its definition under a new name and UUID, started at the destination.
 *
 * Name and UUID follow from the plan alone, so that whoever takes an execution
 * over finds the same copy.
 */
#ifndef VMATRIX_ACTUATOR_REPLICATE_H
#define VMATRIX_ACTUATOR_REPLICATE_H

#include "actuator/errand.h"

/* The UUID of a copy that a plan makes. Caller frees. */
char *replica_uuid(const char *plan_digest, const char *name);

/* The XML of the copy, from where its template is now. NULL with the reason where it cannot be made
 * safely. */
char *replication_xml(const Errand *errand, const Step *step, int64_t host_deadline_ms,
                      char **ret_why_not);

#endif
