/* The way there: waves, order, powered hosts, parking; each condition kept and broken. */
#include <criterion/criterion.h>

#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

static void expect(const Model *model, const TestAction *actions, const char *failures)
{
    g_autoptr(Plan) plan = test_plan(model, actions);
    g_autofree char *found = test_failures(model, plan, NULL);
    cr_assert_str_eq(found, failures);
}

/* Three hosts of 900 (hard) each; a and b fill h1 and h2 to 600, h3 is off. */
static Model *three_hosts(void)
{
    return test_model(
        (TestFile[]){{"hosts.csv", "host,on,cpu_mcpu,memory_mib\nh1,1,1000,1000\nh2,1,1000,1000\n"
                                   "h3,0,1000,1000\n"},
                     {"domains.csv", "domain,host,cpu_mcpu\na,h1,600\nb,h2,600\nc,h2,100\n"},
                     {NULL, NULL}});
}

Test(judge_replay, a_swap_needs_room_on_both_hosts_during_the_wave)
{
    g_autoptr(Model) model = three_hosts();
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "a", "h1", "h2"}, {1, ACTION_MIGRATE, "b", "h2", "h1"}, {0}},
           "wave capacity: during wave 1 host 'h1' holds 1200 of 'cpu_mcpu' in period 0, limit "
           "900, at the start 600\n"
           "wave capacity: during wave 1 host 'h2' holds 1300 of 'cpu_mcpu' in period 0, limit "
           "900, at the start 700\n");
}

/* c can move to h1 (600 + 100) at the same time as nothing else comes. */
Test(judge_replay, a_wave_that_fits_is_accepted)
{
    g_autoptr(Model) model = three_hosts();
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1"}, {0}}, "");
}

Test(judge_replay, room_is_freed_only_when_the_wave_has_ended)
{
    g_autoptr(Model) model = three_hosts();
    TestAction at_once[] = {{1, ACTION_POWER_ON, NULL, NULL, "h3"},
                            {1, ACTION_MIGRATE, "a", "h1", "h2"},
                            {1, ACTION_MIGRATE, "b", "h2", "h3"},
                            {1, ACTION_POWER_OFF, NULL, "h1", NULL},
                            {0}};
    expect(model, at_once,
           "wave capacity: during wave 1 host 'h2' holds 1300 of 'cpu_mcpu' in period 0, limit "
           "900, at the start 700\n");
    expect(model,
           (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h3"},
                          {1, ACTION_MIGRATE, "b", "h2", "h3"},
                          {2, ACTION_MIGRATE, "a", "h1", "h2"},
                          {2, ACTION_POWER_OFF, NULL, "h1", NULL},
                          {0}},
           "");
}

Test(judge_replay, a_host_over_its_limit_may_get_no_worse_than_at_the_start)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
        {"domains.csv", "domain,host,cpu_mcpu\na,h1,800\nb,h1,300\nc,h1,300\nd,h2,200\ne,h2,50\n"},
        {NULL, NULL}});
    /* h1 holds 1400: e (50) may come beside c, which leaves, once b has left. */
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "b", "h1", "h2"},
                          {2, ACTION_MIGRATE, "c", "h1", "h2"},
                          {2, ACTION_MIGRATE, "e", "h2", "h1"},
                          {0}},
           "");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "b", "h1", "h2"},
                          {1, ACTION_MIGRATE, "e", "h2", "h1"},
                          {2, ACTION_MIGRATE, "c", "h1", "h2"},
                          {0}},
           "wave capacity: during wave 1 host 'h1' holds 1450 of 'cpu_mcpu' in period 0, limit "
           "900, at the start 1400\n");
}

