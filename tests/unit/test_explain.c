#include <criterion/criterion.h>

#include "plan/explain.h"
#include "tests/support/ordered_plan.h"
#include "tests/support/test_model.h"

static const Action *action_of(const Model *model, const Plan *plan, const char *name)
{
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        uint32_t host = action->kind == ACTION_POWER_ON ? action->to : action->from;
        const char *found = action->domain != INDEX_NONE ? model->domains[action->domain].name
                                                         : model->hosts[host].name;
        if (strcmp(found, name) == 0)
            return action;
    }
    cr_assert_fail("no action on '%s'", name);
    return NULL;
}

static void assert_reason(const Model *model, const Plan *plan, const char *name,
                          const char *reason)
{
    const char *found = action_of(model, plan, name)->reason;
    cr_assert_str_eq(found, reason, "%s", found);
}

#define RESOURCES                                                                                  \
    {                                                                                              \
        "resources.csv", "resource,hard_permille\nmemory_mib,1000\n"                               \
    }

Test(explain, a_host_that_leaves_service_is_the_reason_of_all_that_leave_it)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){RESOURCES,
                     {"hosts.csv", "host,memory_mib,machine_cost_per_h\nh1,100,1\nh2,100,1\n"},
                     {"domains.csv", "domain,host,memory_mib\na,h1,10\nb,h1,10\nc,h2,10\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"a", "h2", "b", "h2", NULL});
    assert_reason(model, plan, "a", "empties host 'h1', which leaves service");
    assert_reason(model, plan, "h1", "is empty when its 2 domains have left");
    /* 720 h of the host and no power change, less its own move of 2 minutes */
    cr_assert(action_of(model, plan, "a")->has_saving);
    cr_assert_eq(action_of(model, plan, "a")->saving,
                 720 * MICRO - 15 * 62 * MICRO / 60 - (2 * 62 * MICRO / 60 + 1));
    cr_assert_not(action_of(model, plan, "h1")->has_saving);
}

Test(explain, drains_failures_and_new_domains_are_named)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        RESOURCES,
        {"hosts.csv", "host,memory_mib,state\nh1,100,drain\nh2,100,up\nh3,100,failed\n"},
        {"domains.csv", "domain,host,memory_mib\na,h1,10\nb,,10\nc,h3,10\nd,h2,10\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan =
        ordered_plan(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", NULL});
    assert_reason(model, plan, "a", "host 'h1' drains");
    assert_reason(model, plan, "b", "has no host yet");
    assert_reason(model, plan, "c", "host 'h3' has failed");
    assert_reason(model, plan, "h3", "has failed");
    cr_assert_not(action_of(model, plan, "a")->has_saving);
}

Test(explain, the_rule_that_asks_for_a_move_is_named)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){RESOURCES,
                     {"hosts.csv", "host,memory_mib,tags\nh1,100,\nh2,100,ssd\n"},
                     {"domains.csv",
                      "domain,host,memory_mib,requires\na,h1,10,\nb,h1,10,\nc,h1,10,ssd\nd,h1,1,\n"
                      "e,h2,1,\n"},
                     {"rules.csv", "rule,name,domains,hosts\nspread,apart,a;b,\nban,away,d,h1\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) plan =
        ordered_plan(model, (const char *[]){"a", "h2", "c", "h2", "d", "h2", NULL});
    assert_reason(model, plan, "a", "rule 'apart' asks for it");
    assert_reason(model, plan, "c", "host 'h1' lacks the tag 'ssd' that it requires");
    assert_reason(model, plan, "d", "rule 'away' asks for it");
}

Test(explain, who_makes_room_says_for_whom)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        RESOURCES,
        {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
        {"domains.csv", "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h3,30\nd,h1,30\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"a", "h3", "b", "h1", NULL});
    assert_reason(model, plan, "a", "frees room for 'b' on 'h1'");
    assert_reason(model, plan, "b", "empties host 'h2', which leaves service");
}

Test(explain, an_overfull_host_is_named_where_nobody_comes)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){RESOURCES,
                     {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\n"},
                     {"domains.csv", "domain,host,memory_mib\na,h1,60\nb,h1,60\nc,h2,1\n"},
                     {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"a", "h2", NULL});
    assert_reason(model, plan, "a", "host 'h1' is above its hard limit of memory_mib");
}

Test(explain, parking_says_for_whom_and_is_no_saving)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){RESOURCES,
                                {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
                                {"domains.csv", "domain,host,memory_mib,operator_min\na,h1,60,1\n"
                                                "b,h2,60,2\nc,h3,10,1\n"},
                                {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    assert_reason(model, plan, "a", "parked: frees room for 'b' on 'h1'");
    cr_assert_not(plan->actions[0].has_saving);
    cr_assert_str_eq(plan->actions[2].reason, "frees room for 'b' on 'h1'");
}

Test(explain, a_move_to_a_cheaper_host_says_so)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv",
         "host,memory_mib,cpu_mcpu,idle_w,peak_w\nh1,100,1000,0,100000\nh2,100,1000,0,0\n"},
        {"domains.csv", "domain,host,memory_mib,cpu_mcpu\na,h1,10,500\nb,h1,10,1\nc,h2,1,1\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan = ordered_plan(model, (const char *[]){"a", "h2", NULL});
    assert_reason(model, plan, "a", "host 'h2' is cheaper for it");
    cr_assert_gt(plan->actions[0].saving, 0);
}

/* The difference must be the one between two whole placements. */
Test(explain, a_saving_is_the_difference_of_two_plans)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv",
         "host,memory_mib,cpu_mcpu,idle_w,peak_w,machine_cost_per_h,admin_min_per_month\n"
         "h1,100,1000,50,100,0.3,10\nh2,100,2000,70,150,0.2,20\nh3,100,1000,1,9,0.1,5\n"},
        {"services.csv", "service\nweb\ndb\n"},
        {"domains.csv", "domain,service,host,memory_mib,cpu_mcpu,operator_min,move_cost,licence\n"
                        "a,web,h1,10,100,3,0.5,os\nb,web,h1,10,150,2,0,\nc,db,h2,10,200,1,0.25,os\n"
                        "d,,h3,20,50,0,0,os\n"},
        {"licences.csv", "licence,cost_per_host_h,cost_per_core_h\nos,0.02,0.01\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan =
        ordered_plan(model, (const char *[]){"a", "h2", "b", "h2", "d", "h1", NULL});
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        uint32_t domain = plan->actions[i].domain;
        if (domain == INDEX_NONE)
            continue;
        g_autofree uint32_t *placement =
            g_memdup2(plan->host_of_domain, model->n_domains * sizeof(uint32_t));
        Cost planned, stayed;
        cr_assert(placement_cost(model, placement, NULL, &planned, NULL));
        placement[domain] = model->domains[domain].host;
        cr_assert(placement_cost(model, placement, NULL, &stayed, NULL));
        cr_assert_eq(plan->actions[i].saving, stayed.total - planned.total, "%s",
                     model->domains[domain].name);
    }
}
