/* The planner's prices and the judge's are two copies on purpose: on random states they agree. */
#include <criterion/criterion.h>

#include "certificate/cost.h"
#include "certificate/rules.h"
#include "model/cost.h"
#include "model/rules.h"
#include "tests/support/rich_scenario.h"

#define N_SCENARIOS 200
#define N_STATES    5

static void assert_same_recurring_parts(const Cost *ours, const Cost *judged, guint32 seed)
{
    for (uint32_t part = 0; part < N_RECURRING_PARTS; part++)
        cr_assert_eq(ours->part[part], judged->part[part], "%s of scenario %u: %ld and %ld",
                     cost_part_names[part], seed, ours->part[part], judged->part[part]);
}

static void check_state(const Model *model, const uint32_t *placement, const bool *in_service,
                        guint32 seed, bool *seen)
{
    State state = {placement, in_service};
    Cost ours, judged;
    cr_assert(placement_cost(model, placement, in_service, &ours, NULL));
    cr_assert(judge_state_cost(model, state, &judged, NULL));
    assert_same_recurring_parts(&ours, &judged, seed);
    for (uint32_t part = 0; part < N_RECURRING_PARTS; part++)
        seen[part] = seen[part] || ours.part[part] != 0;
    for (uint32_t rule = 0; rule < model->n_rules; rule++)
        cr_assert_eq(rule_breaches(model, &model->rules[rule], placement, in_service),
                     judge_breaches(model, rule, state, NULL), "rule %u of scenario %u", rule,
                     seed);
}

static void check_current(const Model *model, guint32 seed)
{
    g_auto(OwnedState) now = {0};
    judge_state_now(model, &now);
    Cost ours, judged;
    cr_assert(current_cost(model, &ours, NULL));
    cr_assert(judge_state_cost(model, now.state, &judged, NULL));
    assert_same_recurring_parts(&ours, &judged, seed);
    cr_assert_eq(ours.total, judged.total);
}

Test(two_accounts, agree_on_costs_and_breaches_of_random_states)
{
    bool seen[N_RECURRING_PARTS] = {false};
    for (guint32 seed = 1; seed <= N_SCENARIOS; seed++) {
        g_autoptr(RichScenario) scenario = rich_scenario_new(seed);
        g_autoptr(Model) model = rich_scenario_read(scenario);
        check_current(model, seed);
        for (int i = 0; i < N_STATES; i++) {
            g_autofree uint32_t *placement = rich_scenario_placement(scenario, model);
            g_autofree bool *in_service = rich_scenario_in_service(scenario, model);
            check_state(model, placement, in_service, seed, seen);
        }
    }
    for (uint32_t part = 0; part < N_RECURRING_PARTS; part++)
        cr_assert(seen[part], "no state had costs of %s", cost_part_names[part]);
}