Test(judge_replay, a_tier_limits_its_host_from_the_moment_a_domain_arrives)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\n"},
                     {"services.csv", "service,tier\ns,gold\n"},
                     {"tiers.csv", "tier,resource,hard_permille\ngold,cpu_mcpu,500\n"},
                     {"domains.csv", "domain,host,service,cpu_mcpu\na,h1,s,200\nb,h2,,400\n"},
                     {NULL, NULL}});
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "a", "h1", "h2"}, {1, ACTION_MIGRATE, "b", "h2", "h1"}, {0}},
           "wave capacity: during wave 1 host 'h1' holds 600 of 'cpu_mcpu' in period 0, limit "
           "500, at the start 200\n"
           "wave capacity: during wave 1 host 'h2' holds 600 of 'cpu_mcpu' in period 0, limit "
           "500, at the start 400\n");
}

/* Hosts of 1000 within 900; gold asks for 500. What moves stays taken on its old host. */
static Model *transient_and_tier(void)
{
    return test_model((TestFile[]){
        {"resources.csv", "resource,hard_permille,transient\ncpu_mcpu,900,1\n"},
        {"hosts.csv", "host,on,cpu_mcpu\nh1,1,1000\nh2,1,1000\nh3,1,1000\nh4,1,1000\n"},
        {"services.csv", "service,tier\ns,gold\nt,gold\n"},
        {"tiers.csv", "tier,resource,hard_permille\ngold,cpu_mcpu,500\n"},
        {"domains.csv", "domain,host,service,cpu_mcpu\na,h1,s,400\nb,h2,t,300\nc,h4,,600\n"
                        "d,h1,,10\n"},
        {NULL, NULL}});
}

Test(judge_replay, a_tier_asks_for_nothing_of_what_those_who_left_still_take)
{
    g_autoptr(Model) model = transient_and_tier();
    /* h1 then holds 310, and 400 are still taken: gold asks about the 310. */
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h3"},
                          {2, ACTION_MIGRATE, "b", "h2", "h1"},
                          {2, ACTION_POWER_OFF, NULL, "h2", NULL},
                          {0}},
           "");
    /* Within a wave a is still there. */
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h3"},
                          {1, ACTION_MIGRATE, "b", "h2", "h1"},
                          {2, ACTION_POWER_OFF, NULL, "h2", NULL},
                          {0}},
           "wave capacity: during wave 1 host 'h1' holds 710 of 'cpu_mcpu' in period 0, limit "
           "500, at the start 410\n");
}

Test(judge_replay, the_hard_limit_asks_for_what_those_who_left_still_take_as_well)
{
    g_autoptr(Model) model = transient_and_tier();
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h3"},
                          {2, ACTION_MIGRATE, "c", "h4", "h1", true},
                          {3, ACTION_MIGRATE, "c", "h1", "h4"},
                          {0}},
           "wave capacity: during wave 2 host 'h1' holds 1010 of 'cpu_mcpu' in period 0, 400 of it "
           "for those who left, limit 900, at the start 410\n");
}

Test(judge_replay, who_comes_home_is_present_there_and_counts_once)
{
    g_autoptr(Model) model = transient_and_tier();
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h3"},
                          {2, ACTION_MIGRATE, "a", "h3", "h1", true},
                          {3, ACTION_MIGRATE, "a", "h1", "h3"},
                          {4, ACTION_MIGRATE, "b", "h2", "h1"},
                          {4, ACTION_POWER_OFF, NULL, "h2", NULL},
                          {0}},
           "");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h3", true},
                          {2, ACTION_MIGRATE, "b", "h2", "h1", true},
                          {3, ACTION_MIGRATE, "a", "h3", "h1"},
                          {4, ACTION_MIGRATE, "b", "h1", "h2"},
                          {4, ACTION_POWER_OFF, NULL, "h3", NULL},
                          {0}},
           "wave capacity: during wave 3 host 'h1' holds 710 of 'cpu_mcpu' in period 0, limit "
           "500, at the start 410\n");
}

