/* Every message that bad input can get, with its place. */
#include <criterion/criterion.h>

#include "common/error.h"
#include "tests/support/test_model.h"

#define HINT_DIGITS "\nwrite digits only, without sign, unit, point or exponent"
#define HOSTS       "host,zone,tags,memory_mib\nh1,z1,ssd,1000\nh2,z2,,1000\n"
#define DOMAINS     "domain,service,host,memory_mib\nd1,web,h1,10\nd2,,h2,10\n"
#define SERVICES    "service,tier\nweb,\ndb,\n"

typedef struct {
    const char *file, *text, *message;
} BadFile;

/* Each bad file stands among good ones. */
static void assert_bad(const BadFile *bad)
{
    static const TestFile good[] = {{"policy.csv", "key,value\nperiods,2\n"},
                                    {"hosts.csv", HOSTS},
                                    {"services.csv", SERVICES},
                                    {"domains.csv", DOMAINS}};
    TestFile files[G_N_ELEMENTS(good) + 2] = {{bad->file, bad->text}};
    gsize n = 1;
    for (gsize i = 0; i < G_N_ELEMENTS(good); i++)
        if (!g_str_equal(good[i][0], bad->file)) {
            files[n][0] = good[i][0];
            files[n++][1] = good[i][1];
        }
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = test_model_try(files, &error);
    cr_assert_null(model, "accepted: %s", bad->text);
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
    cr_assert_str_eq(error->message, bad->message);
}

#define ASSERT_ALL_BAD(table)                                                                      \
    for (gsize i = 0; i < G_N_ELEMENTS(table); i++)                                                \
    assert_bad(&(table)[i])

