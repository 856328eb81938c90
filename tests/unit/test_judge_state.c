/* Where a plan ends: one plan that the judge accepts and one that it rejects for each condition.
 * Single-domain conditions are in test_judge_allowed.c, rules in test_judge_rules.c. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

static void expect(const Model *model, const TestAction *actions, const char *failures)
{
    g_autoptr(Plan) plan = test_plan(model, actions);
    g_autofree char *found = test_failures(model, plan, NULL);
    cr_assert_str_eq(found, failures);
}

static const TestAction nothing[] = {{0}};

Test(judge_state, a_domain_must_be_somewhere)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\n"},
                                {"domains.csv", "domain,host\na,h1\nb,\n"},
                                {NULL, NULL}});
    expect(model, nothing, "placement: domain 'b' is nowhere\n");
    expect(model, (TestAction[]){{1, ACTION_ACTIVATE, "b", NULL, "h1"}, {0}}, "");
}

Test(judge_state, a_drained_host_must_end_empty)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,on,state,cpu_mcpu,memory_mib\nh1,1,drain,1000,1000\n"
                                   "h2,0,up,1000,1000\n"},
                     {"domains.csv", "domain,host\na,h1\n"},
                     {NULL, NULL}});
    expect(model, nothing, "placement: domain 'a' may not be on host 'h1': the host is draining\n");
    expect(model,
           (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h2"},
                          {1, ACTION_MIGRATE, "a", "h1", "h2"},
                          {1, ACTION_POWER_OFF, NULL, "h1", NULL},
                          {0}},
           "");
}

Test(judge_state, a_host_is_in_service_exactly_where_it_holds_a_domain)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\nh2,1,1000,1000\n"},
                     {"domains.csv", "domain,host\na,h1\n"},
                     {NULL, NULL}});
    expect(model, nothing, "in service: host 'h2' is in service without a domain\n");
    TestAction off[] = {{1, ACTION_POWER_OFF, NULL, "h2", NULL}, {0}};
    expect(model, off, "");
    g_autoptr(Plan) plan = test_plan(model, off);
    plan->in_service[0] = false;
    test_plan_refresh(model, plan);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "in service: host 'h1' holds domains but is not in service\n"
                               "actions: host 'h1' ends on, the plan says not in service\n");
}

Test(judge_state, what_min_saving_holds_back_keeps_an_empty_host_in_service)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nmin_saving,0.01\n"},
                     {"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\nh2,1,1000,1000\n"
                                   "h3,1,1000,1000\n"},
                     {"domains.csv", "domain,host\na,h1\n"},
                     {NULL, NULL}});
    expect(model, nothing, "");
    expect(model, (TestAction[]){{1, ACTION_POWER_OFF, NULL, "h2", NULL}, {0}},
           "in service: host 'h3' is in service without a domain\n");
}

Test(judge_state, with_host_failures_an_empty_spare_may_stay_on)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nhost_failures,1\n"},
                     {"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\nh2,1,1000,1000\n"},
                     {"domains.csv", "domain,host,cpu_mcpu\na,h1,900\n"},
                     {NULL, NULL}});
    expect(model, nothing, "");
    /* Alone h1 leaves nothing when it fails. */
    expect(model, (TestAction[]){{1, ACTION_POWER_OFF, NULL, "h2", NULL}, {0}},
           "reserve: without the 1 largest hosts 0 of 'cpu_mcpu' are left for a demand of 900\n");
}

Test(judge_state, hard_capacity_is_never_passed_in_any_period)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nperiods,2\n"},
                     {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
                     {"domains.csv", "domain,host,cpu_mcpu\na,h1,500\nb,h1,300\nc,h2,1\n"},
                     {"demand.csv", "domain,resource,period,amount\nb,cpu_mcpu,1,401\n"},
                     {NULL, NULL}});
    expect(model, nothing,
           "capacity: host 'h1' holds 901 of 'cpu_mcpu' in period 1, hard limit 900\n");
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "b", "h1", "h2"}, {0}}, "");
}

Test(judge_state, a_tier_lowers_the_limit_of_the_hosts_it_is_on)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
        {"services.csv", "service,tier\ns,gold\n"},
        {"tiers.csv", "tier,resource,hard_permille\ngold,cpu_mcpu,500\n"},
        {"domains.csv", "domain,host,service,cpu_mcpu\na,h1,s,200\nb,h1,,301\nc,h2,,599\n"},
        {NULL, NULL}});
    expect(model, nothing,
           "tiers: host 'h1' holds 501 of 'cpu_mcpu' in period 0, tier 'gold' limit 500\n");
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "b", "h1", "h2"}, {0}}, "");
}

Test(judge_state, a_transient_resource_still_counts_on_the_old_host)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"resources.csv", "resource,hard_permille,transient\ndisk,1000,1\n"},
                     {"hosts.csv", "host,disk\nh1,100\nh2,100\n"},
                     {"domains.csv", "domain,host,disk\na,h1,60\nb,h2,40\nc,h2,41\n"},
                     {NULL, NULL}});
    /* Swapping a with b: h1 would hold b 40 beside a's 60, h2 a 60 beside 40 + 41. */
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "a", "h1", "h2"}, {1, ACTION_MIGRATE, "b", "h2", "h1"}, {0}},
           "capacity: host 'h2' holds 141 of 'disk' in period 0, hard limit 100\n"
           "wave capacity: during wave 1 host 'h2' holds 141 of 'disk' in period 0, limit 100, at "
           "the start 81\n");
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "b", "h2", "h1"}, {0}}, "");
}

