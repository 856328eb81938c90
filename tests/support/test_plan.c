#include "tests/support/test_plan.h"

#include <string.h>

#include "certificate/certificate.h"
#include "certificate/cost.h"
#include "certificate/duration.h"
#include "certificate/price.h"
#include "certificate/stay.h"
#include "model/scenario.h"

static uint32_t host_index(const Model *model, const char *name)
{
    return name == NULL ? INDEX_NONE : model_find_host(model, name);
}

static void carry_out(Plan *plan, const Action *action)
{
    if (action->kind == ACTION_POWER_ON)
        plan->in_service[action->to] = true;
    else if (action->kind == ACTION_POWER_OFF)
        plan->in_service[action->from] = false;
    else
        plan->host_of_domain[action->domain] = action->to;
}

static Action make_action(const Model *model, const TestAction *given)
{
    Action action = {
        .wave = given->wave,
        .kind = given->kind,
        .domain = given->domain == NULL ? INDEX_NONE : model_find_domain(model, given->domain),
        .from = host_index(model, given->from),
        .to = host_index(model, given->to),
        .parking = given->parking,
        .operator_umin = model->policy.power_change_umin,
    };
    if (judge_is_move(&action))
        action.operator_umin = judge_move_minutes(model, action.domain, action.from, action.to);
    return action;
}

/* Seconds and savings as the judge has them. */
static void set_figures(const Model *model, Plan *plan)
{
    g_autoptr(Stay) stay = judge_stay_new(model, plan);
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        Action *action = &plan->actions[i];
        action->expected_s = judge_expected_s(model, plan, i);
        action->has_saving = judge_stay_has_saving(stay, i);
        action->saving = 0;
        if (action->has_saving && !judge_stay_saving(stay, action->domain, &action->saving))
            g_error("the test's own plan has a saving out of range");
    }
}

void test_plan_refresh(const Model *model, Plan *plan)
{
    g_autoptr(GError) error = NULL;
    OwnedState now;
    judge_state_now(model, &now);
    bool priced = judge_state_cost(model, now.state, &plan->current, &error) &&
                  judge_plan_cost(model, plan, &plan->planned, &error) &&
                  judge_operator_umin(model, plan, &plan->operator_umin, &error);
    if (!priced)
        g_error("the test's own plan has no cost: %s", error->message);
    judge_state_clear(&now);
    set_figures(model, plan);
    g_free(plan->snapshot_digest);
    plan->snapshot_digest = model_digest(model);
    plan_seal(model, plan);
}

Plan *test_plan(const Model *model, const TestAction *actions)
{
    Plan *plan = g_new0(Plan, 1);
    OwnedState now;
    judge_state_now(model, &now);
    plan->scenario = g_strdup(model->policy.name);
    plan->outcome = OUTCOME_FEASIBLE;
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    plan->host_of_domain = now.host_of_domain;
    plan->in_service = now.in_service;
    while (actions[plan->n_actions].wave != 0)
        plan->n_actions++;
    plan->actions = g_new0(Action, MAX(plan->n_actions, 1));
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        plan->actions[i] = make_action(model, &actions[i]);
        carry_out(plan, &plan->actions[i]);
    }
    plan->unchanged = plan->n_actions == 0;
    test_plan_refresh(model, plan);
    return plan;
}

char *test_failures(const Model *model, const Plan *plan, const Proof *proof)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Verdict) verdict = certificate_judge(model, plan, proof, &error);
    GString *failures = g_string_new(NULL);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (!verdict->checks[i].passed)
            g_string_append_printf(failures, "%s: %s\n", verdict->checks[i].name,
                                   verdict->checks[i].detail);
    g_assert(verdict->valid == (failures->len == 0));
    return g_string_free(failures, FALSE);
}

char *test_detail(const Model *model, const Plan *plan, const char *check)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Verdict) verdict = certificate_judge(model, plan, NULL, &error);
    for (uint32_t i = 0; i < verdict->n_checks; i++)
        if (strcmp(verdict->checks[i].name, check) == 0)
            return g_strdup(verdict->checks[i].detail);
    return NULL;
}
