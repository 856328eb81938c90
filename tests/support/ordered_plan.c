#include "tests/support/ordered_plan.h"

#include "plan/explain.h"
#include "plan/plan_cost.h"
#include "plan/sequence.h"

static void set_target(const Model *model, Plan *plan, const char *const *pairs)
{
    for (uint32_t i = 0; i < model->n_domains; i++)
        plan->host_of_domain[i] = model->domains[i].host;
    for (; pairs[0] != NULL; pairs += 2)
        plan->host_of_domain[model_find_domain(model, pairs[0])] = model_find_host(model, pairs[1]);
    for (uint32_t i = 0; i < model->n_domains; i++)
        plan->in_service[plan->host_of_domain[i]] = true;
}

Plan *ordered_plan(const Model *model, const char *const *pairs)
{
    Plan *plan = g_new0(Plan, 1);
    plan->scenario = g_strdup(model->policy.name);
    plan->snapshot_digest = g_strdup("sha256:of-a-snapshot");
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    plan->host_of_domain = g_new(uint32_t, model->n_domains + 1);
    plan->in_service = g_new0(bool, model->n_hosts + 1);
    set_target(model, plan, pairs);
    Sequence sequence = {0};
    if (!sequence_plan(model, plan->host_of_domain, plan->in_service, INT64_MAX, &sequence, NULL) ||
        !sequence.found)
        g_error("the test's own target has no order");
    plan->actions = sequence.actions;
    plan->n_actions = sequence.n_actions;
    plan->unchanged = plan->n_actions == 0;
    if (!plan_explain(model, plan, NULL) || !current_cost(model, &plan->current, NULL) ||
        !plan_cost(model, plan->host_of_domain, plan->in_service, plan->actions, plan->n_actions,
                   &plan->planned, &plan->operator_umin, NULL))
        g_error("the test's own plan cannot be priced");
    plan_seal(model, plan);
    return plan;
}
