/* Blackouts and people's minutes: waves wait, others go first. */
#include <criterion/criterion.h>
#include <string.h>

#include "common/time_text.h"
#include "tests/support/test_model.h"
#include "tests/support/test_order.h"

/* "HH:MM:SS" of each action's not_before, "-" where its wave waits for nothing. */
static char *waits_text(const Sequence *sequence)
{
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < sequence->n_actions; i++) {
        g_autofree char *time = sequence->actions[i].has_not_before
                                    ? time_text_new(sequence->actions[i].not_before_s)
                                    : g_strdup("2026-01-01T-Z");
        g_string_append_printf(text, "%s%.*s", i == 0 ? "" : " ", (int)strlen(time) - 12,
                               time + 11);
    }
    return g_string_free(text, FALSE);
}

static void expect_times(const char *blackouts, const char *policy, const char *order_expected,
                         const char *waits_expected)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", policy},
        {"hosts.csv", "host,cpu_mcpu,memory_mib,on\nh1,1000,100000,1\nh2,1000,100000,1\n"
                      "h3,1000,100000,0\n"},
        {"services.csv", "service\na\nb\n"},
        {"domains.csv", "domain,service,host,memory_mib\nd1,a,h1,1000\nd2,b,h1,500\n"},
        {"blackout.csv", blackouts},
        {NULL, NULL}});
    g_auto(TestTarget) target = test_target(model, (const char *[]){"d1", "h2", "d2", "h2", NULL});
    SequenceOptions options = {.cost_limit = INT64_MAX, .has_start = true};
    cr_assert(time_text_parse("2026-01-01T12:00:00Z", &options.start_s));
    g_auto(Sequence) sequence = {0};
    cr_assert(sequence_plan(model, target.target, target.in_service, &options, &sequence, NULL));
    g_autofree char *text = test_order_text(model, &sequence);
    g_autofree char *waits = waits_text(&sequence);
    cr_assert_str_eq(text, order_expected);
    cr_assert_str_eq(waits, waits_expected);
}

Test(sequence_calendar, a_domain_whose_service_is_blacked_out_lets_others_go_first)
{
    expect_times("scope,from,to\nservice:a,2026-01-01T11:00:00Z,2026-01-01T13:00:00Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d2 h1>h2; 2 d1 h1>h2; 3 off h1",
                 "- 13:00:00 -");
}

Test(sequence_calendar, a_move_that_would_reach_into_a_blackout_waits_for_its_end)
{
    /* alone d1 takes 10 s and d2 5 s, together 20 s and 10 s */
    expect_times("scope,from,to\n*,2026-01-01T12:00:15Z,2026-01-01T12:10:00Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d1 h1>h2; 2 d2 h1>h2; 3 off h1",
                 "- - 12:10:00");
}

Test(sequence_calendar, everything_waits_where_everything_is_blacked_out)
{
    expect_times("scope,from,to\n*,2025-01-01T00:00:00Z,2026-01-01T23:59:59Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d1 h1>h2; 1 d2 h1>h2; 2 off h1",
                 "23:59:59 23:59:59 -");
}

Test(sequence_calendar, switching_a_host_keeps_the_calendar_as_well)
{
    expect_times("scope,from,to\nhost:h1,2026-01-01T12:00:21Z,2026-01-01T12:30:00Z\n",
                 "key,value\nbandwidth_mib_s,100\n", "1 d1 h1>h2; 1 d2 h1>h2; 2 off h1",
                 "- - 12:30:00");
}

Test(sequence_calendar, what_the_people_of_no_window_can_do_is_blocked_and_says_so)
{
    g_autoptr(Model) model = memory_model(
        "key,value\nmove_review_min,2\npower_change_min,0\nmax_operator_min_per_window,3\n",
        "host,memory_mib\nh1,100\nh2,100\n", "domain,host,memory_mib\na,h1,10\nb,h1,10\n");
    g_auto(Sequence) one = test_order(model, (const char *[]){"a", "h2", NULL});
    cr_assert(one.found);
    g_auto(Sequence) both = test_order(model, (const char *[]){"a", "h2", "b", "h2", NULL});
    cr_assert_not(both.found);
    cr_assert_not(both.proved_blocked);
    cr_assert_eq(both.n_blockers, 1);
    cr_assert_str_eq(both.blocker_reasons[0],
                     "no window is left in which the people have enough minutes "
                     "(max_operator_min_per_window)");
}
