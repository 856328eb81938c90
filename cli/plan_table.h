/* A plan for people: what it saves and costs, how good it is proved to be, what it does and why.
 *
 * For reading, not for programs: the text may change. Names are escaped, colours
 * only on a terminal that wants them, lines fit its width.
 */
#ifndef VMATRIX_CLI_PLAN_TABLE_H
#define VMATRIX_CLI_PLAN_TABLE_H

#include "plan/plan_json.h"

/* Prints on stdout. verdict may be NULL. False where a figure leaves the range of amounts. */
bool plan_table_print(const Model *model, const Plan *plan, const PlanVerdict *verdict,
                      GError **error);

#endif
