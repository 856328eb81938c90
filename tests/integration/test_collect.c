#include <criterion/criterion.h>
#include <jansson.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/round.h"
#include "common/error.h"
#include "tests/support/sim_world.h"
#include "tests/support/test_database.h"
#include "tests/support/vmatrix_run.h"

#define DEADLINE_MS 20000

static void cr_sql(const char *sql, const char *expected)
{
    g_autofree char *output = test_database_sql(sql);
    cr_assert_str_eq(output, expected, "%s gives '%s'", sql, output);
}

/* Adds a host to the simulated world and to the inventory. */
static void add_host(const TestWorld *world, const char *host)
{
    g_autofree char *uri = test_world_uri(world, host);
    g_autofree char *sql =
        g_strdup_printf("INSERT INTO host (host, uri) VALUES ('%s', '%s')", host, uri);
    test_world_add_host(world, host);
    cr_sql(sql, "");
}

static Round *run(Database *database, int64_t deadline_ms)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) targets = collect_targets(database, &error);
    cr_assert_not_null(targets, "%s", error == NULL ? "" : error->message);
    return round_run(targets, deadline_ms);
}

static void store(const Round *round, Database *database)
{
    g_autoptr(GError) error = NULL;
    cr_assert(round_store(round, database, &error), "%s", error == NULL ? "" : error->message);
}

static void collect(Database *database)
{
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    store(round, database);
}

Test(collect, a_round_goes_on_without_hosts_that_are_down_or_silent)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "down");
    add_host(world, "hangs");
    add_host(world, "up");
    test_world_add_domain(world, "up", "web-1");
    test_world_set_host(world, "down", "state", "down");
    test_world_set_host(world, "hangs", "state", "hang");
    g_autoptr(Round) round = run(database, 500);
    store(round, database);
    cr_assert_eq(round->n_answered, 1);
    cr_sql("SELECT h.host, o.answered_at IS NOT NULL, o.unreachable_at IS NOT NULL "
           "FROM host_observation o JOIN host h USING (host_id) ORDER BY 1",
           "down|f|t\nhangs|f|t\nup|t|f");
    cr_sql("SELECT n_hosts, n_domains, n_unreachable, ended_at IS NOT NULL FROM ingest_batch",
           "1|1|2|t");
    cr_sql("SELECT reason FROM host_observation JOIN host USING (host_id) WHERE host = 'down'",
           "simulated host 'down' cannot be reached: it is down");
    const Probe *silent = round->probes->pdata[1];
    cr_assert(g_str_has_suffix(silent->failure, " did not answer within 500 ms"), "%s",
              silent->failure);
}

Test(collect, a_host_that_goes_silent_keeps_what_is_known_of_it)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "web-1");
    collect(database);
    test_world_set_host(world, "h1", "state", "unreachable");
    collect(database);
    cr_sql("SELECT domain, p.state FROM placement p JOIN domain USING (domain_id)",
           "web-1|running");
    cr_sql("SELECT answered_at IS NOT NULL, reason FROM host_observation",
           "t|simulated host 'h1' cannot be reached: it is unreachable");
}

Test(collect, what_is_not_told_is_null_and_what_is_told_as_zero_is_zero)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "a");
    test_world_add_domain(world, "h1", "b");
    static const char *const what[] = {"cpu", "balloon", "rss", "block", "network"};
    for (guint i = 0; i < G_N_ELEMENTS(what); i++)
        test_world_forget(world, "h1", "a", what[i]);
    test_world_forget(world, "h1", "a", "start_token");
    collect(database);
    cr_sql("SELECT domain, cpu_time_ns, balloon_mib, rss_mib, block_requests, block_bytes, "
           "network_rx_bytes, start_token IS NULL FROM domain_sample JOIN domain USING "
           "(domain_id) ORDER BY 1",
           "a|||||||t\nb|0|256|256|0|0|0|f");
    cr_sql("SELECT n_cpus, memory_mib, cpu_time_ns FROM host_sample", "4|4096|0");
}

