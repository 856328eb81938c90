/* Hard rules hold after each wave on the way. */
#include <criterion/criterion.h>

#include "tests/support/test_model.h"
#include "tests/support/test_order.h"

#define PAIR_HOSTS "host,memory_mib\nh1,100\nh2,100\n"

Test(sequence_rules, two_of_a_spread_group_swap_in_one_wave)
{
    g_autoptr(Model) model =
        rule_model(FREE_POLICY, PAIR_HOSTS, "domain,host,memory_mib\na,h1,10\nb,h2,20\n",
                   "rule,name,domains\nspread,s,a;b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", NULL}, "1 a h1>h2; 1 b h2>h1");
}

Test(sequence_rules, where_the_limits_forbid_the_swap_it_needs_a_third_host)
{
    g_autoptr(Model) model = rule_model(
        "key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
        "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,1\n", "rule,name,domains\nspread,s,a;b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", NULL},
                 "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2");
}

Test(sequence_rules, a_chain_within_a_spread_group_goes_in_one_wave_or_from_its_end)
{
    g_autoptr(Model) model =
        rule_model(FREE_POLICY, "host,memory_mib\nh1,100\nh2,100\nh3,100\nh4,100\n",
                   "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,10\n",
                   "rule,name,domains\nspread,s,a;b;c\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", "c", "h4", NULL},
                 "1 on h4; 2 a h1>h2; 2 b h2>h3; 2 c h3>h4; 3 off h1");
}

Test(sequence_rules, groups_of_a_split_never_meet_on_the_way)
{
    g_autoptr(Model) model = rule_model(
        "key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
        "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,1\n", "rule,name,domains\nsplit,s,a|b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                 "1 b h2>h3; 2 a h1>h2; 3 off h1");
}

Test(sequence_rules, nobody_joins_the_lonely_on_the_way)
{
    g_autoptr(Model) model = rule_model(
        "key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
        "domain,host,memory_mib\na,h1,10\nb,h2,10\nc,h3,1\n", "rule,name,domains\nlonely,l,b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h1", "c", "h2", NULL},
                 "1 a h1>h3 parked; 2 b h2>h1; 3 a h3>h2; 4 c h3>h2; 5 off h3");
}

Test(sequence_rules, max_per_host_and_max_per_zone_are_asked_for_at_the_end_only)
{
    for (int zone = 0; zone < 2; zone++) {
        g_autofree char *services =
            g_strdup_printf("service,%s\nweb,1\n", zone ? "max_per_zone" : "max_per_host");
        g_autoptr(Model) model = test_model((TestFile[]){
            {"policy.csv", "key,value\nmax_parallel,1\n"},
            {"resources.csv", MEMORY_ONLY},
            {"hosts.csv", "host,memory_mib,zone\nh1,100,z1\nh2,100,z2\nh3,100,z3\n"},
            {"services.csv", services},
            {"domains.csv", "domain,service,host,memory_mib\na,web,h1,1\nb,web,h2,1\nc,,h3,1\n"},
            {NULL, NULL}});
        assert_order(model, (const char *[]){"a", "h2", "b", "h3", NULL},
                     "1 a h1>h2; 2 b h2>h3; 3 off h1");
    }
}

Test(sequence_rules, a_rule_that_is_broken_at_the_start_may_stay_broken_but_no_more)
{
    g_autoptr(Model) model =
        rule_model("key,value\nmax_parallel,1\n", "host,memory_mib\nh1,100\nh2,100\nh3,100\n",
                   "domain,host,memory_mib\na,h1,10\nb,h1,10\nc,h2,10\nd,h3,1\n",
                   "rule,name,domains\nspread,s,a;b;c\n");
    /* one breach now: a may join c on h2 only while b is not with another one */
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "c", "h3", NULL});
    cr_assert(sequence.found);
    cr_assert_eq(sequence.extra_cost, 0);
}

Test(sequence_rules, gather_is_asked_for_only_at_the_end)
{
    g_autoptr(Model) model = rule_model("key,value\nmax_parallel,1\n", PAIR_HOSTS,
                                        "domain,host,memory_mib\na,h1,10\nb,h1,10\n",
                                        "rule,name,domains\ngather,g,a;b\n");
    assert_order(model, (const char *[]){"a", "h2", "b", "h2", NULL},
                 "1 on h2; 2 a h1>h2; 3 b h1>h2; 4 off h1");
}

Test(sequence_rules, a_swap_blocked_by_a_rule_names_the_rule)
{
    g_autoptr(Model) model = rule_model("key,value\nmax_parallel,1\n", PAIR_HOSTS,
                                        "domain,host,memory_mib\na,h1,10\nb,h2,10\n",
                                        "rule,name,domains\nspread,s,a;b\n");
    g_auto(Sequence) sequence = test_order(model, (const char *[]){"a", "h2", "b", "h1", NULL});
    cr_assert_not(sequence.found);
    cr_assert(sequence.proved_blocked);
    cr_assert_str_eq(sequence.blocker_reasons[0],
                     "rule 's' would be broken on host 'h2' until others leave");
}
