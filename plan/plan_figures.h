/* Figures that follow from a plan's costs: one-off and recurring money, payback, gap.
 *
 * The plan as JSON and as a table show the same figures from here.
 */
#ifndef VMATRIX_PLAN_PLAN_FIGURES_H
#define VMATRIX_PLAN_PLAN_FIGURES_H

#include "plan/plan.h"

#define HOURS_PER_MONTH 730

typedef struct {
    bool has_plan;  /* all figures named planned, saving, one_off and after need one */
    int64_t saving; /* current − planned over the horizon; negative where the plan costs more */
    int64_t one_off;
    int64_t recurring_current_per_month, recurring_planned_per_month;
    int64_t sunk_per_month;
    bool has_payback; /* only where something recurring is saved */
    double payback_h; /* hours until the one-off cost is earned back; for people, not for sums */
    bool has_gap;
    int64_t gap;
    double gap_ratio; /* (planned − bound) / planned, 0 when equal */
    uint32_t hosts_before, hosts_after;
} PlanFigures;

/* BAD_DATA where an amount leaves int64. */
bool plan_figures(const Model *model, const Plan *plan, PlanFigures *ret_figures, GError **error);

#endif
