#include "plan/plan_figures.h"

#include "common/error.h"
#include "common/rational.h"

static int64_t sum_parts(const Cost *cost, int first, int end)
{
    int64_t sum = 0;
    for (int part = first; part < end; part++)
        sum += cost->part[part];
    return sum;
}

static bool per_month(const Model *model, const Cost *cost, int64_t *ret_micro, GError **error)
{
    g_autoptr(Rational) month = rational_new_integer(HOURS_PER_MONTH);
    rational_divide_integer(month, model->policy.horizon_h);
    if (rational_round_half_up(month, sum_parts(cost, 0, N_RECURRING_PARTS), ret_micro))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "the recurring cost of a month is too large for an amount");
    return false;
}

static void count_hosts(const Model *model, const Plan *plan, PlanFigures *figures)
{
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        figures->hosts_before += model->hosts[host].on;
        figures->hosts_after += plan->in_service != NULL && plan->in_service[host];
    }
}

static void compare_costs(const Model *model, const Plan *plan, PlanFigures *figures)
{
    figures->saving = plan->current.total - plan->planned.total;
    figures->one_off = sum_parts(&plan->planned, N_RECURRING_PARTS, N_COST_PARTS);
    int64_t recurring_saving = sum_parts(&plan->current, 0, N_RECURRING_PARTS) -
                               sum_parts(&plan->planned, 0, N_RECURRING_PARTS);
    figures->has_payback = recurring_saving > 0;
    if (figures->has_payback)
        figures->payback_h =
            (double)figures->one_off / (double)recurring_saving * (double)model->policy.horizon_h;
    figures->has_gap = plan->has_bound;
    if (!plan->has_bound)
        return;
    figures->gap = plan->planned.total - plan->bound;
    if (figures->gap != 0 && plan->planned.total != 0)
        figures->gap_ratio = (double)figures->gap / (double)plan->planned.total;
}

bool plan_figures(const Model *model, const Plan *plan, PlanFigures *ret_figures, GError **error)
{
    PlanFigures figures = {.has_plan = plan->host_of_domain != NULL};
    if (!sunk_price_per_month(model, &figures.sunk_per_month, error) ||
        !per_month(model, &plan->current, &figures.recurring_current_per_month, error) ||
        !per_month(model, &plan->planned, &figures.recurring_planned_per_month, error))
        return false;
    count_hosts(model, plan, &figures);
    if (figures.has_plan)
        compare_costs(model, plan, &figures);
    *ret_figures = figures;
    return true;
}