Test(judge_replay, hard_rules_hold_after_every_wave)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\nh3,1000,1000\n"},
        {"domains.csv", "domain,host\na,h1\nb,h2\nc,h1\nd,h2\ne,h3\n"},
        {"rules.csv", "rule,name,domains,strength\nspread,r,a;b,hard\n"},
        {NULL, NULL}});
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "a", "h1", "h2"}, {2, ACTION_MIGRATE, "b", "h2", "h1"}, {0}},
           "wave rules: after wave 1 spread 'r' is broken 1 times, at the start 0: 2 of its "
           "domains on host 'h2', limit 1\n");
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "a", "h1", "h3"}, {2, ACTION_MIGRATE, "b", "h2", "h1"}, {0}},
           "");
}

Test(judge_replay, lonely_and_split_hold_after_every_wave_and_may_be_as_bad_as_at_the_start)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\nh3,1000,1000\n"},
        {"domains.csv", "domain,host\na,h1\nb,h1\nc,h2\nd,h3\n"},
        {"rules.csv", "rule,name,domains,strength\nlonely,r,a,hard\n"},
        {NULL, NULL}});
    /* b shares h1 with a at the start: another may take its turn, but not beside it. */
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "b", "h1", "h3"}, {0}}, "");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1", true},
                          {2, ACTION_MIGRATE, "b", "h1", "h2"},
                          {3, ACTION_MIGRATE, "c", "h1", "h2"},
                          {0}},
           "wave rules: after wave 1 lonely 'r' is broken 2 times, at the start 1: domain 'b' "
           "shares host 'h1' with the set\n");
}

Test(judge_replay, actions_start_where_the_domain_is_and_go_elsewhere)
{
    g_autoptr(Model) model = three_hosts();
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h1", "h1"}, {0}},
           "actions: wave 1: domain 'c' is on host 'h2', not on 'h1'\n");
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h2"}, {0}},
           "actions: wave 1: domain 'c' moves to the host 'h2' where it is\n");
}

Test(judge_replay, a_domain_that_is_down_is_activated_not_migrated)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,state,on,cpu_mcpu,memory_mib\nh1,up,1,1000,1000\n"
                                   "h2,failed,0,1000,1000\n"},
                     {"domains.csv", "domain,host\na,h2\nb,h1\n"},
                     {NULL, NULL}});
    expect(model, (TestAction[]){{1, ACTION_ACTIVATE, "a", "h2", "h1"}, {0}}, "");
    expect(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h2", "h1"}, {0}},
           "actions: wave 1: domain 'a' does not run and cannot be migrated\n");
}

Test(judge_replay, a_host_must_be_on_before_a_domain_lands_and_empty_before_it_is_off)
{
    g_autoptr(Model) model = three_hosts();
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "c", "h2", "h3"}, {2, ACTION_POWER_ON, NULL, NULL, "h3"}, {0}},
           "actions: wave 1: domain 'c' goes to host 'h3', which is off\n");
    expect(model,
           (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h3"},
                          {1, ACTION_POWER_OFF, NULL, "h1", NULL},
                          {2, ACTION_MIGRATE, "a", "h1", "h3"},
                          {0}},
           "actions: wave 1: host 'h1' is switched off with domain 'a' on it\n");
}

Test(judge_replay, a_host_is_switched_once_and_only_if_it_must)
{
    g_autoptr(Model) model = three_hosts();
    expect(model, (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h1"}, {0}},
           "actions: wave 1: host 'h1' is on already\n"
           "actions: wave 1: host 'h1' is switched for a second time\n");
    expect(model,
           (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h3"},
                          {1, ACTION_POWER_OFF, NULL, "h3", NULL},
                          {0}},
           "actions: wave 1: host 'h3' is switched for a second time\n");
}

Test(judge_replay, targets_must_be_allowed_also_for_parking)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host,state,on,tags,cpu_mcpu,memory_mib\nh1,up,1,ssd,1000,1000\n"
                      "h2,up,1,,1000,1000\nh3,closed,1,ssd,1000,1000\nh4,up,0,ssd,1000,1000\n"},
        {"domains.csv", "domain,host,requires,move\na,h1,ssd,live\nb,h2,,never\nc,h3,,live\n"},
        {NULL, NULL}});
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2", true},
                          {2, ACTION_MIGRATE, "a", "h2", "h1"},
                          {0}},
           "actions: wave 1: domain 'a' may not go to host 'h2': the host lacks tag 'ssd'\n");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "c", "h3", "h2", true},
                          {2, ACTION_MIGRATE, "c", "h2", "h3"},
                          {0}},
           "actions: wave 2: domain 'c' may not go to host 'h3': the host accepts nothing\n");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "b", "h2", "h1", true},
                          {2, ACTION_MIGRATE, "b", "h1", "h2"},
                          {0}},
           "actions: wave 1: domain 'b' may not go to host 'h1': its move mode is 'never'\n");
}

