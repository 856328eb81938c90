/* The judge's own reckoning of times: an action in a blackout is found, whoever placed it there. */
#include <criterion/criterion.h>

#include "common/time_text.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

static Model *model_with(const char *blackouts)
{
    return test_model(
        (TestFile[]){{"policy.csv", "key,value\nbandwidth_mib_s,10\n"}, /* a move takes 10 s */
                     {"hosts.csv", "host,on,memory_mib\nh1,1,1000\nh2,1,1000\n"},
                     {"services.csv", "service\ns\nother\n"},
                     {"domains.csv", "domain,service,host,memory_mib\na,s,h1,100\nb,,h1,100\n"},
                     {"blackout.csv", blackouts},
                     {NULL, NULL}});
}

/* a, then b, from 12:00:00; each takes 10 s; b may have a time of its own; h1 goes off in 60 s. */
static void expect(const char *blackouts, const char *b_not_before, const char *failures)
{
    g_autoptr(Model) model = model_with(blackouts);
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2"},
                                                           {2, ACTION_MIGRATE, "b", "h1", "h2"},
                                                           {3, ACTION_POWER_OFF, NULL, "h1", NULL},
                                                           {0}});
    plan->has_start = time_text_parse("2026-01-01T12:00:00Z", &plan->start_s);
    if (b_not_before != NULL)
        plan->actions[1].has_not_before =
            time_text_parse(b_not_before, &plan->actions[1].not_before_s);
    test_plan_refresh(model, plan);
    g_autofree char *found = test_failures(model, plan, NULL);
    cr_assert_str_eq(found, failures);
}

Test(judge_calendar, an_action_that_ends_as_a_blackout_begins_is_accepted)
{
    expect("scope,from,to\nservice:s,2026-01-01T12:00:10Z,2026-01-01T13:00:00Z\n", NULL, "");
    expect("scope,from,to\n*,2026-01-01T11:00:00Z,2026-01-01T12:00:00Z\n", NULL, "");
    expect("scope,from,to\nservice:other,2026-01-01T11:00:00Z,2026-01-01T13:00:00Z\n", NULL, "");
}

Test(judge_calendar, an_action_within_a_blackout_is_named)
{
    expect("scope,from,to\nservice:s,2026-01-01T12:00:09Z,2026-01-01T13:00:00Z\n", NULL,
           "calendar: wave 1: 'a' would run from 2026-01-01T12:00:00Z to 2026-01-01T12:00:10Z, "
           "within the blackout of 's' from 2026-01-01T12:00:09Z to 2026-01-01T13:00:00Z\n");
    expect("scope,from,to\nhost:h1,2026-01-01T12:00:20Z,2026-01-01T13:00:00Z\n", NULL,
           "calendar: wave 3: 'h1' would run from 2026-01-01T12:00:20Z to 2026-01-01T12:01:20Z, "
           "within the blackout of 'h1' from 2026-01-01T12:00:20Z to 2026-01-01T13:00:00Z\n");
    expect("scope,from,to\n*,2026-01-01T12:00:15Z,2026-01-01T12:00:16Z\n", NULL,
           "calendar: wave 2: 'b' would run from 2026-01-01T12:00:10Z to 2026-01-01T12:00:20Z, "
           "within the blackout of 'everything' from 2026-01-01T12:00:15Z to "
           "2026-01-01T12:00:16Z\n");
}

Test(judge_calendar, an_action_that_waits_long_enough_is_accepted)
{
    expect("scope,from,to\n*,2026-01-01T12:00:15Z,2026-01-01T12:00:16Z\n", "2026-01-01T12:00:16Z",
           "");
    expect("scope,from,to\n*,2026-01-01T12:00:15Z,2026-01-01T12:00:16Z\n", "2026-01-01T12:00:14Z",
           "calendar: wave 2: 'b' would run from 2026-01-01T12:00:14Z to 2026-01-01T12:00:24Z, "
           "within the blackout of 'everything' from 2026-01-01T12:00:15Z to "
           "2026-01-01T12:00:16Z\n");
}

Test(judge_calendar, blackouts_ask_for_a_start_and_times_too)
{
    g_autoptr(Model) model =
        model_with("scope,from,to\n*,2026-01-01T12:00:15Z,2026-01-01T12:00:16Z\n");
    g_autoptr(Plan) plan =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2"}, {0}});
    g_autofree char *without = test_failures(model, plan, NULL);
    cr_assert_str_eq(without, "calendar: there are blackouts, but the plan has no start\n");
    g_autoptr(Model) free = model_with("scope,from,to\n");
    g_autoptr(Plan) timed =
        test_plan(free, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2"}, {0}});
    timed->actions[0].has_not_before = true;
    g_autofree char *found = test_failures(free, timed, NULL);
    cr_assert_str_eq(found, "calendar: wave 1 waits for a time, but the plan has no start\n");
    timed->actions[0].has_not_before = false;
    timed->actions[0].expected_s = -1;
    g_autofree char *negative = test_failures(free, timed, NULL);
    cr_assert_str_eq(negative, "calendar: an action is expected to take no possible time\n"
                               "durations: wave 1: 'a' is said to take -1.000 s, it is expected to "
                               "take 10.000 s\n");
}

Test(judge_calendar, the_digest_binds_the_times)
{
    g_autoptr(Model) model = model_with("scope,from,to\n");
    g_autoptr(Plan) plan =
        test_plan(model, (TestAction[]){{1, ACTION_MIGRATE, "a", "h1", "h2"}, {0}});
    g_autofree char *without = plan_compute_digest(model, plan);
    plan->has_start = true;
    g_autofree char *with = plan_compute_digest(model, plan);
    plan->actions[0].has_not_before = true;
    g_autofree char *waiting = plan_compute_digest(model, plan);
    cr_assert_str_neq(without, with);
    cr_assert_str_neq(with, waiting);
}
