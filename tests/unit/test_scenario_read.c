#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"
#include "model/scenario.h"
#include "tests/support/test_model.h"

Test(scenario_read, empty_tables_give_an_empty_model_with_every_default)
{
    g_autoptr(Model) model = test_model((TestFile[]){{NULL, NULL}});
    const Policy *policy = &model->policy;
    cr_assert_str_eq(policy->name, "");
    cr_assert_str_eq(policy->currency, "USD");
    cr_assert_eq(policy->horizon_h, 720);
    cr_assert_eq(policy->n_periods, 1);
    cr_assert_eq(policy->wage_per_h.mantissa, 62);
    cr_assert_eq(policy->wage_per_h.scale, 0);
    cr_assert_eq(policy->plan_review_umin, 30000000);
    cr_assert_eq(policy->move_review_umin, 2000000);
    cr_assert_eq(policy->service_notice_umin, 15000000);
    cr_assert_eq(policy->power_change_umin, 15000000);
    cr_assert_eq(policy->out_of_hours_factor.mantissa, 1);
    cr_assert_eq(policy->price_per_kwh.mantissa, 13);
    cr_assert_eq(policy->pue.mantissa, 156);
    cr_assert_eq(policy->max_moves, NO_LIMIT);
    cr_assert_eq(policy->max_operator_umin, NO_LIMIT);
    cr_assert_eq(policy->max_memory_gib, NO_LIMIT);
    cr_assert(decimal_is_zero(policy->min_saving));
    cr_assert_eq(policy->host_failures, 0);
    cr_assert_eq(policy->reserve_on_the_way, 0);
    cr_assert_eq(policy->max_operator_umin_per_window, NO_LIMIT);
    cr_assert_eq(policy->max_parallel, 8);
    cr_assert_eq(policy->max_parallel_per_host, 2);
    cr_assert_eq(policy->max_parallel_per_service, 1);
    cr_assert_eq(policy->bandwidth_mib_s, 1000);
    cr_assert_eq(model->n_resources, 4);
    cr_assert_str_eq(model->resources[2].name, "memory_mib");
    cr_assert_eq(model->resources[0].soft_permille, 700);
    cr_assert_eq(model->resources[2].soft_permille, 900);
    cr_assert_eq(model->n_hosts + model->n_domains + model->n_rules, 0);
}

Test(scenario_read, rows_and_columns_in_any_order_are_sorted_by_name)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "cpu_mcpu,zone,host,tags,on,state,cpu_mcpu_soft\n"
                      "4000,z2,h2,ssd;fast,,closed,1000\n"
                      "2000,z1,h1,,0,drain,\n"
                      "1000,,h3,ssd,1,,\n"},
        {"services.csv", "service,team,near\nweb,shop,db\ndb,,\n"},
        {"domains.csv", "domain,service,host,cpu_mcpu,requires,move,operator_min,moved_h_ago\n"
                        "d2,web,h2,500,ssd;gpu,never,2.5,0\n"
                        "d1,db,,250,,,,\n"},
        {NULL, NULL}});
    cr_assert_str_eq(model->hosts[0].name, "h1");
    cr_assert_eq(model->hosts[0].state, HOST_STATE_DRAIN);
    cr_assert_not(model->hosts[0].on);
    cr_assert(model->hosts[1].on, "a host that holds a domain is on by default");
    cr_assert(model->hosts[2].on);
    cr_assert_eq(model->hosts[1].capacity[0], 4000);
    cr_assert_eq(model->hosts[1].soft_amount[0], 1000);
    cr_assert_eq(model->hosts[0].soft_amount[0], NO_LIMIT);
    cr_assert_eq(model->hosts[2].zone, INDEX_NONE);
    cr_assert_str_eq(model->zones[model->hosts[1].zone], "z2");
    cr_assert_eq(model->n_tags, 3, "fast, gpu and ssd");
    cr_assert_eq(model->hosts[1].tags.n, 2);
    uint32_t d2 = model_find_domain(model, "d2");
    cr_assert_eq(model->domains[d2].host, model_find_host(model, "h2"));
    cr_assert_eq(model->domains[d2].move, MOVE_MODE_NEVER);
    cr_assert_eq(model->domains[d2].operator_umin, 2500000);
    cr_assert(model->domains[d2].has_moved_h_ago);
    cr_assert_eq(model->domains[d2].requires.n, 2);
    cr_assert_eq(model_demand(model, d2, 0, 0), 500);
    cr_assert_not(model->domains[0].has_moved_h_ago);
    cr_assert_eq(model->domains[0].host, INDEX_NONE);
    uint32_t web = model_find_service(model, "web");
    cr_assert(index_set_has(&model->services[web].near, model_find_service(model, "db")));
    cr_assert_eq(model_find_host(model, "h9"), INDEX_NONE);
    cr_assert_eq(model_find_resource(model, "memory_mib"), 2);
}

