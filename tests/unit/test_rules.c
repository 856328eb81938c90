#include <criterion/criterion.h>

#include "model/rules.h"
#include "tests/support/test_model.h"

/* Hosts a, b in zone z1, c in z2, e and f in no zone; domains d1 … d4 now on a, b, c and f, which
 * has failed. */
static Model *model_with_rule(const char *rule)
{
    g_autofree char *rules = g_strdup_printf("rule,name,domains,hosts,limit\n%s\n", rule);
    return test_model(
        (TestFile[]){{"hosts.csv", "host,zone,state\na,z1,\nb,z1,\nc,z2,\ne,,\nf,,failed\n"},
                     {"domains.csv", "domain,host\nd1,a\nd2,b\nd3,c\nd4,f\n"},
                     {"rules.csv", rules},
                     {NULL, NULL}});
}

enum { A, B, C, E, F, NOWHERE = INDEX_NONE };

static void assert_breaches(const char *rule, const uint32_t placement[4], int64_t expected)
{
    static const bool in_service[] = {true, true, false, true, false};
    g_autoptr(Model) model = model_with_rule(rule);
    cr_assert_eq(rule_breaches(model, &model->rules[0], placement, in_service), expected, "%s",
                 rule);
}

#define ON(...) ((const uint32_t[4]){__VA_ARGS__})

Test(rules, spread_counts_what_is_above_the_limit_on_a_host)
{
    assert_breaches("spread,r,d1;d2;d3,,", ON(A, A, A, A), 2);
    assert_breaches("spread,r,d1;d2;d3,,2", ON(A, A, A, A), 1);
    assert_breaches("spread,r,d1;d2;d3,,", ON(A, B, C, A), 0);
    assert_breaches("spread,r,d1;d2;d3,,0", ON(A, B, NOWHERE, A), 2);
}

Test(rules, spread_zone_takes_a_host_without_zone_as_its_own)
{
    assert_breaches("spread_zone,r,d1;d2;d3;d4,,", ON(A, B, C, E), 1);
    assert_breaches("spread_zone,r,d1;d2;d3;d4,,", ON(E, F, C, A), 0);
    assert_breaches("spread_zone,r,d1;d2;d3;d4,,", ON(E, E, C, C), 2);
}

Test(rules, gather_counts_hosts_less_one)
{
    assert_breaches("gather,r,d1;d2;d3,,", ON(A, A, A, B), 0);
    assert_breaches("gather,r,d1;d2;d3,,", ON(A, B, C, B), 2);
    assert_breaches("gather,r,d1;d2,,", ON(NOWHERE, NOWHERE, C, B), 0);
}

Test(rules, fence_counts_outside_and_ban_inside)
{
    assert_breaches("fence,r,d1;d2;d3,a;b,", ON(A, C, E, E), 2);
    assert_breaches("ban,r,d1;d2;d3,a;b,", ON(A, C, E, A), 1);
    assert_breaches("fence,r,d1;d2,,", ON(A, NOWHERE, E, E), 1);
    assert_breaches("fence,r,d1;d2,zone:z1,", ON(A, B, E, E), 0);
}

Test(rules, root_counts_who_leaves_its_host_even_a_failed_one)
{
    assert_breaches("root,r,d1;d2;d4,,", ON(A, B, C, F), 0);
    assert_breaches("root,r,d1;d2;d4,,", ON(B, B, C, A), 2);
    assert_breaches("root,r,d1;d2;d4,,", ON(NOWHERE, A, C, A), 3);
}

Test(rules, lonely_counts_the_strangers)
{
    assert_breaches("lonely,r,d1;d2,,", ON(A, A, B, B), 0);
    assert_breaches("lonely,r,d1;d2,,", ON(A, B, A, B), 2);
    assert_breaches("lonely,r,d1,,", ON(A, A, A, A), 3);
}

Test(rules, split_counts_groups_that_meet)
{
    assert_breaches("split,r,d1|d2|d3;d4,,", ON(A, A, A, B), 2);
    assert_breaches("split,r,d1;d2|d3;d4,,", ON(A, A, B, B), 0);
    assert_breaches("split,r,d1;d2|d3;d4,,", ON(A, B, A, B), 2);
}

Test(rules, max_on_counts_hosts_in_service)
{
    assert_breaches("max_on,r,,a;b;c;e,1", ON(A, A, A, A), 2);
    assert_breaches("max_on,r,,c;f,0", ON(A, A, A, A), 0);
}
