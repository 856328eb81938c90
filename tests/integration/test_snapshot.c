#include <criterion/criterion.h>
#include <glib/gstdio.h>
#include <string.h>

#include "common/error.h"
#include "model/scenario.h"
#include "store/collect.h"
#include "store/snapshot_store.h"
#include "tests/support/test_database.h"

#define S 1000000 /* microseconds */

static int64_t now_us(void)
{
    return g_get_real_time();
}

static void add_host(const char *name)
{
    g_autofree char *sql =
        g_strdup_printf("INSERT INTO host (host, uri) VALUES ('%s', 'sim:%s')", name, name);
    g_autofree char *output = test_database_sql(sql);
}

static DomainSample domain_sample(const char *name, const char *uuid, int64_t at_us)
{
    return (DomainSample){.uuid = uuid,
                          .name = name,
                          .state = "running",
                          .sampled_at_us = at_us,
                          .start_token = "1",
                          .has_n_vcpus = true,
                          .n_vcpus = 2,
                          .has_memory_mib = true,
                          .memory_mib = 512};
}

static void begin(Database *database, const char *batch)
{
    bool fresh = false;
    cr_assert(database_begin(database, NULL));
    cr_assert(collect_begin(database, batch, &fresh, NULL));
    cr_assert(fresh);
}

static void end(Database *database, const char *batch)
{
    cr_assert(collect_end(database, batch, NULL));
    cr_assert(database_commit(database, NULL));
}

static void tell_host(Database *database, const char *batch, const char *host, int64_t at_us)
{
    HostSample sample = {.host = host,
                         .sampled_at_us = at_us,
                         .cpu_model = "test cpu",
                         .has_n_cpus = true,
                         .n_cpus = 4,
                         .has_memory_mib = true,
                         .memory_mib = 4096};
    g_autoptr(GError) error = NULL;
    cr_assert(collect_host(database, batch, &sample, &error), "%s", error ? error->message : "");
}

static void tell_domains(Database *database, const char *batch, const char *host,
                         const DomainSample *samples, guint n)
{
    g_autoptr(GError) error = NULL;
    cr_assert(collect_domains(database, batch, host, samples, n, &error), "%s",
              error ? error->message : "");
}

#define UUID_A  "a0000000-0000-4000-8000-000000000001"
#define UUID_B  "b0000000-0000-4000-8000-000000000002"
#define UUID_C  "c0000000-0000-4000-8000-000000000003"
#define UUID_D  "d0000000-0000-4000-8000-000000000004"
#define ROUND_1 "00000000-0000-4000-8000-000000000001"
#define ROUND_2 "00000000-0000-4000-8000-000000000002"

/* Domain a uses 750 mcpu, its counters are told; of b nothing is. */
static void two_rounds(Database *database)
{
    int64_t at = now_us() - 20 * S;
    DomainSample samples[] = {domain_sample("a", UUID_A, at), domain_sample("b", UUID_B, at)};
    samples[0].has_cpu_time_ns = true;
    samples[0].cpu_time_ns = 1000;
    samples[0].service = "web";
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", at);
    tell_domains(database, ROUND_1, "h1", samples, 2);
    tell_host(database, ROUND_1, "h2", at);
    tell_domains(database, ROUND_1, "h2", NULL, 0);
    end(database, ROUND_1);
    begin(database, ROUND_2);
    for (int i = 0; i < 2; i++)
        samples[i].sampled_at_us = at + 10 * S;
    samples[0].cpu_time_ns += UINT64_C(7500000000);
    tell_host(database, ROUND_2, "h1", at + 10 * S);
    tell_domains(database, ROUND_2, "h1", samples, 2);
    cr_assert(collect_unreachable(database, ROUND_2, "h2", "no answer in 5 s", NULL));
    end(database, ROUND_2);
}

static Model *take(Database *database, int64_t *ret_id)
{
    g_autoptr(GError) error = NULL;
    Model *model = NULL;
    SnapshotOptions options = {0};
    cr_assert(snapshot_create(database, &options, ret_id, &model, &error), "%s",
              error ? error->message : "");
    return model;
}

