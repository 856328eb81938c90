#include "tests/support/ordered_plan.h"

#include "model/breaches.h"
#include "model/rules.h"
#include "model/scenario.h"
#include "plan/explain.h"
#include "plan/plan_cost.h"

Plan *plan_from_sequence(const Model *model, const uint32_t *target, const bool *in_service,
                         Sequence *sequence)
{
    Plan *plan = g_new0(Plan, 1);
    plan->scenario = g_strdup(model->policy.name);
    plan->snapshot_digest = model_digest(model);
    plan->outcome = OUTCOME_FEASIBLE;
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    plan->host_of_domain = g_memdup2(target, model->n_domains * sizeof(uint32_t));
    plan->in_service = g_memdup2(in_service, model->n_hosts * sizeof(bool));
    plan->actions = g_steal_pointer(&sequence->actions);
    plan->n_actions = sequence->n_actions;
    sequence->n_actions = 0;
    plan->unchanged = plan->n_actions == 0;
    plan->current_breaches = model_breaches(model, &plan->n_current_breaches);
    if (!plan_explain(model, plan, NULL) || !current_cost(model, &plan->current, NULL) ||
        !plan_cost(model, target, in_service, plan->actions, plan->n_actions, &plan->planned,
                   &plan->operator_umin, NULL))
        g_error("the test's own plan cannot be priced");
    plan_seal(model, plan);
    return plan;
}

Plan *ordered_plan(const Model *model, const char *const *pairs)
{
    g_autofree uint32_t *target = g_new(uint32_t, model->n_domains);
    g_autofree bool *in_service = g_new0(bool, model->n_hosts);
    for (uint32_t i = 0; i < model->n_domains; i++)
        target[i] = domain_is_wanted(model, i) ? model->domains[i].host : INDEX_NONE;
    for (; pairs[0] != NULL; pairs += 2)
        target[model_find_domain(model, pairs[0])] = model_find_host(model, pairs[1]);
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (target[i] != INDEX_NONE)
            in_service[target[i]] = true;
    g_auto(Sequence) sequence = {0};
    if (!sequence_plan(model, target, in_service, &(SequenceOptions){.cost_limit = INT64_MAX},
                       &sequence, NULL) ||
        !sequence.found)
        g_error("the test's own target has no order");
    return plan_from_sequence(model, target, in_service, &sequence);
}
