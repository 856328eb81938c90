/* Why a plan does what it does: reason and saving of each action, and whole answers for people.
 *
 * An action's saving is what the plan would cost more if that domain stayed, all
 * others as planned (plan/alternative.h); it has none where the domain cannot
 * stay, where it is a detour, and for hosts.
 */
#ifndef VMATRIX_PLAN_EXPLAIN_H
#define VMATRIX_PLAN_EXPLAIN_H

#include "plan/plan.h"

/* Sets saving and reason of every action; the plan must have a placement. Before plan_to_json;
 * the digest does not change by it. */
bool plan_explain(const Model *model, Plan *plan, GError **error);

#endif