Test(collect, counters_that_begin_anew_make_no_negative_rate)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "web-1");
    collect(database);
    test_world_step(world, 1000);
    collect(database);
    cr_sql("SELECT count(*), bool_and(cpu_mcpu > 0) FROM domain_rate", "1|t");
    test_world_restart(world, "h1", "web-1");
    collect(database);
    cr_sql("SELECT count(*) FROM domain_rate", "1");
    cr_sql("SELECT count(DISTINCT start_token) FROM domain_sample", "2");
    test_world_step(world, 1000);
    collect(database);
    cr_sql("SELECT count(*), bool_and(cpu_mcpu > 0) FROM domain_rate", "2|t");
}

Test(collect, a_counter_that_goes_back_without_a_new_start_gives_no_rate)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "web-1");
    test_world_step(world, 1000);
    collect(database);
    test_world_set_domain_number(world, "h1", "web-1", "cpu_time_ns", 5);
    collect(database);
    cr_sql("SELECT count(*), count(cpu_mcpu) FROM domain_rate", "1|0");
}

Test(collect, a_round_that_is_sent_again_is_stored_once)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "web-1");
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    store(round, database);
    store(round, database);
    cr_sql("SELECT count(*), sum(n_domains) FROM ingest_batch", "1|1");
    cr_sql("SELECT count(*) FROM domain_sample", "1");
}

Test(collect, a_round_that_cannot_be_stored_leaves_nothing_half_written)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    add_host(world, "h2");
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    cr_sql("UPDATE host SET removed_at = now() WHERE host = 'h2'", "");
    g_autoptr(GError) error = NULL;
    cr_assert(!round_store(round, database, &error));
    cr_assert_str_eq(error->message, "no host 'h2'\n'vmatrix host list' shows the inventory");
    cr_sql("SELECT count(*) FROM ingest_batch", "0");
    cr_sql("SELECT count(*) FROM host_sample", "0");
}

Test(collect, metadata_names_the_service_where_no_person_did)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "a");
    test_world_add_domain(world, "h1", "b");
    test_world_set_domain(world, "h1", "a", "service", "shop; <web>'s");
    test_world_set_domain(world, "h1", "a", "team", "shop");
    test_world_set_domain(world, "h1", "a", "cost_center", "4711");
    collect(database);
    cr_sql("SELECT domain, service, team, cost_center FROM domain LEFT JOIN service USING "
           "(service_id) ORDER BY 1",
           "a|shop; <web>'s|shop|4711\nb|||");
}

Test(collect, xml_with_a_document_type_is_refused_and_the_domain_stored_without_metadata)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "web-1");
    test_world_set_domain(world, "h1", "web-1", "xml",
                          "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain/>");
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    store(round, database);
    const Probe *probe = round->probes->pdata[0];
    cr_assert_null(probe->failure);
    cr_assert_eq(probe->warnings->len, 1);
    cr_assert_str_eq(probe->warnings->pdata[0],
                     "domain 'web-1': domain XML has a document type or entity declaration at "
                     "line 1, column 1, which is refused");
    cr_sql("SELECT domain, service_id IS NULL FROM domain", "web-1|t");
}

Test(collect, a_domain_without_an_uuid_of_its_own_is_left_out_with_a_warning)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_add_domain(world, "h1", "a");
    test_world_add_domain(world, "h1", "b");
    test_world_set_domain(world, "h1", "a", "uuid", "'; drop table host; --");
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    store(round, database);
    const Probe *probe = round->probes->pdata[0];
    cr_assert_str_eq(probe->warnings->pdata[0], "domain 'a' is left out: its uuid ''; drop table "
                                                "host; --' is not one of its own");
    cr_sql("SELECT domain FROM domain", "b");
}