Test(snapshot, takes_demand_from_counters_and_configured_size_where_none_were_told)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    add_host("h2");
    two_rounds(database);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    uint32_t memory = model_find_resource(model, "memory_mib");
    uint32_t a = model_find_domain(model, "a"), b = model_find_domain(model, "b");
    cr_assert_eq(model_demand(model, a, cpu, 0), 750);
    cr_assert_eq(model_demand(model, b, cpu, 0), 2000);
    cr_assert_eq(model_demand(model, b, memory, 0), 512);
    cr_assert_eq(model->hosts[0].capacity[cpu], 4000);
    cr_assert_eq(model_find_resource(model, "disk_iops"), INDEX_NONE,
                 "a resource without capacities cannot be planned");
    cr_assert_str_eq(model->services[model->domains[a].service].name, "web");
    cr_assert_eq(model->domains[b].service, INDEX_NONE);
}

Test(snapshot, closes_a_host_that_does_not_answer_and_says_what_was_assumed)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    add_host("h2");
    two_rounds(database);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    cr_assert_eq(model->hosts[model_find_host(model, "h1")].state, HOST_STATE_UP);
    cr_assert_eq(model->hosts[model_find_host(model, "h2")].state, HOST_STATE_CLOSED);
    g_autofree char *notes =
        test_database_sql("SELECT kind, subject, note FROM snapshot_note ORDER BY line");
    cr_assert(strstr(notes, "host|h2|closed: it does not answer: no answer in 5 s"), "%s", notes);
    cr_assert(strstr(notes, "domain|b|no CPU use was measured: its 2 virtual CPUs"), "%s", notes);
    cr_assert(strstr(notes, "resource|disk_iops|left out"), "%s", notes);
}

Test(snapshot, keeps_a_domain_that_runs_on_two_hosts_at_once_where_it_is)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    add_host("h2");
    DomainSample sample = domain_sample("a", UUID_A, now_us());
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", now_us());
    tell_domains(database, ROUND_1, "h1", &sample, 1);
    tell_host(database, ROUND_1, "h2", now_us());
    tell_domains(database, ROUND_1, "h2", &sample, 1);
    end(database, ROUND_1);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    cr_assert_eq(model->n_domains, 1);
    cr_assert_eq(model->domains[0].move, MOVE_MODE_NEVER);
    g_autofree char *note = test_database_sql("SELECT note FROM snapshot_note WHERE subject = 'a' "
                                              "AND note LIKE '%several hosts%'");
    cr_assert_str_not_empty(note);
}

Test(snapshot, gives_two_domains_of_one_name_names_of_their_own)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    DomainSample samples[] = {domain_sample("same", UUID_A, now_us()),
                              domain_sample("same", UUID_B, now_us())};
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", now_us());
    tell_domains(database, ROUND_1, "h1", samples, 2);
    end(database, ROUND_1);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    cr_assert_eq(model->n_domains, 2);
    cr_assert_neq(model_find_domain(model, "same~a0000000"), INDEX_NONE);
    cr_assert_neq(model_find_domain(model, "same~b0000000"), INDEX_NONE);
}

Test(snapshot, is_refused_without_a_host_and_without_a_fresh_answer)
{
    g_autoptr(Database) database = test_database_open();
    SnapshotOptions options = {0};
    int64_t id;
    g_autoptr(GError) no_host = NULL;
    cr_assert_not(snapshot_create(database, &options, &id, NULL, &no_host));
    cr_assert(g_error_matches(no_host, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT));
    add_host("h1");
    g_autoptr(GError) stale = NULL;
    cr_assert_not(snapshot_create(database, &options, &id, NULL, &stale));
    cr_assert(g_error_matches(stale, VMATRIX_ERROR, VMATRIX_ERROR_STALE));
    cr_assert(strstr(stale->message, "no host has answered within 00:15:00"), "%s", stale->message);
    cr_assert(strstr(stale->message, "vmatrix collect --once"));
    g_autofree char *left = test_database_sql("SELECT count(*) FROM snapshot");
    cr_assert_str_eq(left, "0");
}

Test(snapshot, of_a_rule_that_names_nobody_leaves_nothing_behind)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", now_us());
    end(database, ROUND_1);
    g_autofree char *output = test_database_sql(
        "INSERT INTO rule (rule, name, domains) VALUES ('spread', 'apart', 'gone;lost')");
    SnapshotOptions options = {0};
    int64_t id;
    g_autoptr(GError) error = NULL;
    cr_assert_not(snapshot_create(database, &options, &id, NULL, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA));
    cr_assert(strstr(error->message, "rules.csv"), "%s", error->message);
    cr_assert(strstr(error->message, "'gone'"), "%s", error->message);
    g_autofree char *left = test_database_sql("SELECT count(*) FROM snapshot");
    cr_assert_str_eq(left, "0");
}

