/* Whole answers for `explain PLAN DOMAIN|HOST`: lines for people, names as they are.
 *
 * The plan must have a placement and reasons (plan/explain.h).
 */
#ifndef VMATRIX_PLAN_EXPLAIN_TEXT_H
#define VMATRIX_PLAN_EXPLAIN_TEXT_H

#include "plan/plan.h"

/* Where the domain is and goes, why, what that saves, and why not elsewhere: the cheapest hosts
 * that are open to it, and what closes the others. Caller frees. */
char *explain_domain(const Model *model, const Plan *plan, uint32_t domain, GError **error);

/* What comes, leaves and stays, what the host holds against its limits, and what it costs. Where
 * the plan keeps it in service: what emptying it would need. Caller frees. */
char *explain_host(const Model *model, const Plan *plan, uint32_t host, GError **error);

#endif
