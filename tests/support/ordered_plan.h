/* Plans for tests: a target, ordered, explained, priced and sealed, as the planner makes them. */
#ifndef VMATRIX_TESTS_SUPPORT_ORDERED_PLAN_H
#define VMATRIX_TESTS_SUPPORT_ORDERED_PLAN_H

#include "plan/sequence.h"

/* pairs: domain and host, NULL-ended; domains that are not named stay. Hosts in service are those
 * that hold a domain then. Aborts the test where there is no order. */
Plan *ordered_plan(const Model *model, const char *const *pairs);

/* From a target that was ordered already. Takes over the sequence's actions. */
Plan *plan_from_sequence(const Model *model, const uint32_t *target, const bool *in_service,
                         Sequence *sequence);

#endif