Test(judge_replay, a_stop_must_run_the_cpu_that_the_guest_saw_at_home)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"hosts.csv", "host,on,cpu_model,cpu_mcpu\nh1,1,old,1000\nh2,1,new,1000\n"
                                   "h3,1,new,1000\n"},
                     {"cpu_models.csv", "cpu_model,runs_on\nold,new\n"},
                     {"domains.csv", "domain,host\na,h1\nb,h2\nc,h3\nd,h2\n"},
                     {NULL, NULL}});
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "b", "h2", "h1", true},
                          {2, ACTION_MIGRATE, "b", "h1", "h3"},
                          {0}},
           "actions: wave 1: domain 'b' may not go to host 'h1': the host's CPU does not run its "
           "CPU model 'new'\n");
    /* a saw the old one all the way, so it may come back */
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2", true},
                          {2, ACTION_MIGRATE, "a", "h2", "h1"},
                          {0}},
           "");
}

Test(judge_replay, a_stop_on_the_way_is_parking_on_a_host_in_service_now_or_in_the_plan)
{
    g_autoptr(Model) model = three_hosts();
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "c", "h2", "h1"}, {2, ACTION_MIGRATE, "c", "h1", "h2"}, {0}},
           "actions: wave 1: domain 'c' stops at host 'h1' on its way without being parked\n");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1", true},
                          {2, ACTION_MIGRATE, "c", "h1", "h2"},
                          {0}},
           "");
    expect(model,
           (TestAction[]){{1, ACTION_POWER_ON, NULL, NULL, "h3"},
                          {1, ACTION_MIGRATE, "c", "h2", "h3", true},
                          {2, ACTION_MIGRATE, "c", "h3", "h1"},
                          {2, ACTION_POWER_OFF, NULL, "h3", NULL},
                          {0}},
           "actions: wave 1: domain 'c' is parked on host 'h3', in service neither now nor in the "
           "plan\n"
           "actions: wave 2: host 'h3' is switched for a second time\n");
}

Test(judge_replay, waves_are_counted_from_one_without_gaps_and_sorted_within)
{
    g_autoptr(Model) model = three_hosts();
    expect(model, (TestAction[]){{2, ACTION_MIGRATE, "c", "h2", "h1"}, {0}},
           "actions: wave 2 follows wave 0\n");
    expect(model,
           (TestAction[]){
               {1, ACTION_MIGRATE, "c", "h2", "h3"}, {1, ACTION_POWER_ON, NULL, NULL, "h3"}, {0}},
           "actions: wave 1: its action 2 is out of order or moves '' twice\n"
           "actions: wave 1: domain 'c' goes to host 'h3', which is off\n");
    expect(model,
           (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1", true},
                          {1, ACTION_MIGRATE, "c", "h1", "h2"},
                          {0}},
           "actions: wave 1: its action 2 is out of order or moves 'c' twice\n");
}

Test(judge_replay, the_actions_end_where_the_plan_says)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Plan) plan =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1"}, {0}});
    plan->host_of_domain[2] = 1;
    test_plan_refresh(model, plan);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "actions: wave 1: domain 'c' stops at host 'h1' on its way without "
                               "being parked\n"
                               "actions: domain 'c' ends on host 'h1', the plan says 'h2'\n");
    plan->host_of_domain[2] = 0;
    plan->unchanged = true;
    test_plan_refresh(model, plan);
    g_autofree char *unchanged = test_failures(model, plan, NULL);
    cr_assert_str_eq(unchanged, "actions: the plan has 1 actions and says unchanged is true\n");
}