static void assert_set(const IndexSet *set, uint32_t n, const uint32_t *indices)
{
    cr_assert_eq(set->n, n);
    for (uint32_t i = 0; i < n; i++)
        cr_assert_eq(set->index[i], indices[i]);
}

#define ASSERT_SET(set, ...)                                                                       \
    assert_set((set), G_N_ELEMENTS(((uint32_t[]){__VA_ARGS__})), (uint32_t[]){__VA_ARGS__})

Test(scenario_read, lists_expand_and_unescape)
{
    /* Sorted: hosts a;b 0, c:d 1, e\f 2, g|h 3; domains v1 0, v2 1, x:1 2. */
    g_autoptr(Model) model =
        test_model((TestFile[]){{"hosts.csv", "host,zone,tags\na;b,z,t\nc:d,z,\ne\\f,,t\ng|h,,\n"},
                                {"services.csv", "service\ns\nempty\n"},
                                {"domains.csv", "domain,service\nv1,s\nv2,s\nx:1,\n"},
                                {"rules.csv", "rule,name,domains,hosts,limit\n"
                                              "fence,a,service:s,zone:z,\n"
                                              "fence,b,x:1;v1;v1,tag:t;g\\|h,\n"
                                              "split,c,service:s|service:empty|x\\:1,,\n"
                                              "spread,d,service:empty,,\n"
                                              "max_on,e,,c\\:d;e\\\\f;a\\;b,0\n"},
                                {NULL, NULL}});
    ASSERT_SET(&model->rules[0].groups[0], 0, 1);
    ASSERT_SET(&model->rules[0].hosts, 0, 1);
    ASSERT_SET(&model->rules[1].groups[0], 0, 2);
    ASSERT_SET(&model->rules[1].hosts, 0, 2, 3);
    cr_assert_eq(model->rules[2].n_groups, 2, "an empty group is dropped");
    ASSERT_SET(&model->rules[2].groups[0], 0, 1);
    ASSERT_SET(&model->rules[2].groups[1], 2);
    cr_assert_eq(model->rules[3].n_groups, 1);
    cr_assert_eq(model->rules[3].groups[0].n, 0);
    cr_assert_eq(model->rules[3].limit, 1);
    ASSERT_SET(&model->rules[4].hosts, 0, 1, 2);
    cr_assert_eq(model->rules[4].limit, 0);
    cr_assert_eq(model->rules[2].limit, NO_LIMIT);
}

Test(scenario_read, demand_overrides_the_constant_in_its_period)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\nperiods,3\nhorizon_h,\n"},
        {"hosts.csv", "host,cpu_mcpu,memory_mib\nh,1,1\n"},
        {"domains.csv", "domain,cpu_mcpu,memory_mib\nd,10,20\n"},
        {"demand.csv", "domain,resource,period,amount\nd,cpu_mcpu,2,30\nd,cpu_mcpu,0,0\n"},
        {NULL, NULL}});
    cr_assert_eq(model->policy.horizon_h, 720, "an empty value is the default");
    cr_assert_eq(model_demand(model, 0, 0, 0), 0);
    cr_assert_eq(model_demand(model, 0, 0, 1), 10);
    cr_assert_eq(model_demand(model, 0, 0, 2), 30);
    cr_assert_eq(model_demand(model, 0, 2, 2), 20);
}

