/* A plan as text for stdout, whatever command shows it. */
#ifndef VMATRIX_CLI_PLAN_OUTPUT_H
#define VMATRIX_CLI_PLAN_OUTPUT_H

#include "certificate/certificate.h"
#include "cli/cli.h"
#include "plan/plan.h"
#include "solver/solution.h"

/* The contract's JSON; solution (where nothing was searched) and verdict may be NULL. Caller frees.
 */
char *plan_output_json(const Model *model, const Plan *plan, const Solution *solution,
                       const Verdict *verdict, uint64_t seed, GError **error);

/* Prints the plan: as table, as the JSON given, or its actions as CSV. */
bool plan_output_print(const Model *model, const Plan *plan, const char *plan_json,
                       OutputFormat format, GError **error);

#endif
