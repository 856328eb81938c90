/* Each of the nine rules: the judge's count of breaches on a placement that keeps it and on one
 * that breaks it, and the whole judge on the latter as a hard rule. */
#include <criterion/criterion.h>
#include <string.h>

#include "certificate/rules.h"
#include "tests/support/test_model.h"
#include "tests/support/test_plan.h"

/* Four domains, all on h1 now; h1 and h2 share zone z, h3 and h4 have none. */
static Model *model_with_rule(const char *rule)
{
    g_autofree char *rules =
        g_strconcat("rule,name,domains,hosts,limit,strength,price_per_h\n", rule, "\n", NULL);
    return test_model((TestFile[]){{"hosts.csv", "host,zone,on,cpu_mcpu,memory_mib\n"
                                                 "h1,z,1,100000,100000\nh2,z,1,100000,100000\n"
                                                 "h3,,1,100000,100000\nh4,,1,100000,100000\n"},
                                   {"domains.csv", "domain,host\na,h1\nb,h1\nc,h1\nd,h1\n"},
                                   {"rules.csv", rules},
                                   {NULL, NULL}});
}

/* Hosts of a, b, c, d as digits; '-' is nowhere. */
static int64_t breaches(const char *rule, const char *placement)
{
    g_autoptr(Model) model = model_with_rule(rule);
    uint32_t at[4];
    bool on[4] = {false};
    for (int i = 0; i < 4; i++) {
        at[i] = placement[i] == '-' ? INDEX_NONE : (uint32_t)(placement[i] - '1');
        if (at[i] != INDEX_NONE)
            on[at[i]] = true;
    }
    g_autofree char *where = NULL;
    int64_t n = judge_breaches(model, 0, (State){at, on}, &where);
    cr_assert_eq(where == NULL, n == 0, "an example is named where something is broken");
    return n;
}

Test(judge_rules, spread_counts_domains_above_the_limit_on_each_host)
{
    cr_assert_eq(breaches("spread,r,a;b;c;d,,,hard,", "1234"), 0);
    cr_assert_eq(breaches("spread,r,a;b;c;d,,,hard,", "1122"), 2);
    cr_assert_eq(breaches("spread,r,a;b;c;d,,2,hard,", "1112"), 1);
    cr_assert_eq(breaches("spread,r,a;b,,,hard,", "1233"), 0, "others do not count");
    cr_assert_eq(breaches("spread,r,a;b,,,hard,", "--11"), 0, "nowhere is no host");
}

Test(judge_rules, spread_zone_counts_hosts_without_a_zone_as_zones_of_their_own)
{
    cr_assert_eq(breaches("spread_zone,r,a;b;c,,,hard,", "1341"), 0);
    cr_assert_eq(breaches("spread_zone,r,a;b;c,,,hard,", "1231"), 1, "h1 and h2 are one zone");
    cr_assert_eq(breaches("spread_zone,r,a;b;c,,,hard,", "1221"), 2, "and it counts once");
}

Test(judge_rules, gather_counts_hosts_less_one)
{
    cr_assert_eq(breaches("gather,r,a;b;c,,,hard,", "2221"), 0);
    cr_assert_eq(breaches("gather,r,a;b;c,,,hard,", "1231"), 2);
}

Test(judge_rules, fence_counts_domains_outside_and_ban_those_inside)
{
    cr_assert_eq(breaches("fence,r,a;b,h1;h2,,hard,", "1234"), 0);
    cr_assert_eq(breaches("fence,r,a;b,h1;h2,,hard,", "1334"), 1);
    cr_assert_eq(breaches("ban,r,a;b,h1;h2,,hard,", "3411"), 0);
    cr_assert_eq(breaches("ban,r,a;b,h1;h2,,hard,", "1211"), 2);
}

Test(judge_rules, root_counts_domains_that_leave_their_host)
{
    cr_assert_eq(breaches("root,r,a;b,,,hard,", "1123"), 0);
    cr_assert_eq(breaches("root,r,a;b,,,hard,", "2323"), 2);
}