Test(scenario_read, small_tables_are_read)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"resources.csv", "resource,soft_permille,hard_permille,overload_price,transient\n"
                          "r,500,1500,0.25,1\ncpu_mcpu,,,,\n"},
        {"hosts.csv", "host,zone\nh1,z1\nh2,z2\n"},
        {"services.csv", "service,tier\ns,gold\n"},
        {"tiers.csv", "tier,resource,hard_permille,max_slowdown,percentile\n"
                      "gold,r,800,,\ngold,cpu_mcpu,,2.5,99.9\nlead,,,,\n"},
        {"licences.csv",
         "licence,cost_per_host_h,cost_per_core_h,max_hosts\nl2,1.5,,3\nl1,,0.1,\n"},
        {"domains.csv", "domain,licence\nd,l2;l1\n"},
        {"move_costs.csv", "from,to,operator_min,cost\nzone:z1,zone:z2,3,1.5\nh1,h2,,2\n"},
        {"balance.csv", "resource,with,ratio_permille,price_per_h\nr,cpu_mcpu,2000,0.5\n"},
        {"blackout.csv", "scope,from,to\nhost:h2,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n"
                         "*,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n"},
        {NULL, NULL}});
    cr_assert_eq(model->resources[0].soft_permille, 700, "the default row's own limit");
    cr_assert_eq(model->resources[1].hard_permille, 1500);
    cr_assert(model->resources[1].transient);
    cr_assert_eq(model->n_tiers, 2);
    cr_assert_eq(model->tiers[0].n_limits, 2);
    cr_assert_eq(model->tiers[0].limits[0].hard_permille, NO_LIMIT);
    cr_assert_eq(model->tiers[0].limits[0].max_slowdown.mantissa, 25);
    cr_assert_eq(model->tiers[0].limits[1].hard_permille, 800);
    cr_assert_eq(model->tiers[1].n_limits, 0);
    cr_assert_eq(model->services[0].tier, 0);
    cr_assert_eq(model->licences[1].max_hosts, 3);
    cr_assert_eq(model->domains[0].licences.n, 2);
    cr_assert_eq(model->n_move_costs, 2);
    cr_assert_eq(model->move_costs[0].from_host, 0, "hosts before zones");
    cr_assert_eq(model->move_costs[1].to_zone, 1);
    cr_assert_eq(model->move_costs[1].operator_umin, 3000000);
    cr_assert_eq(model->balances[0].ratio_permille, 2000);
    cr_assert_eq(model->blackouts[0].scope, BLACKOUT_ALL);
    cr_assert_eq(model->blackouts[1].index, 1);
}

Test(scenario_read, names_are_never_interpreted)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"hosts.csv", "host\n../../etc/passwd\n\"'; drop table hosts; --\"\n<b>&amp;\n$(id)\n"
                      "\"com,ma \"\"quoted\"\"\"\n"},
        {NULL, NULL}});
    cr_assert_neq(model_find_host(model, "../../etc/passwd"), INDEX_NONE);
    cr_assert_neq(model_find_host(model, "'; drop table hosts; --"), INDEX_NONE);
    cr_assert_neq(model_find_host(model, "com,ma \"quoted\""), INDEX_NONE);
    cr_assert_neq(model_find_host(model, "$(id)"), INDEX_NONE);
}

static char *make_folder(const TestFile *files)
{
    char *folder = g_dir_make_tmp("vmatrix-XXXXXX", NULL);
    for (gsize i = 0; files[i][0] != NULL; i++) {
        g_autofree char *path = g_build_filename(folder, files[i][0], NULL);
        cr_assert(g_file_set_contents(path, files[i][1], -1, NULL));
    }
    return folder;
}

static void remove_folder(char *folder)
{
    g_autoptr(GDir) handle = g_dir_open(folder, 0, NULL);
    for (const char *name = g_dir_read_name(handle); name != NULL; name = g_dir_read_name(handle)) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    g_rmdir(folder);
    g_free(folder);
}

static const TestFile minimal[] = {{"policy.csv", "key,value\nformat,1\n"},
                                   {"hosts.csv", "host\nh\n"},
                                   {"domains.csv", "domain,host\nd,h\n"},
                                   {"README.md", "not read"},
                                   {"expected.csv", "key,value\noutcome,optimal\ncost,1.50\n"},
                                   {NULL, NULL}};

Test(scenario_read, a_folder_is_read_without_its_story)
{
    char *folder = make_folder(minimal);
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = scenario_read(folder, &error);
    cr_assert_not_null(model, "%s", error != NULL ? error->message : "");
    g_autoptr(GHashTable) expected = scenario_read_expected(folder, &error);
    cr_assert_str_eq(g_hash_table_lookup(expected, "cost"), "1.50");
    remove_folder(folder);
}

Test(scenario_read, a_folder_that_is_not_there_is_no_input)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(scenario_read("/nonexistent/scenario", &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_NO_INPUT);
    cr_assert(g_str_has_prefix(error->message,
                               "cannot read the scenario folder '/nonexistent/scenario': "));
}

