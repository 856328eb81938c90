#include <criterion/criterion.h>

#include "model/breaches.h"
#include "tests/support/test_model.h"

/* expected: "rule: what" lines, NULL-ended. */
static void assert_breaches(const TestFile *files, const char *const *expected)
{
    g_autoptr(Model) model = test_model(files);
    uint32_t n = 0;
    Breach *breaches = model_breaches(model, &n);
    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *line = g_strdup_printf("%s: %s", breaches[i].rule, breaches[i].what);
        cr_assert_not_null(expected[i], "unexpected: %s", line);
        cr_assert_str_eq(line, expected[i]);
    }
    cr_assert_null(expected[n], "missing: %s", expected[n]);
    breaches_free(breaches, n);
}

Test(breaches, a_sound_state_has_none)
{
    assert_breaches((TestFile[]){{"hosts.csv", "host,cpu_mcpu\na,1000\nb,1000\n"},
                                 {"domains.csv", "domain,host,cpu_mcpu\nd,a,900\n"},
                                 {"rules.csv", "rule,name,domains\nspread,s,d\n"},
                                 {NULL, NULL}},
                    (const char *const[]){NULL});
}

Test(breaches, hosts_over_their_limits_or_to_be_drained)
{
    assert_breaches(
        (TestFile[]){{"policy.csv", "key,value\nperiods,2\n"},
                     {"hosts.csv", "host,state,cpu_mcpu\na,,1000\nb,drain,1000\nc,failed,1\n"},
                     {"services.csv", "service,tier\ns,gold\n"},
                     {"tiers.csv", "tier,resource,hard_permille\ngold,cpu_mcpu,400\n"},
                     {"domains.csv", "domain,host,service,cpu_mcpu\nd1,a,,850\nd2,b,s,450\n"
                                     "d3,c,,5\nd4,,,0\n"},
                     {"demand.csv", "domain,resource,period,amount\nd1,cpu_mcpu,1,901\n"},
                     {NULL, NULL}},
        (const char *const[]){
            "capacity: host 'a' uses 901 of cpu_mcpu in period 1, above its hard limit of 900",
            "gold: host 'b' uses 450 of cpu_mcpu in period 0, above its tier's limit of 400",
            "drain: host 'b' is to be drained and still holds 1 domain",
            "state: domain 'd3' is down with its failed host 'c'",
            "state: domain 'd4' is not placed", NULL});
}

Test(breaches, services_and_tags)
{
    assert_breaches(
        (TestFile[]){{"hosts.csv", "host,zone,site\na,z1,s1\nb,z1,s2\n"},
                     {"services.csv", "service,min_zones,max_per_host,max_per_zone,near\n"
                                      "web,2,1,2,db\ndb,,,,\nunused,3,,,\n"},
                     {"licences.csv", "licence,max_hosts\nl,1\n"},
                     {"domains.csv", "domain,service,host,requires,licence\nw1,web,a,ssd,l\n"
                                     "w2,web,a,,\nw3,web,b,,l\nd1,db,a,,\n"},
                     {NULL, NULL}},
        (const char *const[]){
            "tags: domain 'w1' requires the tag 'ssd', which host 'a' lacks",
            "max_per_host: service 'web' has 2 domains on host 'a', more than 1",
            "max_per_zone: service 'web' has 3 domains in zone 'z1', more than 2",
            "min_zones: service 'web' is in 1 zone, fewer than 2",
            "near: service 'web' has no domain of service 'db' near it in site 's2'",
            "max_hosts: licence 'l' is used on 2 hosts, more than 1", NULL});
}

Test(breaches, hard_rules_alone)
{
    assert_breaches((TestFile[]){{"hosts.csv", "host\na\nb\n"},
                                 {"domains.csv", "domain,host\nd1,a\nd2,a\nd3,a\n"},
                                 {"rules.csv", "rule,name,domains,hosts,strength\n"
                                               "spread,apart,d1;d2;d3,,\nfence,in b,d1,b,hard\n"
                                               "fence,soft,d1,b,soft\nfence,kept,d1,b,keep\n"},
                                 {NULL, NULL}},
                    (const char *const[]){"apart: 2 breaches of this 'spread' rule",
                                          "in b: 1 breach of this 'fence' rule", NULL});
}

Test(breaches, a_reserve_that_is_too_small)
{
    assert_breaches(
        (TestFile[]){{"policy.csv", "key,value\nhost_failures,1\n"},
                     {"hosts.csv", "host,memory_mib,on\na,1000,1\nb,2000,1\nc,5000,0\n"},
                     {"domains.csv", "domain,host,memory_mib\nd1,a,500\nd2,b,500\n"},
                     {NULL, NULL}},
        (const char *const[]){"reserve: without its 1 largest hosts the estate has 900 of "
                              "memory_mib for a demand of 1000",
                              NULL});
}
