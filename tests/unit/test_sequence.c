/* Waves within the limits of hosts, services and parallel moves; parking, rules and the calendar
 * have files of their own. */
#include <criterion/criterion.h>

#include "tests/support/test_model.h"
#include "tests/support/test_order.h"

Test(sequence, no_move_is_an_empty_order)
{
    g_autoptr(Model) model = memory_model(FREE_POLICY, "host,memory_mib\nh1,100\n",
                                          "domain,host,memory_mib\nd1,h1,10\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){NULL});
    cr_assert(sequence.found);
    cr_assert_eq(sequence.n_actions, 0);
    cr_assert_eq(sequence.extra_cost, 0);
}

Test(sequence, moves_that_need_nothing_share_a_wave_and_a_host_goes_off_last)
{
    g_autoptr(Model) model = memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\n",
                                          "domain,host,memory_mib\nd1,h1,10\nd2,h1,10\nd3,h2,9\n");
    assert_order(model, (const char *[]){"d1", "h2", "d2", "h2", NULL},
                 "1 d1 h1>h2; 1 d2 h1>h2; 2 off h1");
}

Test(sequence, a_host_is_powered_on_in_a_wave_before_any_move)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib,on\nh1,100,1\nh2,100,0\nh3,100,1\n",
                     "domain,host,memory_mib\nd1,h1,10\nd2,h3,10\n");
    assert_order(model, (const char *[]){"d1", "h2", NULL}, "1 on h2; 2 d1 h1>h2; 3 off h1");
}

Test(sequence, what_leaves_is_freed_only_when_its_wave_has_ended)
{
    g_autoptr(Model) model = memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                                          "domain,host,memory_mib\na,h1,60\nb,h2,60\nc,h3,40\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                 "1 b h2>h3; 2 a h1>h2; 3 off h1");
}

Test(sequence, each_period_must_have_room)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", FREE_POLICY "periods,2\n"},
                     {"resources.csv", MEMORY_ONLY},
                     {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\nh3,100\n"},
                     {"domains.csv", "domain,host,memory_mib\na,h1,60\nb,h2,30\nc,h3,10\n"},
                     {"demand.csv", "domain,resource,period,amount\nb,memory_mib,1,90\n"},
                     {NULL, NULL}});
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                 "1 b h2>h3; 2 a h1>h2; 3 off h1");
}

Test(sequence, an_overfull_host_may_stay_as_full_as_it_was_but_takes_nothing_in)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,200\nh3,100\n",
                     "domain,host,memory_mib\na,h1,60\nb,h1,60\nc,h1,20\nd,h3,20\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", "d", "h1", NULL},
                 "1 on h2; 2 a h1>h2; 2 b h1>h2; 3 d h3>h1; 4 off h3");
}

/* Hosts of 1000 within 900; gold asks for 500. What moves stays taken on its old host. */
static Model *transient_and_tier(const char *domains)
{
    return test_model(
        (TestFile[]){{"policy.csv", FREE_POLICY},
                     {"resources.csv", "resource,hard_permille,transient\nmemory_mib,900,1\n"},
                     {"hosts.csv", "host,memory_mib,on\nh1,1000,1\nh2,1000,1\nh3,1000,1\n"},
                     {"services.csv", "service,tier\ns,gold\n"},
                     {"tiers.csv", "tier,resource,hard_permille\ngold,memory_mib,500\n"},
                     {"domains.csv", domains},
                     {NULL, NULL}});
}

Test(sequence, a_tier_asks_for_nothing_of_what_those_who_left_still_take)
{
    g_autoptr(Model) model = transient_and_tier("domain,host,service,memory_mib\n"
                                                "a,h1,s,400\nb,h2,s,300\n");
    assert_order(model, (const char *[]){"a", "h3", "b", "h1", NULL},
                 "1 a h1>h3; 2 b h2>h1; 3 off h2");
}

Test(sequence, the_hard_limit_asks_for_what_those_who_left_still_take_as_well)
{
    g_autoptr(Model) model = transient_and_tier("domain,host,service,memory_mib\n"
                                                "a,h1,s,400\nb,h2,,600\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h3", "b", "h1", NULL});
    cr_assert_not(sequence.found);
    cr_assert(sequence.proved_blocked);
    cr_assert_str_eq(sequence.blocker_reasons[0],
                     "host 'h1' lacks 100 memory_mib for it until others leave");
}

/* b and c change places, for which a (or d) makes room; it is present at home again only where its
 * tier has room for all who are. */
Test(sequence, who_comes_home_counts_for_the_tier_again)
{
    g_autoptr(Model) model =
        transient_and_tier("domain,host,service,memory_mib,move_cost\na,h1,s,200,1\nb,h1,s,250,1\n"
                           "c,h2,s,250,1\nd,h2,s,200,2\ne,h3,s,300,9\n");
    assert_order(model, (const char *[]){"b", "h2", "c", "h1", NULL},
                 "1 a h1>h3 parked; 2 c h2>h1; 3 b h1>h2; 4 a h3>h1");
}

