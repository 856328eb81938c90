/* The actions of a plan, a line each, by wave; for plan_table.c. */
#ifndef VMATRIX_CLI_PLAN_ACTIONS_TABLE_H
#define VMATRIX_CLI_PLAN_ACTIONS_TABLE_H

#include "cli/style.h"
#include "plan/plan.h"

/* Prints on stdout; on a terminal only as many as a person reads, and says how many more. */
void plan_actions_table_print(const Model *model, const Plan *plan, const Style *style);

#endif