Test(judge_rules, lonely_counts_strangers_on_hosts_of_the_set)
{
    cr_assert_eq(breaches("lonely,r,a;b,,,hard,", "1122"), 0);
    cr_assert_eq(breaches("lonely,r,a;b,,,hard,", "1221"), 2, "c on h2 and d on h1");
}

Test(judge_rules, split_counts_groups_on_a_host_less_one)
{
    cr_assert_eq(breaches("split,r,a;b|c|d,,,hard,", "1123"), 0);
    cr_assert_eq(breaches("split,r,a;b|c|d,,,hard,", "1211"), 2, "all three groups on h1");
}

Test(judge_rules, max_on_counts_hosts_in_service_above_the_limit)
{
    cr_assert_eq(breaches("max_on,r,,h1;h2;h3,2,hard,", "1244"), 0);
    cr_assert_eq(breaches("max_on,r,,h1;h2;h3,2,hard,", "1231"), 1);
}

/* All stay on h1 in every case: each of these hard rules forbids that. */
static void expect_rejected(const char *rule, const char *check, const char *words)
{
    g_autoptr(Model) model = model_with_rule(rule);
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{0}});
    g_autofree char *failures = test_failures(model, plan, NULL);
    g_autofree char *start = g_strconcat(check, ": ", NULL);
    cr_assert(strstr(failures, start) != NULL && strstr(failures, words) != NULL, "%s", failures);
}

Test(judge_rules, each_hard_rule_that_is_broken_is_named)
{
    expect_rejected("spread,apart,a;b,,,hard,", "rules",
                    "spread 'apart' is broken 1 times, allowed 0: 2 of its domains on host 'h1'");
    expect_rejected("spread_zone,apart,a;b,,,hard,", "rules", "spread_zone 'apart'");
    expect_rejected("fence,inside,a,h2,,hard,", "placement", "fence 'inside' keeps it away");
    expect_rejected("ban,outside,a,h1,,hard,", "placement", "ban 'outside' keeps it away");
    expect_rejected("lonely,alone,a,,,hard,", "rules", "domain 'b' shares host 'h1'");
    expect_rejected("split,apart,a|b,,,hard,", "rules", "2 of its groups on host 'h1'");
    expect_rejected("max_on,few,,h1;h2;h3,1,hard,", "rules", "3 of its hosts in service, limit 1");
}

Test(judge_rules, a_rule_that_is_kept_may_be_broken_as_often_as_now_but_not_more)
{
    g_autoptr(Model) model = model_with_rule("spread,r,a;b;c,,,keep,");
    TestAction empty_hosts[] = {{1, ACTION_POWER_OFF, NULL, "h2", NULL},
                                {1, ACTION_POWER_OFF, NULL, "h3", NULL},
                                {1, ACTION_POWER_OFF, NULL, "h4", NULL},
                                {0}};
    g_autoptr(Plan) as_now = test_plan(model, empty_hosts);
    g_autofree char *failures = test_failures(model, as_now, NULL);
    cr_assert_str_empty(failures, "%s", failures);

    g_autoptr(Model) gathered = model_with_rule("gather,r,a;b;c,,,keep,");
    TestAction part[] = {{1, ACTION_MIGRATE, "a", "h1", "h2"},
                         {1, ACTION_POWER_OFF, NULL, "h3", NULL},
                         {1, ACTION_POWER_OFF, NULL, "h4", NULL},
                         {0}};
    g_autoptr(Plan) worse = test_plan(gathered, part);
    g_autofree char *found = test_failures(gathered, worse, NULL);
    cr_assert_str_eq(found, "rules: gather 'r' is broken 1 times, allowed 0: its domains use 2 "
                            "hosts\n");
}

Test(judge_rules, a_soft_rule_may_be_broken)
{
    g_autoptr(Model) model = model_with_rule("spread,r,a;b,,,soft,1");
    g_autoptr(Plan) plan = test_plan(model, (TestAction[]){{1, ACTION_POWER_OFF, NULL, "h2", NULL},
                                                           {1, ACTION_POWER_OFF, NULL, "h3", NULL},
                                                           {1, ACTION_POWER_OFF, NULL, "h4", NULL},
                                                           {0}});
    g_autofree char *failures = test_failures(model, plan, NULL);
    cr_assert_str_empty(failures, "%s", failures);
}
