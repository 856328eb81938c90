/* No oscillation: the plan for a planned state is empty (docs/decisions/0006-no-oscillation.md).
 *
 * Where a limit of the one plan (a budget, a transient resource, an order that a host off now
 * would help) held it back, the next may go on from there; then each costs less than the one
 * before and the last is empty. */
#include <criterion/criterion.h>

#include "model/rules.h"
#include "planner/planner.h"
#include "tests/support/tiny_scenario.h"

#define N_SEEDS    200
#define MOST_PLANS 8

/* The estate as it is when the plan has been carried out. */
static void settle(Model *model, const Plan *plan)
{
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (domain_is_wanted(model, i))
            model->domains[i].host = plan->host_of_domain[i];
        else if (domain_retires(model, i))
            model->domains[i].host = INDEX_NONE; /* it stays marked, and is nowhere */
    for (uint32_t i = 0; i < model->n_hosts; i++)
        model->hosts[i].on = plan->in_service[i];
}

static PlannerResult *plan_of(const Model *model, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    PlannerOptions options = {.time_limit_s = 60, .seed = 1};
    PlannerResult *result = planner_run(model, &options, &error);
    cr_assert_not_null(result, "seed %u: %s", seed, error == NULL ? "" : error->message);
    return result;
}

/* What one plan could not do at once although it would be cheaper. */
static bool is_held_back(const Model *model, const Plan *plan)
{
    const Policy *policy = &model->policy;
    for (uint32_t i = 0; i < model->n_resources; i++)
        if (model->resources[i].transient)
            return true;
    return plan->outcome != OUTCOME_OPTIMAL || policy->max_moves != NO_LIMIT ||
           policy->max_operator_umin != NO_LIMIT || policy->max_memory_gib != NO_LIMIT;
}

/* Plans again and again until nothing is left to do. */
static void expect_settles(Model *model, uint32_t seed)
{
    for (uint32_t i = 0; i < MOST_PLANS; i++) {
        g_autoptr(PlannerResult) next = plan_of(model, seed);
        const Plan *plan = next->plan;
        cr_assert_not_null(plan->host_of_domain, "seed %u: a planned state has no plan", seed);
        cr_assert_eq(plan->n_current_breaches, 0, "seed %u: a planned state breaks a rule", seed);
        if (plan->unchanged)
            return;
        cr_assert_lt(plan->planned.total, plan->current.total, "seed %u: moves without gain", seed);
        settle(model, plan);
    }
    cr_assert_fail("seed %u: %d plans and no end", seed, MOST_PLANS);
}

/* Returns whether the first plan did anything. */
static bool check(TinyKind kind, uint32_t seed)
{
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(PlannerResult) first = plan_of(model, seed);
    if (first->plan->host_of_domain == NULL)
        return false;
    settle(model, first->plan);
    if (is_held_back(model, first->plan)) {
        expect_settles(model, seed);
        return false;
    }
    g_autoptr(PlannerResult) second = plan_of(model, seed);
    cr_assert(second->plan->unchanged, "seed %u: the plan of the planned state has %u actions",
              seed, second->plan->n_actions);
    cr_assert_eq(second->plan->planned.total, second->plan->current.total, "seed %u", seed);
    return !first->plan->unchanged;
}

static void check_seeds(TinyKind kind)
{
    uint32_t n_plans = 0;
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++)
        n_plans += check(kind, seed) ? 1 : 0;
    cr_assert_geq(n_plans, 10, "only %u plans did anything", n_plans);
}

Test(no_oscillation, of_plain_tiny_scenarios)
{
    check_seeds(TINY_PLAIN);
}

Test(no_oscillation, of_tiny_scenarios_with_all_rules)
{
    check_seeds(TINY_RULES);
}

Test(no_oscillation, of_tiny_scenarios_with_all_prices)
{
    check_seeds(TINY_PRICES);
}

Test(no_oscillation, where_domains_end_or_are_left_out)
{
    check_seeds(TINY_ENDING);
}
