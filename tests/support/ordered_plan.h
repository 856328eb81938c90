/* Plans for tests: a target, ordered, explained, priced and sealed, as the planner makes them. */
#ifndef VMATRIX_TESTS_SUPPORT_ORDERED_PLAN_H
#define VMATRIX_TESTS_SUPPORT_ORDERED_PLAN_H

#include "plan/plan.h"

/* pairs: domain and host, NULL-ended; domains that are not named stay. Hosts in service are those
 * that hold a domain then. Aborts the test where there is no order. */
Plan *ordered_plan(const Model *model, const char *const *pairs);

#endif