Test(collect, a_domain_that_runs_on_two_hosts_is_a_conflict)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    add_host(world, "h2");
    test_world_add_domain(world, "h1", "web-1");
    test_world_add_domain(world, "h2", "web-1");
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    store(round, database);
    cr_assert_eq(round->conflicts->len, 1);
    const RoundConflict *conflict = round->conflicts->pdata[0];
    cr_assert_str_eq(conflict->domain, "web-1");
    cr_assert_str_eq(conflict->first_host, "h1");
    cr_assert_str_eq(conflict->second_host, "h2");
    cr_sql("SELECT count(*) FROM placement WHERE state = 'running'", "2");
}

Test(collect, the_incoming_side_of_a_migration_is_no_conflict)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    add_host(world, "h2");
    test_world_add_domain(world, "h1", "web-1");
    test_world_add_domain(world, "h2", "web-1");
    test_world_set_domain(world, "h2", "web-1", "state", "paused");
    g_autoptr(Round) round = run(database, DEADLINE_MS);
    store(round, database);
    cr_assert_eq(round->conflicts->len, 0);
    cr_sql("SELECT host FROM domain JOIN host ON host_id = last_host_id", "h1");
}

Test(collect_command, once_prints_each_host_and_ends_well_if_one_answered)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    add_host(world, "h2");
    test_world_add_domain(world, "h1", "web-1");
    test_world_set_host(world, "h2", "state", "down");
    g_autofree char *text = NULL;
    cr_assert_eq(vmatrix_run(&text, NULL, "collect --once --output json"), 0);
    json_t *root = json_loads(text, 0, NULL);
    cr_assert_not_null(root, "%s", text);
    cr_assert_eq(json_integer_value(json_object_get(root, "format")), 1);
    cr_assert_eq(json_integer_value(json_object_get(root, "answered")), 1);
    const json_t *hosts = json_object_get(root, "hosts");
    const json_t *up = json_array_get(hosts, 0);
    const json_t *down = json_array_get(hosts, 1);
    cr_assert_str_eq(json_string_value(json_object_get(up, "host")), "h1");
    cr_assert_eq(json_integer_value(json_object_get(up, "running")), 1);
    cr_assert(json_is_null(json_object_get(up, "error")));
    cr_assert(json_is_null(json_object_get(down, "domains")));
    cr_assert_str_eq(json_string_value(json_object_get(down, "error")),
                     "simulated host 'h2' cannot be reached: it is down");
    json_decref(root);
    g_autofree char *csv = NULL;
    cr_assert_eq(vmatrix_run(&csv, NULL, "collect --once --output csv"), 0);
    cr_assert(g_str_has_prefix(csv, "host,answered,domains,running,took_ms,note\r\nh1,yes,1,1,"));
    g_autofree char *table = NULL;
    cr_assert_eq(vmatrix_run(&table, NULL, "collect --once"), 0);
    cr_assert_not_null(strstr(table, "it is down"));
}

Test(collect_command, once_fails_where_no_host_answers_or_none_is_known)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    g_autofree char *none = NULL;
    cr_assert_eq(vmatrix_run(NULL, &none, "collect --once"), 66);
    cr_assert_str_eq(none, "vmatrix: the inventory has no host to ask\n"
                           "hint: add one with 'vmatrix host add NAME --uri URI'\n");
    add_host(world, "h1");
    test_world_set_host(world, "h1", "state", "down");
    g_autofree char *silent = NULL;
    cr_assert_eq(vmatrix_run(NULL, &silent, "collect --once"), 69);
    cr_assert_str_eq(silent, "vmatrix: none of 1 hosts answered\n");
    cr_sql("SELECT n_unreachable FROM ingest_batch", "1");
}