Test(judge_replay, minutes_of_each_action_are_recomputed)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Plan) plan =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1"}, {0}});
    plan->actions[0].operator_umin += MICRO;
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "actions: wave 1: 'c' is said to take 3.00 operator minutes, it "
                               "takes 2.00\n");
}

Test(judge_replay, actions_that_no_plan_holds_are_refused)
{
    g_autoptr(Model) model = three_hosts();
    g_autoptr(Plan) plan =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1"}, {0}});
    plan->actions[0].kind = ACTION_SUSPEND;
    plan->host_of_domain[2] = 1;
    test_plan_refresh(model, plan);
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_eq(failures, "actions: wave 1: no plan holds the action 'suspend'\n");
}

static Model *parallel_model(const char *policy)
{
    g_autofree char *text = g_strconcat("key,value\n", policy, "\n", NULL);
    return test_model((TestFile[]){
        {"policy.csv", text},
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh1,1000,1000\nh2,1000,1000\nh3,1000,1000\n"},
        {"services.csv", "service\ns\n"},
        {"domains.csv", "domain,host,service\na,h1,s\nb,h1,s\nc,h2,\nd,h2,\ne,h3,\n"},
        {NULL, NULL}});
}

Test(judge_replay, no_more_moves_at_a_time_than_the_policy_allows)
{
    TestAction of_service[] = {{1, ACTION_MIGRATE, "a", "h1", "h2"},
                               {1, ACTION_MIGRATE, "b", "h1", "h3"},
                               {1, ACTION_POWER_OFF, NULL, "h1", NULL},
                               {0}};
    TestAction of_host[] = {{1, ACTION_MIGRATE, "a", "h1", "h2"},
                            {1, ACTION_MIGRATE, "c", "h2", "h1"},
                            {1, ACTION_MIGRATE, "d", "h2", "h3"},
                            {0}};
    g_autoptr(Model) usual = parallel_model("max_parallel_per_service,1");
    expect(usual, of_service, "parallel: wave 1 has 2 moves of service s, allowed 1\n");
    expect(usual, of_host, "parallel: wave 1 has 3 moves on host h2, allowed 2\n");
    g_autoptr(Model) wide = parallel_model("max_parallel_per_service,2\nmax_parallel_per_host,3");
    expect(wide, of_service, "");
    expect(wide, of_host, "");
    g_autoptr(Model) narrow = parallel_model("max_parallel,2\nmax_parallel_per_host,3");
    expect(narrow, of_host, "parallel: wave 1 has 3 moves in all, allowed 2\n");
}

Test(judge_replay, hostile_indices_are_refused_before_they_are_used)
{
    g_autoptr(Model) model = three_hosts();
    for (int i = 0; i < 5; i++) {
        g_autoptr(Plan) plan =
            test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "c", "h2", "h1"}, {0}});
        uint32_t *fields[] = {&plan->actions[0].domain, &plan->actions[0].to,
                              &plan->actions[0].from, &plan->host_of_domain[1], &plan->n_domains};
        *fields[i] = 77;
        g_autofree char *failures = test_failures(model, plan, NULL);
        cr_assert(g_str_has_prefix(failures, "shape: "), "%d: %s", i, failures);
    }
}

Test(judge_replay, digests_that_do_not_fit_are_named)
{
    g_autoptr(Model) model = three_hosts();
    for (int i = 0; i < 3; i++) {
        g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{0}});
        char **fields[] = {&plan->snapshot_digest, &plan->plan_digest, &plan->id};
        (*fields[i])[(*fields[i])[3] == ':' ? 9 : 8] ^= 1;
        g_autofree char *failures = test_failures(model, plan, NULL);
        cr_assert(g_str_has_prefix(failures, "digests: "), "%d: %s", i, failures);
    }
}