Test(bad_scenario, policy)
{
    static const BadFile bad[] = {
        {"policy.csv", "key,value\nformat,2\n",
         "policy.csv:2:8: key 'format': '2' is not a scenario format that this version reads\n"
         "it reads format 1"},
        {"policy.csv", "key,value\nwage_per_hour,62\n",
         "policy.csv:2:1: column 'key': unknown key 'wage_per_hour'\ndid you mean 'wage_per_h'?"},
        {"policy.csv", "key,value\nzzzzzzzzzz,62\n",
         "policy.csv:2:1: column 'key': unknown key 'zzzzzzzzzz'"},
        {"policy.csv", "key,value\npue,1.5\nname,x\npue,1.6\n",
         "policy.csv:4:1: column 'key': 'pue' stands already in line 2"},
        {"policy.csv", "key,value\nhorizon_h,87601\n",
         "policy.csv:2:11: key 'horizon_h': '87601' is not a whole number from 1 to 87600"},
        {"policy.csv", "key,value\nhorizon_h,0\n",
         "policy.csv:2:11: key 'horizon_h': '0' is not a whole number from 1 to 87600"},
        {"policy.csv", "key,value\nperiods,289\n",
         "policy.csv:2:9: key 'periods': '289' is not a whole number from 1 to 288"},
        {"policy.csv", "key,value\nwage_per_h,NaN\n",
         "policy.csv:2:12: key 'wage_per_h': 'NaN' is not a decimal number such as 0, 12 or 0.13"},
        {"policy.csv", "key,value\nwage_per_h,inf\n",
         "policy.csv:2:12: key 'wage_per_h': 'inf' is not a decimal number such as 0, 12 or 0.13"},
        {"policy.csv", "key,value\npue,-1\n",
         "policy.csv:2:5: key 'pue': '-1' is not a decimal number such as 0, 12 or 0.13"},
        {"policy.csv", "key,value\npue,1.2345678901234567890\n",
         "policy.csv:2:5: key 'pue': '1.2345678901234567890' has more than 18 digits"},
        {"policy.csv", "key,value\nplan_review_min,1.0000001\n",
         "policy.csv:2:17: key 'plan_review_min': '1.0000001' has more than six decimal places"},
        {"policy.csv", "key,value\nplan_review_min,1000000000001\n",
         "policy.csv:2:17: key 'plan_review_min': '1000000000001' is more than 1000000000000 "
         "minutes"},
        {"policy.csv", "key,value\nname,\"a\tb\"\n",
         "policy.csv:2:6: key 'name': 'a\\u0009b' holds the character U+0009, which cannot be "
         "printed"},
        {"policy.csv", "key,value\nmax_parallel,0\n",
         "policy.csv:2:14: key 'max_parallel': '0' is not a whole number from 1 to 1000000"},
        {"policy.csv", "key,value,note\n", "policy.csv:1:11: unknown column 'note'"},
        {"policy.csv", "key\nname\n",
         "policy.csv:1:1: the column 'value' is missing in the header"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, headers)
{
    static const BadFile bad[] = {
        {"hosts.csv", "host,zoen\n", "hosts.csv:1:6: unknown column 'zoen'\ndid you mean 'zone'?"},
        {"hosts.csv", "host,memory_mb\n",
         "hosts.csv:1:6: unknown column 'memory_mb'\ndid you mean 'memory_mib'?"},
        {"domains.csv", "domain,memory_mib_soft\n",
         "domains.csv:1:8: unknown column 'memory_mib_soft'\ndid you mean 'memory_mib'?"},
        {"hosts.csv", "host,zone,host\n", "hosts.csv:1:11: a second column 'host'"},
        {"hosts.csv", "zone\n", "hosts.csv:1:1: the column 'host' is missing in the header"},
        {"demand.csv", "domain,resource,amount\n",
         "demand.csv:1:1: the column 'period' is missing in the header"},
        {"hosts.csv", "host,\n", "hosts.csv:1:6: unknown column ''"},
        {"host.csv", "host\n", "host.csv: unknown file of a scenario\ndid you mean 'hosts.csv'?"},
        {"hosts.csv", "", "hosts.csv:1:1: the file is empty\nits first line must name the columns"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, amounts)
{
    static const BadFile bad[] = {
        {"domains.csv", "domain,memory_mib\nd,NaN\n",
         "domains.csv:2:3: column 'memory_mib': 'NaN' is not a whole number from 0 to "
         "1000000000000" HINT_DIGITS},
        {"hosts.csv", "host,memory_mib\nh,-5\n",
         "hosts.csv:2:3: column 'memory_mib': '-5' is not a whole number from 0 to "
         "1000000000000" HINT_DIGITS},
        {"hosts.csv", "host,memory_mib\nh,4GiB\n",
         "hosts.csv:2:3: column 'memory_mib': '4GiB' is not a whole number from 0 to "
         "1000000000000" HINT_DIGITS},
        {"hosts.csv", "host,memory_mib\nh,1e6\n",
         "hosts.csv:2:3: column 'memory_mib': '1e6' is not a whole number from 0 to "
         "1000000000000" HINT_DIGITS},
        {"hosts.csv", "host,memory_mib\nh,1.5\n",
         "hosts.csv:2:3: column 'memory_mib': '1.5' is not a whole number from 0 to "
         "1000000000000" HINT_DIGITS},
        {"hosts.csv", "host,memory_mib\nh,1000000000001\n",
         "hosts.csv:2:3: column 'memory_mib': '1000000000001' is not a whole number from 0 to "
         "1000000000000"},
        {"hosts.csv", "host,idle_w\nh,+5\n",
         "hosts.csv:2:3: column 'idle_w': '+5' is not a decimal number such as 0, 12 or 0.13"},
        {"hosts.csv", "host,machine_cost_per_h\nh,0.5 USD\n",
         "hosts.csv:2:3: column 'machine_cost_per_h': '0.5 USD' is not a decimal number such as 0, "
         "12 or 0.13"},
        {"domains.csv", "domain,operator_min\nd,5m\n",
         "domains.csv:2:3: column 'operator_min': '5m' is not a decimal number such as 0, 12 or "
         "0.13"},
        {"domains.csv", "domain,disk_iops\nd,5\n",
         "domains.csv:2:3: column 'disk_iops': hosts.csv has no column 'disk_iops' for the "
         "capacity\nadd the column to hosts.csv, or leave the demand empty"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, names)
{
    static const BadFile bad[] = {
        {"hosts.csv", "host\nh1\nh2\nh1\n",
         "hosts.csv:4:1: column 'host': 'h1' stands already in line 2"},
        {"domains.csv", "domain,host\nd1,h1\nd1,h2\n",
         "domains.csv:3:1: column 'domain': 'd1' stands already in line 2"},
        {"services.csv", "service\nweb\nweb\n",
         "services.csv:3:1: column 'service': 'web' stands already in line 2"},
        {"hosts.csv", "host,zone\n,z\n", "hosts.csv:2:1: column 'host': a value is needed here"},
        {"hosts.csv", "host\na\x01z\n",
         "hosts.csv:2:1: column 'host': 'a\\u0001z' holds the character U+0001, which cannot be "
         "printed"},
        {"hosts.csv", "host\n\"a\nz\"\n",
         "hosts.csv:2:1: column 'host': 'a\\u000az' holds the character U+000A, which cannot be "
         "printed"},
        {"hosts.csv", "host\na\u202ez\n",
         "hosts.csv:2:1: column 'host': 'a\\u202ez' holds the character U+202E, which cannot be "
         "printed"},
        {"hosts.csv", "host\na\xef\xbf\xbfz\n",
         "hosts.csv:2:1: column 'host': 'a\\uffffz' holds the character U+FFFF, which cannot be "
         "printed"},
        {"hosts.csv", "host,\xef\xbb\xbfzone\nh,z\n",
         "hosts.csv:1:6: unknown column '\\ufeffzone'"},
        {"hosts.csv", "host\n\xff\n",
         "hosts.csv:2:1: the byte 0xff is not valid UTF-8\nsave the file as UTF-8 text"},
        {"hosts.csv", "host,zone\nh,\"z\tz\"\n",
         "hosts.csv:2:3: column 'zone': 'z\\u0009z' holds the character U+0009, which cannot be "
         "printed"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, a_name_has_at_most_255_bytes)
{
    g_autofree char *name = g_strnfill(256, 'n');
    g_autofree char *text = g_strdup_printf("host\n%s\n", name);
    g_autofree char *message =
        g_strdup_printf("hosts.csv:2:1: column 'host': '%.60s…' has 256 bytes, more than the 255 "
                        "allowed",
                        name);
    assert_bad(&(BadFile){"hosts.csv", text, message});
    text[5 + 255] = '\n';
    text[5 + 256] = '\0';
    g_autoptr(Model) model = test_model((TestFile[]){{"hosts.csv", text}, {NULL, NULL}});
    cr_assert_eq(model->n_hosts, 1);
}

Test(bad_scenario, references)
{
    static const BadFile bad[] = {
        {"domains.csv", "domain,host\nd,h3\n",
         "domains.csv:2:3: column 'host': unknown host 'h3'\ndid you mean 'h1'?"},
        {"domains.csv", "domain,service\nd,wbe\n",
         "domains.csv:2:3: column 'service': unknown service 'wbe'\ndid you mean 'web'?"},
        {"domains.csv", "domain,licence\nd,oracle\n",
         "domains.csv:2:3: column 'licence': unknown licence 'oracle'"},
        {"services.csv", "service,tier\nweb,gold\n",
         "services.csv:2:5: column 'tier': unknown tier 'gold'"},
        {"services.csv", "service,near\nweb,dbx\ndb,\n",
         "services.csv:2:5: column 'near': unknown service 'dbx'\ndid you mean 'db'?"},
        {"tiers.csv", "tier,resource\ngold,cpu\n",
         "tiers.csv:2:6: column 'resource': unknown resource 'cpu'"},
        {"rules.csv", "rule,name,domains\nspread,r,d1;d9\n",
         "rules.csv:2:10: column 'domains': unknown domain 'd9'\ndid you mean 'd1'?"},
        {"rules.csv", "rule,name,domains\nspread,r,service:webb\n",
         "rules.csv:2:10: column 'domains': unknown service 'webb'\ndid you mean 'web'?"},
        {"rules.csv", "rule,name,hosts\nfence,r,tag:sdd\n",
         "rules.csv:2:9: column 'hosts': unknown tag 'sdd'\ndid you mean 'ssd'?"},
        {"rules.csv", "rule,name,hosts\nfence,r,zone:z9\n",
         "rules.csv:2:9: column 'hosts': unknown zone 'z9'\ndid you mean 'z1'?"},
        {"rules.csv", "rule,name,hosts\nfence,r,host1\n",
         "rules.csv:2:9: column 'hosts': unknown host 'host1'"},
        {"demand.csv", "domain,resource,period,amount\nd7,memory_mib,0,1\n",
         "demand.csv:2:1: column 'domain': unknown domain 'd7'\ndid you mean 'd1'?"},
        {"demand.csv", "domain,resource,period,amount\nd1,memory,0,1\n",
         "demand.csv:2:4: column 'resource': unknown resource 'memory'"},
        {"balance.csv", "resource,with,ratio_permille,price_per_h\nx,memory_mib,1,1\n",
         "balance.csv:2:1: column 'resource': unknown resource 'x'"},
        {"move_costs.csv", "from,to\nh1,h7\n",
         "move_costs.csv:2:4: column 'to': unknown host 'h7'\ndid you mean 'h1'?"},
        {"move_costs.csv", "from,to\nh1,zone:z7\n",
         "move_costs.csv:2:4: column 'to': unknown zone 'z7'\ndid you mean 'z1'?"},
        {"blackout.csv", "scope,from,to\nservice:we,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n",
         "blackout.csv:2:1: column 'scope': unknown service 'we'\ndid you mean 'web'?"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, words)
{
    static const BadFile bad[] = {
        {"hosts.csv", "host,state\nh,drained\n",
         "hosts.csv:2:3: column 'state': 'drained' is not one of up, drain, closed or failed\n"
         "did you mean 'drain'?"},
        {"domains.csv", "domain,move\nd,live!\n",
         "domains.csv:2:3: column 'move': 'live!' is not one of live, save, cold or never\n"
         "did you mean 'live'?"},
        {"domains.csv", "domain,state\nd,up\n",
         "domains.csv:2:3: column 'state': 'up' is not one of running, paused or stopped"},
        {"rules.csv", "rule,name\nspred,r\n",
         "rules.csv:2:1: column 'rule': 'spred' is not one of spread, spread_zone, gather, fence, "
         "ban, root, lonely, split or max_on\ndid you mean 'spread'?"},
        {"rules.csv", "rule,name,strength\nspread,r,firm\n",
         "rules.csv:2:10: column 'strength': 'firm' is not one of hard, soft or keep"},
        {"hosts.csv", "host,on\nh,yes\n", "hosts.csv:2:3: column 'on': 'yes' is not one of 0 or 1"},
        {"resources.csv", "resource,transient\nmemory_mib,2\n",
         "resources.csv:2:12: column 'transient': '2' is not one of 0 or 1"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, lists)
{
    static const BadFile bad[] = {
        {"rules.csv", "rule,name,domains\nspread,r,d1;;d2\n",
         "rules.csv:2:10: column 'domains': an empty name stands in the list"},
        {"rules.csv", "rule,name,domains\nspread,r,d1;\n",
         "rules.csv:2:10: column 'domains': an empty name stands in the list"},
        {"rules.csv", "rule,name,domains\nspread,r,service:\n",
         "rules.csv:2:10: column 'domains': an empty name stands in the list"},
        {"rules.csv", "rule,name,domains\nspread,r,d\\1\n",
         "rules.csv:2:10: column 'domains': a backslash stands before none of ; | : \\\n"
         "write a backslash that belongs to a name twice"},
        {"rules.csv", "rule,name,domains\nspread,r,d1\\\n",
         "rules.csv:2:10: column 'domains': a backslash stands before none of ; | : \\\n"
         "write a backslash that belongs to a name twice"},
        {"rules.csv", "rule,name,domains\nspread,r,d1|d2\n",
         "rules.csv:2:10: column 'domains': '|' parts groups only in the domains of a 'split' "
         "rule\nwrite '\\|' for a bar that belongs to the name"},
        {"rules.csv", "rule,name,hosts\nfence,r,h1|h2\n",
         "rules.csv:2:9: column 'hosts': '|' parts groups only in the domains of a 'split' rule\n"
         "write '\\|' for a bar that belongs to the name"},
        {"rules.csv", "rule,name,domains\nspread,r,zone:z1\n",
         "rules.csv:2:10: column 'domains': 'zone:' has no meaning here\n"
         "write '\\:' for a colon that belongs to the name"},
        {"rules.csv", "rule,name,hosts\nfence,r,service:web\n",
         "rules.csv:2:9: column 'hosts': 'service:' has no meaning here\n"
         "write '\\:' for a colon that belongs to the name"},
        {"hosts.csv", "host,tags\nh,tag:x\n",
         "hosts.csv:2:3: column 'tags': 'tag:' has no meaning here\n"
         "write '\\:' for a colon that belongs to the name"},
        {"hosts.csv", "host,tags\nh,a|b\n",
         "hosts.csv:2:3: column 'tags': '|' parts groups only in the domains of a 'split' rule\n"
         "write '\\|' for a bar that belongs to the name"},
        {"cpu_models.csv", "cpu_model,runs_on\nold,new\n",
         "cpu_models.csv:2:5: column 'runs_on': unknown CPU model 'new'"},
        {"cpu_models.csv", "cpu_model,runs_on\nold,\nold,\n",
         "cpu_models.csv:3:1: column "
         "'cpu_model': 'old' stands already in line 2"},
        {"cpu_models.csv", "cpu_model,run_on\n",
         "cpu_models.csv:1:11: unknown column 'run_on'\ndid you mean 'runs_on'?"},
        {"domains.csv", "domain,requires\nd,a;\n",
         "domains.csv:2:3: column 'requires': an empty name stands in the list"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, rules)
{
    static const BadFile bad[] = {
        {"rules.csv", "rule,name,hosts\nmax_on,r,h1\n",
         "rules.csv:2:1: column 'limit': a 'max_on' rule needs a limit"},
        {"rules.csv", "rule,name,hosts,limit\nmax_on,r,h1,\n",
         "rules.csv:2:13: column 'limit': a 'max_on' rule needs a limit"},
        {"rules.csv", "rule,name,hosts\nspread,r,h1\n",
         "rules.csv:2:10: column 'hosts': a 'spread' rule has no hosts"},
        {"rules.csv", "rule,name,domains,limit\nmax_on,r,d1,1\n",
         "rules.csv:2:10: column 'domains': a 'max_on' rule has no domains"},
        {"rules.csv", "rule,name,domains,limit\ngather,r,d1,1\n",
         "rules.csv:2:13: column 'limit': a 'gather' rule has no limit"},
        {"rules.csv", "rule,name\nspread,\n",
         "rules.csv:2:8: column 'name': a value is needed here"},
        {"rules.csv", "rule,name\n,r\n",
         "rules.csv:2:1: column 'rule': '' is not one of spread, spread_zone, gather, fence, ban, "
         "root, lonely, split or max_on"},
        {"rules.csv", "rule,name\nspread,r\nban,r\n",
         "rules.csv:3:5: column 'name': 'r' stands already in line 2"},
        {"rules.csv",
         "rule,name,domains,valid_from,valid_to\nspread,r,,2026-02-01T00:00:00Z,2026-01-01T00:00:"
         "00Z\n",
         "rules.csv:2:32: column 'valid_to': the end is not after the begin"},
        {"rules.csv", "rule,name,valid_from\nspread,r,tomorrow\n",
         "rules.csv:2:10: column 'valid_from': 'tomorrow' is not a time in UTC such as "
         "2026-01-31T18:00:00Z"},
        {"rules.csv", "rule,name,valid_to\nspread,r,2026-01-31T18:00:00+01:00\n",
         "rules.csv:2:10: column 'valid_to': '2026-01-31T18:00:00+01:00' is not a time in UTC such "
         "as 2026-01-31T18:00:00Z"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, small_tables)
{
    static const BadFile bad[] = {
        {"resources.csv", "resource\nmemory_mib\nhost\n",
         "resources.csv:3:1: column 'resource': 'host' is the name of another column of hosts.csv "
         "or domains.csv"},
        {"resources.csv", "resource\nmemory_mib\nmemory_mib_soft\n",
         "resources.csv:3:1: column 'resource': 'memory_mib_soft' is also the soft limit of the "
         "resource 'memory_mib'"},
        {"resources.csv", "resource,hard_permille\nmemory_mib,100001\n",
         "resources.csv:2:12: column 'hard_permille': '100001' is not a whole number from 0 to "
         "100000"},
        {"services.csv", "service,min_replicas,max_replicas\nweb,3,2\n",
         "services.csv:2:7: column 'max_replicas': the most replicas are fewer than the least"},
        {"tiers.csv", "tier,resource,max_slowdown\ngold,memory_mib,0.9\n",
         "tiers.csv:2:17: column 'max_slowdown': a slowdown is at least 1"},
        {"tiers.csv", "tier,resource,percentile\ngold,memory_mib,100.1\n",
         "tiers.csv:2:17: column 'percentile': a percentile is at most 100"},
        {"tiers.csv", "tier,resource\ngold,memory_mib\ngold,memory_mib\n",
         "tiers.csv:3:6: column 'resource': a second row for tier 'gold' and 'memory_mib'"},
        {"tiers.csv", "tier,resource\n,memory_mib\n",
         "tiers.csv:2:1: column 'tier': a value is needed here"},
        {"demand.csv", "domain,resource,period,amount\nd1,memory_mib,2,1\n",
         "demand.csv:2:15: column 'period': '2' is not a whole number from 0 to 1"},
        {"demand.csv", "domain,resource,period,amount\nd1,memory_mib,1,\n",
         "demand.csv:2:17: column 'amount': '' is not a whole number from 0 to 1000000000000"},
        {"demand.csv", "domain,resource,period,amount\nd1,memory_mib,1,1\nd1,memory_mib,1,1\n",
         "demand.csv:3:15: column 'period': a second row for this domain, resource and period"},
        {"demand.csv", "domain,resource,period,amount\n,memory_mib,1,1\n",
         "demand.csv:2:1: column 'domain': a value is needed here"},
        {"demand.csv", "domain,resource,period,amount\nd1,,1,1\n",
         "demand.csv:2:4: column 'resource': a value is needed here"},
        {"demand.csv", "domain,resource,period,amount\nd1,disk_iops,1,1\n",
         "demand.csv:2:16: column 'amount': hosts.csv has no column 'disk_iops' for the capacity\n"
         "add the column to hosts.csv, or leave the demand empty"},
        {"move_costs.csv", "from,to\nh1,h2\nh1,h2\n",
         "move_costs.csv:3:4: column 'to': a second row for this pair"},
        {"move_costs.csv", "from,to\n,h2\n",
         "move_costs.csv:2:1: column 'from': a value is needed here"},
        {"move_costs.csv", "from,to\nh1;h2,h2\n",
         "move_costs.csv:2:1: column 'from': one name is expected here, not a list"},
        {"move_costs.csv", "from,to\nservice:web,h2\n",
         "move_costs.csv:2:1: column 'from': a host or zone:NAME is expected here"},
        {"balance.csv", "resource,with,ratio_permille,price_per_h\nmemory_mib,,1,1\n",
         "balance.csv:2:12: column 'with': a value is needed here"},
        {"balance.csv", "resource,with,ratio_permille,price_per_h\nmemory_mib,cpu_mcpu,,1\n",
         "balance.csv:2:21: column 'ratio_permille': '' is not a whole number from 0 to "
         "1000000000000"},
        {"blackout.csv", "scope,from,to\nall,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n",
         "blackout.csv:2:1: column 'scope': '*', service:NAME or host:NAME is expected here"},
        {"blackout.csv", "scope,from,to\n*,,2026-01-02T00:00:00Z\n",
         "blackout.csv:2:3: column 'from': '' is not a time in UTC such as 2026-01-31T18:00:00Z"},
        {"blackout.csv", "scope,from,to\n*,2026-01-02T00:00:00Z,2026-01-02T00:00:00Z\n",
         "blackout.csv:2:24: column 'to': the end is not after the begin"},
        {"hosts.csv", HOSTS "h3,,,\nh4,x y,a;;b,\n",
         "hosts.csv:5:8: column 'tags': an empty name stands in the list"},
    };
    ASSERT_ALL_BAD(bad);
}

Test(bad_scenario, a_period_that_needs_more_periods_says_where_they_are_set)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(test_model_try(
        (TestFile[]){{"hosts.csv", HOSTS},
                     {"services.csv", SERVICES},
                     {"domains.csv", DOMAINS},
                     {"demand.csv", "domain,resource,period,amount\nd1,memory_mib,1,1\n"},
                     {NULL, NULL}},
        &error));
    cr_assert_str_eq(error->message,
                     "demand.csv:2:15: column 'period': '1' is not a whole number from 0 to 0\n"
                     "policy.csv sets 'periods' (1 where it does not)");
}

Test(bad_scenario, a_host_that_holds_a_domain_is_on_or_failed)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(test_model_try((TestFile[]){{"hosts.csv", "host,on\nh1,1\nh2,0\n"},
                                               {"domains.csv", "domain,host\nd9,h2\nd7,h2\n"},
                                               {NULL, NULL}},
                                  &error));
    cr_assert_str_eq(error->message, "hosts.csv:3:4: column 'on': host 'h2' is off but holds "
                                     "domain 'd7'\nwrite 1, or give the host the state 'failed'");
    g_autoptr(Model) failed = test_model((TestFile[]){{"hosts.csv", "host,on,state\nh1,0,failed\n"},
                                                      {"domains.csv", "domain,host\nd,h1\n"},
                                                      {NULL, NULL}});
    cr_assert_not(failed->hosts[0].on);
}

Test(bad_scenario, expectations_are_checked_too)
{
    static const BadFile bad[] = {
        {"expected.csv", "key,value\noutcom,optimal\n",
         "expected.csv:2:1: column 'key': unknown key 'outcom'\ndid you mean 'outcome'?"},
        {"expected.csv", "key,value\noutcome,best\n",
         "expected.csv:2:9: key 'outcome': 'best' is not one of optimal, feasible, infeasible, "
         "blocked or limit"},
        {"expected.csv", "key,value\ncost,1.0000001\n",
         "expected.csv:2:6: key 'cost': '1.0000001' has more than six decimal places"},
        {"expected.csv", "key,value\nmoves,\n",
         "expected.csv:2:7: key 'moves': '' is not a whole number from 0 to 1000000000000"},
        {"expected.csv", "key,value\nunchanged,yes\n",
         "expected.csv:2:11: key 'unchanged': 'yes' is not one of 0 or 1"},
        {"expected.csv", "key,value\nnames,\n",
         "expected.csv:2:7: key 'names': a value is needed here"},
    };
    ASSERT_ALL_BAD(bad);
}