static Model *service_model(const char *limits)
{
    g_autofree char *services = g_strconcat("service,min_zones,max_per_host,max_per_zone,near\ns,",
                                            limits, "\nt,,,,\n", NULL);
    return test_model((TestFile[]){
        {"policy.csv", "key,value\nmax_parallel_per_service,9\n"},
        {"hosts.csv", "host,zone,site,cpu_mcpu,memory_mib\nh1,z,p,1000,1000\nh2,z,q,1000,1000\n"
                      "h3,,q,1000,1000\n"},
        {"services.csv", services},
        {"domains.csv", "domain,host,service\na,h1,s\nb,h1,s\nc,h2,t\nd,h3,\n"},
        {NULL, NULL}});
}

Test(judge_state, services_keep_min_zones_max_per_host_max_per_zone_and_near)
{
    TestAction apart[] = {{1, ACTION_MIGRATE, "b", "h1", "h3"}, {0}};
    TestAction together[] = {
        {1, ACTION_MIGRATE, "c", "h2", "h1"}, {1, ACTION_POWER_OFF, NULL, "h2", NULL}, {0}};
    g_autoptr(Model) zones = service_model("2,,,");
    expect(zones, nothing, "services: service 's' is in 1 zones, needed 2\n");
    expect(zones, apart, "");
    g_autoptr(Model) per_host = service_model(",1,,");
    expect(per_host, nothing, "services: service 's' has 2 domains on host 'h1', allowed 1\n");
    expect(per_host, apart, "");
    g_autoptr(Model) per_zone = service_model(",,1,");
    expect(per_zone, nothing, "services: service 's' has 2 domains in zone 'z', allowed 1\n");
    expect(per_zone, apart, "");
    g_autoptr(Model) near = service_model(",,,t");
    expect(near, nothing, "services: service 's' is in site 'p' without service 't' near it\n");
    expect(near, together, "");
}

Test(judge_state, a_licence_is_on_no_more_hosts_than_bought)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
                     {"licences.csv", "licence,max_hosts\ndb,1\n"},
                     {"domains.csv", "domain,host,licence\na,h1,db\nb,h2,db\nc,h2,\n"},
                     {NULL, NULL}});
    expect(model, nothing, "licences: licence 'db' is needed on 2 hosts, allowed 1\n");
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "a", "h1", "h2"}, {1, ACTION_POWER_OFF, NULL, "h1", NULL}, {0}},
           "");
}

static Model *budget_model(const char *policy)
{
    g_autofree char *text = g_strconcat("key,value\nplan_review_min,30\nmove_review_min,2\n"
                                        "service_notice_min,15\npower_change_min,10\n",
                                        policy, "\n", NULL);
    return test_model((TestFile[]){
        {"policy.csv", text},
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,9000\nh2,1000,9000\n"},
        {"domains.csv", "domain,host,operator_min,memory_mib\na,h1,5,1025\nb,h2,5,1\n"},
        {NULL, NULL}});
}

/* One move: 5 + 2 + 10 + 30 = 47 minutes, 1025 MiB. */
static const TestAction one_move[] = {
    {1, ACTION_MIGRATE, "a", "h1", "h2"}, {1, ACTION_POWER_OFF, NULL, "h1", NULL}, {0}};

Test(judge_state, budgets_of_moves_minutes_and_memory)
{
    g_autoptr(Model) enough = budget_model("max_moves,1\nmax_operator_min,47\nmax_memory_gib,2");
    expect(enough, one_move, "");
    g_autoptr(Model) moves = budget_model("max_moves,0");
    expect(moves, one_move, "budgets: the plan needs 1 moves (max_moves), allowed 0\n");
    g_autoptr(Model) minutes = budget_model("max_operator_min,46.5");
    expect(minutes, one_move,
           "budgets: the plan needs 47.00 operator minutes (max_operator_min), allowed "
           "46.50\n");
    g_autoptr(Model) memory = budget_model("max_memory_gib,1");
    expect(memory, one_move,
           "budgets: the plan needs 1025 MiB of memory moved (max_memory_gib), allowed 1024\n");
}

/* The restart is reported, it rejects nothing: b (600) finds no room on h2 beside c (400). */
Test(judge_state, domains_that_find_no_place_after_a_failure_are_named)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nhost_failures,1\n"},
        {"resources.csv", "resource,hard_permille\ncpu_mcpu,1000\n"},
        {"hosts.csv", "host,cpu_mcpu\nh1,900\nh2,900\nh3,900\n"},
        {"domains.csv", "domain,host,cpu_mcpu\na,h1,300\nb,h1,600\nc,h2,400\nd,h3,400\n"},
        {NULL, NULL}});
    g_autoptr(Plan) plan = test_plan(model, nothing);
    g_autoptr(GError) error = NULL;
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "%s", failures);
    g_autofree char *restart = test_detail(model, plan, "restart");
    cr_assert_str_eq(restart,
                     "no place by best fit after a failure of their host: 'b' of host 'h1'");
}