/* a is shut off, b is gone, twins have one name, x\;y was never heard of but in the rule. */
Test(snapshot, reads_rules_in_the_names_of_domains_that_are_active)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    DomainSample samples[] = {
        domain_sample("a;1", UUID_A, now_us()), domain_sample("b", UUID_B, now_us()),
        domain_sample("twin", UUID_C, now_us()), domain_sample("twin", UUID_D, now_us())};
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", now_us());
    tell_domains(database, ROUND_1, "h1", samples, 4);
    end(database, ROUND_1);
    samples[0].state = "shutoff";
    samples[1] = samples[3];
    for (int i = 0; i < 3; i++)
        samples[i].sampled_at_us += S;
    begin(database, ROUND_2);
    tell_host(database, ROUND_2, "h1", now_us());
    tell_domains(database, ROUND_2, "h1", samples, 3);
    end(database, ROUND_2);
    g_autofree char *output = test_database_sql(
        "INSERT INTO rule (rule, name, domains) VALUES ('spread', 'apart', 'b;twin;a\\;1'), "
        "('gather', 'lost', 'a\\;1;b'), ('split', 'parts', 'b|twin|twin;b')");
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    cr_assert_eq(model->n_domains, 2, "what is shut off holds nothing");
    g_autofree char *rules =
        test_database_sql("SELECT name, domains FROM snapshot_rule ORDER BY name");
    cr_assert_str_eq(rules, "apart|twin~c0000000;twin~d0000000\n"
                            "parts|twin~c0000000;twin~d0000000|twin~c0000000;twin~d0000000");
    g_autofree char *notes =
        test_database_sql("SELECT subject, note FROM snapshot_note WHERE kind = 'rule' ORDER BY 1");
    cr_assert(strstr(notes, "lost|left out: it names domains that are not active: a;1, b"), "%s",
              notes);
}

static void write_file(const char *directory, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    cr_assert(g_file_set_contents(path, text, -1, NULL));
}

static void remove_folder(const char *directory)
{
    g_autoptr(GDir) handle = g_dir_open(directory, 0, NULL);
    for (const char *name = g_dir_read_name(handle); name != NULL; name = g_dir_read_name(handle)) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_unlink(path);
    }
    g_rmdir(directory);
}

/* Every file of the format, with names that mean something elsewhere. */
static Model *full_scenario(void)
{
    g_autofree char *directory = g_dir_make_tmp("vmatrix-test.XXXXXX", NULL);
    write_file(directory, "policy.csv", "key,value\nname,full\nperiods,3\nwage_per_h,62.00\n");
    write_file(directory, "resources.csv",
               "resource,soft_permille,hard_permille,overload_price,transient\n"
               "cpu_mcpu,700,900,0.001,0\nmemory_mib,900,900,0,1\ngpu_soft_units,1000,1000,0,0\n");
    write_file(directory, "hosts.csv",
               "host,class,zone,site,state,tags,machine_cost_per_h,on,cpu_mcpu,memory_mib,"
               "memory_mib_soft,gpu_soft_units\n"
               "\"a,1\",big,z1,s1,,ssd;\\;odd,0.50,1,8000,8192,,1\n"
               "'; drop table host; --,,z2,s1,drain,,0.5,1,8000,8192,4096,\n");
    write_file(directory, "services.csv",
               "service,team,cost_center,tier,min_zones,near\n"
               "web,shop,cc1,gold,1,db\ndb,,,,,\n");
    write_file(directory, "tiers.csv",
               "tier,resource,hard_permille,max_slowdown,percentile\n"
               "gold,cpu_mcpu,800,4,99\n");
    write_file(directory, "domains.csv",
               "domain,service,host,state,move,operator_min,move_cost,requires,licence,cpu_mcpu,"
               "memory_mib\n"
               "../w1,web,\"a,1\",,,5,0.10,ssd,sql,500,1024\n"
               "d1,db,'; drop table host; --,paused,cold,20,,,,250,2048\nnew,,,,,,,,,1,1\n");
    write_file(directory, "demand.csv",
               "domain,resource,period,amount\n../w1,cpu_mcpu,1,700\n../w1,cpu_mcpu,2,0\n");
    write_file(directory, "rules.csv",
               "rule,name,domains,hosts,limit,strength,price_per_h,owner,reason,valid_from\n"
               "spread,r1,../w1;d1,,1,soft,2.5,me,\"because, \"\"so\"\"\",2026-01-01T00:00:00Z\n"
               "split,r2,service:web|d1,,,keep,,,,\nmax_on,r3,,zone:z1,1,,,,,\n");
    write_file(directory, "licences.csv",
               "licence,cost_per_host_h,cost_per_core_h,max_hosts\nsql,1.5,0.25,2\n");
    write_file(directory, "move_costs.csv", "from,to,operator_min,cost\n\"a,1\",zone:z2,3,1.25\n");
    write_file(directory, "balance.csv",
               "resource,with,ratio_permille,price_per_h\ncpu_mcpu,memory_mib,1000,0.01\n");
    write_file(directory, "blackout.csv",
               "scope,from,to\n*,2026-01-01T00:00:00Z,"
               "2026-01-02T00:00:00Z\nservice:web,"
               "2026-01-03T00:00:00Z,2026-01-04T00:00:00Z\n");
    g_autoptr(GError) error = NULL;
    Model *model = scenario_read(directory, &error);
    cr_assert_not_null(model, "%s", error ? error->message : "");
    remove_folder(directory);
    return model;
}