Test(collect_command, wrong_options_are_named)
{
    g_autofree char *interval = NULL;
    cr_assert_eq(vmatrix_run(NULL, &interval, "collect --interval 0"), 2);
    cr_assert_str_eq(interval, "vmatrix: collect: --interval must be from 1 to 86400 seconds\n");
    g_autofree char *output = NULL;
    cr_assert_eq(vmatrix_run(NULL, &output, "collect --output json"), 2);
    cr_assert_str_eq(output, "vmatrix: collect: --output goes with --once, the daemon only logs\n");
}

Test(collect_command, a_database_that_is_down_is_named)
{
    g_autofree char *errors = NULL;
    cr_assert_eq(vmatrix_run(NULL, &errors, "collect --once --database host=/nonexistent"), 69);
    cr_assert(g_str_has_prefix(errors, "vmatrix: "), "%s", errors);
}

/* Reads until the text is seen; what was read. */
static char *read_until(int descriptor, const char *text)
{
    GString *read_so_far = g_string_new(NULL);
    char buffer[512];
    ssize_t n;
    while (strstr(read_so_far->str, text) == NULL &&
           (n = read(descriptor, buffer, sizeof buffer)) > 0)
        g_string_append_len(read_so_far, buffer, n);
    return g_string_free(read_so_far, FALSE);
}

static GPid start_daemon(char *interval, int *ret_errors)
{
    char *argv[] = {getenv("VMATRIX"), "collect", "--interval", interval, "--deadline", "1", NULL};
    GPid daemon = 0;
    cr_assert(g_spawn_async_with_pipes(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                                       &daemon, NULL, NULL, ret_errors, NULL));
    return daemon;
}

static int end_daemon(GPid daemon, int signal)
{
    int status = 0;
    kill(daemon, signal);
    cr_assert_eq(waitpid(daemon, &status, 0), daemon);
    cr_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

Test(collect_command, the_daemon_logs_each_round_and_stops_cleanly)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    add_host(world, "h 2");
    test_world_set_host(world, "h 2", "state", "down");
    int errors;
    GPid daemon = start_daemon("1", &errors);
    g_autofree char *first = read_until(errors, "event=round ");
    cr_assert_not_null(strstr(first, " event=started\n"));
    cr_assert_not_null(strstr(first, " event=host_unreachable host=\"h 2\" took_ms="));
    cr_assert_not_null(strstr(first, " reason=\"simulated host 'h 2' cannot be reached: it is "
                                     "down\"\n"));
    g_autofree char *second = read_until(errors, "event=round ");
    cr_assert_eq(end_daemon(daemon, SIGTERM), 0);
    g_autofree char *last = read_until(errors, "event=stopped");
    cr_assert_not_null(strstr(last, " event=stopped signal=SIGTERM\n"), "%s", last);
    close(errors);
    cr_sql("SELECT count(*) >= 2, count(*) = count(ended_at) FROM ingest_batch", "t|t");
}

Test(collect_command, the_daemon_stops_in_the_middle_of_a_round_and_leaves_nothing_of_it)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    add_host(world, "h1");
    test_world_set_host(world, "h1", "state", "hang");
    int errors;
    GPid daemon = start_daemon("3600", &errors);
    g_autofree char *first = read_until(errors, "event=started");
    cr_assert_eq(end_daemon(daemon, SIGINT), 0);
    close(errors);
    cr_sql("SELECT count(*) FROM ingest_batch WHERE ended_at IS NULL", "0");
}

Test(collect_command, the_daemon_outlives_a_round_that_fails)
{
    g_autoptr(Database) database = test_database_open();
    g_autoptr(TestWorld) world = test_world_new(true);
    int errors;
    GPid daemon = start_daemon("1", &errors);
    g_autofree char *first = read_until(errors, "event=round_failed");
    add_host(world, "h1");
    g_autofree char *then = read_until(errors, "event=round ");
    cr_assert_not_null(strstr(then, " hosts=1 answered=1 domains=0 "), "%s", then);
    cr_assert_eq(end_daemon(daemon, SIGTERM), 0);
    close(errors);
}