Test(sequence, at_most_max_parallel_moves_share_a_wave)
{
    g_autoptr(Model) model = memory_model(
        "key,value\nmax_parallel,2\nmax_parallel_per_host,8\n", "host,memory_mib\nh1,100\nh2,100\n",
        "domain,host,memory_mib\na,h1,1\nb,h1,1\nc,h1,1\nd,h2,1\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", NULL},
                 "1 a h1>h2; 1 b h1>h2; 2 c h1>h2; 3 off h1");
}

Test(sequence, a_host_takes_part_in_at_most_max_parallel_per_host_moves)
{
    g_autoptr(Model) model = memory_model(
        "key,value\nmax_parallel_per_host,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\nh4,100\n",
        "domain,host,memory_mib\na,h1,2\nb,h1,1\nc,h3,1\nd,h2,1\ne,h4,1\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h4", "c", "h4", NULL},
                 "1 a h1>h2; 1 c h3>h4; 2 b h1>h4; 3 off h1; 3 off h3");
}

Test(sequence, a_service_has_at_most_max_parallel_per_service_moves_in_a_wave)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"policy.csv", "key,value\nmax_parallel_per_host,8\n"},
                     {"resources.csv", MEMORY_ONLY},
                     {"hosts.csv", "host,memory_mib\nh1,100\nh2,100\n"},
                     {"services.csv", "service\nweb\n"},
                     {"domains.csv", "domain,service,host,memory_mib\na,web,h1,1\nb,web,h1,2\n"
                                     "c,,h1,1\nd,,h2,1\n"},
                     {NULL, NULL}});
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", NULL},
                 "1 b h1>h2; 1 c h1>h2; 2 a h1>h2; 3 off h1");
}

/* Both are of one service, so one waits: 'b' is slower to move, but 'a' runs nowhere. */
Test(sequence, what_runs_nowhere_is_started_before_others_move)
{
    g_autoptr(Model) model =
        test_model((TestFile[]){{"policy.csv", "key,value\nformat,1\n"},
                                {"resources.csv", MEMORY_ONLY},
                                {"hosts.csv", "host,memory_mib,state\nh1,100,failed\nh2,90000,up\n"
                                              "h3,90000,up\n"},
                                {"services.csv", "service\nweb\n"},
                                {"domains.csv", "domain,service,host,memory_mib\na,web,h1,1\n"
                                                "b,web,h2,80000\nc,,h3,1\n"},
                                {NULL, NULL}});
    assert_order(model, (const char *[]){"a", "h3", "b", "h3", NULL},
                 "1 start a h1>h3; 2 b h2>h3; 3 off h1; 3 off h2");
}

Test(sequence, domains_of_a_failed_host_are_started_and_held_nothing_there)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY, "host,memory_mib,state\nh1,10,failed\nh2,100,up\n",
                     "domain,host,memory_mib\na,h1,50\nb,h2,10\nc,,10\n");
    assert_order(model, (const char *[]){"a", "h2", "c", "h2", NULL},
                 "1 start a h1>h2; 1 start c >h2; 2 off h1");
}

Test(sequence, a_move_takes_as_long_as_its_memory_needs_on_a_shared_link)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY "bandwidth_mib_s,100\n", "host,memory_mib\nh1,9000\nh2,9000\n",
                     "domain,host,memory_mib,move,dirty_mib_s\na,h1,1000,live,0\nb,h1,1000,save,"
                     "0\nc,h1,1000,cold,0\n"
                     "d,h1,1000,live,10\ne,h2,1,live,0\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", NULL});
    cr_assert_float_eq(sequence.actions[0].expected_s, 10, 1e-9);
    sequence_clear(&sequence);
    sequence =
        test_order(model, (const char *[]){"a", "h2", "b", "h2", "c", "h2", "d", "h2", NULL});
    cr_assert_float_eq(sequence.actions[0].expected_s, 40, 1e-9);
    cr_assert_float_eq(sequence.actions[1].expected_s, 80, 1e-9); /* written and read */
    cr_assert_float_eq(sequence.actions[2].expected_s, 60, 1e-9); /* stopped and started */
    /* 40 s, then 0.4 of that each round; after the sixth 4.1 MiB are left, within the downtime */
    cr_assert_float_eq(sequence.actions[3].expected_s, 66.55744, 1e-6);
}

Test(sequence, operator_minutes_of_an_action_are_the_domains_and_the_review)
{
    g_autoptr(Model) model =
        memory_model(FREE_POLICY "power_change_min,7\n", "host,memory_mib\nh1,100\nh2,100\n",
                     "domain,host,memory_mib,operator_min\na,h1,1,5\nb,h2,1,1\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", NULL});
    cr_assert_eq(sequence.actions[0].operator_umin, 7 * MICRO);
    cr_assert_eq(sequence.actions[1].operator_umin, 7 * MICRO);
}