Test(snapshot, of_a_folder_has_the_same_digest_in_the_database)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(Model) folder = full_scenario();
    g_autoptr(GError) error = NULL;
    int64_t id;
    cr_assert(snapshot_put(database, folder, &id, &error), "%s", error ? error->message : "");
    g_autoptr(Model) stored = snapshot_load(database, id, &error);
    cr_assert_not_null(stored, "%s", error ? error->message : "");
    g_autofree char *expected = model_digest(folder);
    g_autofree char *digest = model_digest(stored);
    cr_assert_str_eq(digest, expected);
    g_autofree char *sealed = test_database_sql("SELECT snapshot_digest FROM snapshot");
    cr_assert_str_eq(sealed, expected);
}

Test(snapshot, of_the_estate_has_the_same_digest_as_the_folder_it_is_saved_in)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    add_host("h2");
    two_rounds(database);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    g_autofree char *directory = g_dir_make_tmp("vmatrix-test.XXXXXX", NULL);
    g_autoptr(GError) error = NULL;
    cr_assert(scenario_write(model, directory, &error), "%s", error ? error->message : "");
    g_autoptr(Model) folder = scenario_read(directory, &error);
    cr_assert_not_null(folder, "%s", error ? error->message : "");
    g_autofree char *digest = model_digest(folder);
    g_autofree char *sealed = test_database_sql("SELECT snapshot_digest FROM snapshot");
    cr_assert_str_eq(digest, sealed);
    remove_folder(directory);
}

Test(snapshot, that_is_sealed_takes_no_further_row)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(Model) folder = full_scenario();
    int64_t id;
    cr_assert(snapshot_put(database, folder, &id, NULL));
    g_autofree char *rows = g_strdup_printf(
        "[{\"snapshot_id\": %d, \"key\": \"max_moves\", \"value\": \"1\"}]", (int)id);
    g_autoptr(GError) error = NULL;
    cr_assert_not(
        database_query(database, "snapshot_put_policy", (const char *[]){rows}, 1, NULL, &error));
    cr_assert(strstr(error->message, "a snapshot cannot be changed"), "%s", error->message);
}

Test(snapshot, needs_a_round_that_is_stored_once_only)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", now_us());
    end(database, ROUND_1);
    bool fresh = true;
    cr_assert(database_begin(database, NULL));
    cr_assert(collect_begin(database, ROUND_1, &fresh, NULL));
    cr_assert_not(fresh);
    database_rollback(database);
}