static void assert_folder_error(const TestFile *files, const char *expected)
{
    char *folder = make_folder(files);
    g_autoptr(GError) error = NULL;
    cr_assert_null(scenario_read(folder, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_BAD_DATA);
    const char *message = error->message;
    if (g_str_has_prefix(message, folder))
        message += strlen(folder);
    cr_assert_str_eq(message, expected);
    remove_folder(folder);
}

Test(scenario_read, unknown_and_missing_files_are_named)
{
    assert_folder_error((TestFile[]){{"host.csv", "host\n"}, {NULL, NULL}},
                        "/host.csv: unknown file of a scenario\ndid you mean 'hosts.csv'?");
    assert_folder_error((TestFile[]){{"notes.txt", "x"}, {NULL, NULL}},
                        "/notes.txt: unknown file of a scenario");
    assert_folder_error(
        (TestFile[]){{"hosts.csv", "host\n"}, {"domains.csv", "domain\n"}, {NULL, NULL}},
        "the scenario has no file 'policy.csv'\npolicy.csv, hosts.csv and domains.csv must be "
        "there, if only with their header line");
}

Test(scenario_read, errors_in_a_folder_name_the_whole_path)
{
    assert_folder_error((TestFile[]){{"policy.csv", "key,value\nformat,2\n"},
                                     {"hosts.csv", "host\n"},
                                     {"domains.csv", "domain\n"},
                                     {NULL, NULL}},
                        "/policy.csv:2:8: key 'format': '2' is not a scenario format that this "
                        "version reads\nit reads format 1");
}

Test(scenario_read,
     a_snapshot_of_the_moment_has_neither_rules_out_of_force_nor_blackouts_that_are_over)
{
    g_autoptr(Model) model = test_model(
        (TestFile[]){{"domains.csv", "domain\nd\n"},
                     {"rules.csv", "rule,name,domains,valid_from,valid_to\nspread,always,d,,\n"
                                   "spread,begins,d,2026-02-01T00:00:00Z,\n"
                                   "spread,ended,d,,2026-01-31T12:00:00Z\n"
                                   "spread,holds,d,2026-01-31T12:00:00Z,2026-02-01T00:00:00Z\n"
                                   "spread,later,d,2026-01-31T12:00:01Z,\n"},
                     {"blackout.csv", "scope,from,to\n*,2026-01-30T00:00:00Z,2026-01-31T12:00:00Z\n"
                                      "*,2026-01-31T00:00:00Z,2026-02-01T00:00:00Z\n"
                                      "*,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z\n"},
                     {NULL, NULL}});
    cr_assert_eq(model->n_rules, 5);
    scenario_keep_what_holds(model, "2026-01-31T12:00:00Z");
    cr_assert_eq(model->n_rules, 2);
    cr_assert_str_eq(model->rules[0].name, "always");
    cr_assert_str_eq(model->rules[1].name, "holds");
    cr_assert_eq(model->n_blackouts, 2);
    cr_assert_str_eq(model->blackouts[0].to, "2026-02-01T00:00:00Z");
}

Test(scenario_read, what_is_only_reported_is_read_as_it_stands)
{
    g_autoptr(Model) model = test_model((TestFile[]){
        {"policy.csv", "key,value\ncurrency,EUR\nplan_start,2030-01-01T08:00:00Z\n"},
        {"hosts.csv", "host,class\nh1,big; old\nh2,\n"},
        {"services.csv", "service,team,cost_center\nweb,shop,4711\ndb,,\n"},
        {"domains.csv", "domain,service,host\nd1,web,h1\n"},
        {"rules.csv", "rule,name,domains,owner,reason\nroot,r,d1,ops,it has a card\nroot,s,d1,,\n"},
        {NULL, NULL}});
    cr_assert_str_eq(model->policy.currency, "EUR");
    cr_assert_str_eq(model->policy.plan_start, "2030-01-01T08:00:00Z");
    cr_assert_str_eq(model->hosts[0].class_name, "big; old");
    cr_assert_str_eq(model->hosts[1].class_name, "");
    cr_assert_str_eq(model->services[1].team, "shop");
    cr_assert_str_eq(model->services[1].cost_center, "4711");
    cr_assert_str_eq(model->services[0].cost_center, "");
    cr_assert_str_eq(model->rules[0].owner, "ops");
    cr_assert_str_eq(model->rules[0].reason, "it has a card");
    cr_assert_str_eq(model->rules[1].owner, "");
}
