#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"
#include "model/scenario.h"
#include "tests/support/test_model.h"

static const TestFile rich[] = {
    {"policy.csv", "key,value\nformat,1\nname,\"a, \"\"story\"\"\"\nperiods,2\nwage_per_h,62.50\n"
                   "max_moves,5\n"},
    {"hosts.csv", "host,zone,site,state,tags,machine_cost_per_h,on,cpu_mcpu,cpu_mcpu_soft\n"
                  "h2,z,s,drain,b;a\\;x,0.50,1,4000,100\nh1,,,up,,0.0,0,8000,\n"},
    {"services.csv", "service,team,tier,min_zones\nweb,shop,gold,2\n"},
    {"tiers.csv", "tier,resource,hard_permille\ngold,memory_mib,800\ngold,cpu_mcpu,700\n"},
    {"domains.csv", "domain,service,host,move,operator_min,cpu_mcpu,licence\n"
                    "d2,web,h2,cold,5.50,100,l\nd1,,,,,0,\n"},
    {"demand.csv", "domain,resource,period,amount\nd2,cpu_mcpu,0,70\nd1,cpu_mcpu,1,9\n"},
    {"rules.csv", "rule,name,domains,hosts,limit,strength,price_per_h,valid_from\n"
                  "spread,r2,service:web;d1,,,soft,1.00,\nsplit,r1,d2|d1,,,,,2026-01-01T02:00:00Z\n"
                  "max_on,r3,,tag:b,1,,,\n"},
    {"licences.csv", "licence,cost_per_core_h\nl,0.010\n"},
    {"move_costs.csv", "from,to,cost\nzone:z,h1,1\n"},
    {"balance.csv", "resource,with,ratio_permille,price_per_h\nmemory_mib,cpu_mcpu,4000,0.1\n"},
    {"blackout.csv", "scope,from,to\nservice:web,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n"},
    {NULL, NULL}};

static void assert_file(GHashTable *files, const char *name, const char *text)
{
    cr_assert_str_eq(g_hash_table_lookup(files, name), text);
}

Test(scenario_write, the_canonical_form_is_sorted_and_normal)
{
    g_autoptr(Model) model = test_model(rich);
    g_autoptr(GHashTable) files = model_to_canonical(model);
    cr_assert_eq(g_hash_table_size(files), 12);
    assert_file(files, "hosts.csv",
                "host,zone,site,state,tags,machine_cost_per_h,on,cpu_mcpu,cpu_mcpu_soft,disk_iops,"
                "memory_mib,network_mbit_s\n"
                "h1,,,,,,0,8000,,0,0,0\n"
                "h2,z,s,drain,a\\;x;b,0.5,1,4000,100,0,0,0\n");
    assert_file(files, "domains.csv",
                "domain,service,host,move,operator_min,licence,cpu_mcpu,disk_iops,memory_mib,"
                "network_mbit_s\n"
                "d1,,,,,,0,0,0,0\n"
                "d2,web,h2,cold,5.5,l,70,0,0,0\n");
    assert_file(files, "demand.csv",
                "domain,resource,period,amount\nd1,cpu_mcpu,1,9\nd2,cpu_mcpu,1,100\n");
    assert_file(files, "rules.csv",
                "rule,name,domains,hosts,limit,strength,price_per_h,valid_from\n"
                "split,r1,d2|d1,,,,,2026-01-01T02:00:00Z\n"
                "spread,r2,d1;d2,,1,soft,1,\n"
                "max_on,r3,,h2,1,,,\n");
    assert_file(files, "move_costs.csv", "from,to,cost\nzone:z,h1,1\n");
    assert_file(files, "tiers.csv",
                "tier,resource,hard_permille\ngold,cpu_mcpu,700\ngold,memory_mib,800\n");
    const char *policy = g_hash_table_lookup(files, "policy.csv");
    cr_assert(g_str_has_prefix(
        policy, "key,value\nformat,1\nname,\"a, \"\"story\"\"\"\ncurrency,USD\nhorizon_h,720\n"));
    cr_assert_not_null(strstr(policy, "\nwage_per_h,62.5\n"));
    cr_assert_null(strstr(policy, "max_operator_min"));
}

static char *digest_of(const TestFile *files)
{
    g_autoptr(Model) model = test_model(files);
    return model_digest(model);
}

Test(scenario_write, the_digest_sees_what_is_said_and_not_how)
{
    g_autofree char *first =
        digest_of((TestFile[]){{"policy.csv", "key,value\nwage_per_h,62.00\n"},
                               {"hosts.csv", "host,cpu_mcpu,tags\na,10,x;y\nb,20,\n"},
                               {NULL, NULL}});
    g_autofree char *second = digest_of(
        (TestFile[]){{"policy.csv", "value,key\n,currency\n1,format\n62,wage_per_h\n"},
                     {"hosts.csv", "tags,cpu_mcpu,host,state\r\n,020,b,up\r\ny;x,10,a,\r\n"},
                     {"rules.csv", "rule,name\n"},
                     {NULL, NULL}});
    g_autofree char *third = digest_of(
        (TestFile[]){{"hosts.csv", "host,cpu_mcpu,tags\na,10,x;y\nb,21,\n"}, {NULL, NULL}});
    cr_assert_str_eq(first, second);
    cr_assert_str_neq(first, third);
    cr_assert(g_str_has_prefix(first, "sha256:"));
    cr_assert_eq(strlen(first), 7 + 64);
}

Test(scenario_write, a_written_folder_reads_back_the_same)
{
    g_autofree char *parent = g_dir_make_tmp("vmatrix-XXXXXX", NULL);
    g_autofree char *folder = g_build_filename(parent, "saved", NULL);
    g_autoptr(Model) model = test_model(rich);
    g_autoptr(GError) error = NULL;
    cr_assert(scenario_write(model, folder, &error), "%s", error != NULL ? error->message : "");
    g_autoptr(Model) again = scenario_read(folder, &error);
    cr_assert_not_null(again, "%s", error != NULL ? error->message : "");
    g_autofree char *digest = model_digest(model);
    g_autofree char *digest_again = model_digest(again);
    cr_assert_str_eq(digest, digest_again);

    cr_assert_not(scenario_write(model, folder, &error), "a folder with files is not overwritten");
    g_autofree char *expected =
        g_strdup_printf("cannot write the scenario folder '%s': Directory not empty\n"
                        "name a folder that does not exist yet",
                        folder);
    cr_assert_str_eq(error->message, expected);
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    g_autoptr(GDir) left = g_dir_open(parent, 0, NULL);
    cr_assert_str_eq(g_dir_read_name(left), "saved");
    cr_assert_null(g_dir_read_name(left), "nothing half-written stays");

    g_autoptr(GHashTable) files = model_to_canonical(model);
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, files);
    void *name;
    while (g_hash_table_iter_next(&iterator, &name, NULL)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        cr_assert_eq(g_remove(path), 0);
    }
    cr_assert(scenario_write(model, folder, NULL), "an empty folder is taken");
    g_hash_table_iter_init(&iterator, files);
    while (g_hash_table_iter_next(&iterator, &name, NULL)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    g_rmdir(folder);
    g_rmdir(parent);
}

Test(scenario_write, a_parent_that_is_not_there_is_an_error)
{
    g_autoptr(Model) model = test_model((TestFile[]){{NULL, NULL}});
    g_autoptr(GError) error = NULL;
    cr_assert_not(scenario_write(model, "/nonexistent/x/y", &error));
    cr_assert_str_eq(error->message, "cannot write the scenario folder '/nonexistent/x/y': No such "
                                     "file or directory");
}