Test(snapshot, takes_rules_in_force_and_paused_domains_and_can_be_planned)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    DomainSample samples[] = {domain_sample("a", UUID_A, now_us()),
                              domain_sample("b", UUID_B, now_us())};
    samples[1].state = "paused";
    begin(database, ROUND_1);
    tell_host(database, ROUND_1, "h1", now_us());
    tell_domains(database, ROUND_1, "h1", samples, 2);
    end(database, ROUND_1);
    g_autofree char *output = test_database_sql(
        "INSERT INTO rule (rule, name, domains, valid_from, valid_to) VALUES "
        "('root', 'holds', 'a', '2026-01-01', '2999-01-01'), ('root', 'ended', 'a', NULL, "
        "'2026-01-02'), ('root', 'begins', 'a', '2998-01-01', NULL)");
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    cr_assert_eq(model->n_rules, 1);
    cr_assert_str_eq(model->rules[0].name, "holds");
    cr_assert_str_eq(model->rules[0].valid_to, "2999-01-01T00:00:00Z");
    cr_assert_eq(model->domains[1].state, DOMAIN_STATE_PAUSED);
}

static char *note_of(Database *database, int64_t id, const char *subject)
{
    g_autoptr(Rows) notes = NULL;
    cr_assert(snapshot_notes(database, id, &notes, NULL));
    for (guint i = 0; i < rows_n(notes); i++)
        if (strcmp(rows_get(notes, i, 1), subject) == 0)
            return g_strdup_printf("%s: %s", rows_get(notes, i, 0), rows_get(notes, i, 2));
    return g_strdup("none");
}

/* 'web' has a and needs 3; 'old' has b and may have none. */
static void ask_of_services(Database *database)
{
    two_rounds(database);
    g_autofree char *output = test_database_sql(
        "INSERT INTO service (service, max_replicas) VALUES ('old', 0); "
        "UPDATE domain SET service_id = (SELECT service_id FROM service WHERE service = 'old') "
        "WHERE domain = 'b'; "
        "INSERT INTO service (service, min_replicas) VALUES ('empty', 1); "
        "UPDATE service SET min_replicas = 3 WHERE service = 'web'; "
        "INSERT INTO rule (rule, name, domains) VALUES ('spread', 'all', 'a'), "
        "('spread', 'by service', 'service:web'), ('spread', 'both', 'a;b')");
}

Test(snapshot, asks_for_copies_and_marks_who_retires)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    add_host("h2");
    ask_of_services(database);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    cr_assert_eq(model->n_domains, 4);
    cr_assert_str_eq(model->domains[1].name, "a-replica-1");
    cr_assert_str_eq(model->domains[2].name, "a-replica-2");
    cr_assert_eq(model->domains[1].replica_of, 0);
    cr_assert_eq(model->domains[1].host, INDEX_NONE);
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        cr_assert_eq(model_demand(model, 1, resource, 0), model_demand(model, 0, resource, 0));
    cr_assert(model->domains[3].retire);
    for (uint32_t i = 0; i < model->n_rules; i++)
        cr_assert(index_set_has(&model->rules[i].groups[0], 2), "%s", model->rules[i].name);
    g_autofree char *web = note_of(database, id, "web");
    cr_assert_str_eq(web, "service: it has 1 of at least 3 domains: 2 copies of 'a' are asked for",
                     "%s", web);
    g_autofree char *old = note_of(database, id, "old");
    cr_assert_str_eq(old, "service: it has 1 of at most 0 domains: 1 is to be retired", "%s", old);
    g_autofree char *empty = note_of(database, id, "empty");
    cr_assert_str_eq(empty, "service: min_replicas is 1, but there is no domain to copy", "%s",
                     empty);
}

/* What the estate gives, written as a folder and taken from there, is the same once more. */
Test(snapshot, asked_of_the_estate_is_the_same_as_asked_of_its_folder)
{
    g_autoptr(Database) database = test_database_open();
    add_host("h1");
    add_host("h2");
    ask_of_services(database);
    int64_t id;
    g_autoptr(Model) model = take(database, &id);
    g_autofree char *digest = model_digest(model);
    g_autofree char *folder = g_dir_make_tmp("vmatrix-XXXXXX", NULL);
    cr_assert(scenario_write(model, folder, NULL));
    g_autoptr(Model) taken = scenario_take(folder, NULL, NULL);
    g_autofree char *taken_digest = model_digest(taken);
    cr_assert_str_eq(digest, taken_digest);
    g_autofree char *command = g_strdup_printf("rm -r '%s'", folder);
    cr_assert(g_spawn_command_line_sync(command, NULL, NULL, NULL, NULL));
}
