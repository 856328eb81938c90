#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/error.h"
#include "hypervisor/hypervisor.h"
#include "tests/support/sim_world.h"

#define DEADLINE_MS 20000

static TestWorld *two_hosts(bool manual_clock)
{
    TestWorld *world = test_world_new(manual_clock);
    test_world_add_host(world, "h1");
    test_world_add_host(world, "h2");
    test_world_add_domain(world, "h1", "web-1");
    return world;
}

static Hypervisor *open_host(const TestWorld *world, const char *host)
{
    g_autofree char *uri = test_world_uri(world, host);
    g_autoptr(GError) error = NULL;
    Hypervisor *hypervisor = hypervisor_open(uri, false, DEADLINE_MS, &error);
    cr_assert_not_null(hypervisor, "%s", error == NULL ? "" : error->message);
    return hypervisor;
}

static void cr_where(const TestWorld *world, const char *domain, const char *expected)
{
    g_autofree char *where = test_world_where(world, domain);
    cr_assert_str_eq(where, expected);
}

static bool migrate(const TestWorld *world, int64_t deadline_ms,
                    bool (*progress)(void *, const MigrationProgress *), void *context,
                    MigrationProgress *ret_final, GError **error)
{
    g_autofree char *uri = test_world_uri(world, "h2");
    g_autoptr(Hypervisor) source = open_host(world, "h1");
    MigrationOptions options = {.destination_uri = uri,
                                .deadline_ms = deadline_ms,
                                .progress = progress,
                                .context = context};
    return hypervisor_migrate(source, "web-1", &options, ret_final, error);
}

static void cr_fails(const TestWorld *world, const char *message, const char *where)
{
    g_autoptr(GError) error = NULL;
    cr_assert(!migrate(world, DEADLINE_MS, NULL, NULL, NULL, &error));
    cr_assert_str_eq(error->message, message);
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_where(world, "web-1", where);
}

Test(sim, a_migration_moves_the_domain_and_tells_its_downtime)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    g_autoptr(GError) error = NULL;
    MigrationProgress final;
    cr_assert(migrate(world, DEADLINE_MS, NULL, NULL, &final, &error));
    cr_assert_eq(final.downtime_ms, 80);
    cr_assert_eq(final.bytes_total, INT64_C(256) << 20);
    cr_assert_eq(final.bytes_remaining, 0);
    cr_where(world, "web-1", "h2:running");
    g_autoptr(Hypervisor) destination = open_host(world, "h2");
    bool known = false;
    cr_assert(hypervisor_last_migration(destination, "web-1", &known, &final, NULL));
    cr_assert(known);
    cr_assert_eq(final.downtime_ms, 80);
}

Test(sim, a_persistent_domain_leaves_no_definition_behind)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    test_world_set_persistent(world, "h1", "web-1");
    cr_assert(migrate(world, DEADLINE_MS, NULL, NULL, NULL, NULL));
    cr_where(world, "web-1", "h2:running");
    g_autoptr(Hypervisor) destination = open_host(world, "h2");
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(destination, NULL);
    cr_assert(((DomainFacts *)domains->pdata[0])->persistent);
}

Test(sim, counters_grow_with_time_and_begin_anew_after_a_move)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    test_world_step(world, 10000);
    g_autoptr(Hypervisor) first = open_host(world, "h1");
    g_autoptr(GPtrArray) before = hypervisor_list_domains(first, NULL);
    const DomainFacts *facts = before->pdata[0];
    /* 100 mcpu for 10 s */
    cr_assert_eq(facts->cpu_time_ns, 1000000000u);
    test_world_move(world, "web-1", "h1", "h2");
    test_world_step(world, 1000);
    g_autoptr(Hypervisor) second = open_host(world, "h2");
    g_autoptr(GPtrArray) after = hypervisor_list_domains(second, NULL);
    const DomainFacts *moved = after->pdata[0];
    cr_assert_eq(moved->cpu_time_ns, 100000000u);
    cr_assert_str_neq(moved->start_token, facts->start_token);
    HostFacts host;
    cr_assert(hypervisor_host_facts(first, &host, NULL));
    cr_assert_eq(host.cpu_time_ns, 1000000000u);
    host_facts_clear(&host);
}

Test(sim, what_a_domain_does_not_tell_is_absent)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    test_world_forget(world, "h1", "web-1", "cpu");
    test_world_forget(world, "h1", "web-1", "block");
    g_autoptr(Hypervisor) host = open_host(world, "h1");
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(host, NULL);
    const DomainFacts *facts = domains->pdata[0];
    cr_assert(!facts->has_cpu_time_ns);
    cr_assert(!facts->has_block);
    cr_assert(facts->has_network);
    cr_assert(facts->has_start_token);
}

Test(sim, a_failure_before_the_switch_leaves_the_source_running)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    test_world_fault(world, "web-1", "before_switch");
    cr_fails(world, "migration of 'web-1' failed: domain 'web-1': the migration failed",
             "h1:running");
    cr_assert(migrate(world, DEADLINE_MS, NULL, NULL, NULL, NULL), "a fault strikes once");
    cr_assert_eq(test_world_n_migrations(world, "web-1"), 2);
}

Test(sim, a_failure_after_the_switch_is_told_though_the_domain_moved)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    test_world_fault(world, "*", "after_switch");
    cr_fails(world,
             "migration of 'web-1' failed: domain 'web-1': the connection was lost at the end of "
             "the migration",
             "h2:running");
}

Test(sim, other_failures_leave_what_their_name_says)
{
    static const struct {
        const char *point, *where;
    } cases[] = {
        {"refused", "h1:running"},
        {"paused_both", "h1:paused h2:paused"},
        {"runs_twice", "h1:running h2:running"},
        {"lost", ""},
        {"destination_dies", "h1:running"},
    };
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(TestWorld) world = two_hosts(false);
        test_world_fault(world, "web-1", cases[i].point);
        cr_assert(!migrate(world, DEADLINE_MS, NULL, NULL, NULL, NULL), "%s", cases[i].point);
        cr_where(world, "web-1", cases[i].where);
    }
}

Test(sim, a_source_that_dies_makes_the_outcome_unknown)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    g_autoptr(GError) error = NULL;
    test_world_fault(world, "web-1", "source_dies");
    cr_assert(!migrate(world, DEADLINE_MS, NULL, NULL, NULL, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
    cr_assert_str_eq(error->message, "migration of 'web-1' failed: simulated host 'h1' cannot be "
                                     "reached: it is down");
    cr_where(world, "web-1", "");
}

Test(sim, a_migration_that_does_not_end_is_aborted_at_its_deadline)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    g_autoptr(GError) error = NULL;
    test_world_fault(world, "web-1", "hang");
    cr_assert(!migrate(world, 1, NULL, NULL, NULL, &error));
    cr_assert_str_eq(error->message,
                     "migration of 'web-1' was aborted at its deadline of 1 ms: domain 'web-1': "
                     "operation aborted: migration job canceled by client");
    cr_assert_eq(error->code, VMATRIX_ERROR_FAILED);
    cr_where(world, "web-1", "h1:running");
}

static bool stop_at_once(void *context, const MigrationProgress *progress)
{
    int64_t *total = context;
    *total = progress->bytes_total;
    return false;
}

Test(sim, the_progress_function_can_stop_a_migration)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    g_autoptr(GError) error = NULL;
    int64_t total = 0;
    test_world_fault(world, "web-1", "hang");
    cr_assert(!migrate(world, DEADLINE_MS, stop_at_once, &total, NULL, &error));
    cr_assert_eq(total, INT64_C(256) << 20);
    cr_assert(g_str_has_prefix(error->message, "migration of 'web-1' was stopped: "));
    cr_where(world, "web-1", "h1:running");
}

Test(sim, while_it_moves_it_is_paused_there_and_a_second_migration_is_refused)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    test_world_fault(world, "web-1", "kill_client_during");
    pid_t child = fork();
    if (child == 0) {
        migrate(world, DEADLINE_MS, NULL, NULL, NULL, NULL);
        _exit(0);
    }
    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    cr_where(world, "web-1", "h1:running h2:paused");
    g_autoptr(Hypervisor) source = open_host(world, "h1");
    bool running = false;
    MigrationProgress progress;
    cr_assert(hypervisor_migration_running(source, "web-1", &running, &progress, NULL));
    cr_assert(running);
    cr_assert_eq(progress.downtime_ms, -1);
    cr_fails(world, "migration of 'web-1' failed: domain 'web-1': another job is active for it",
             "h1:running h2:paused");
    /* peer-to-peer: it ends without its client */
    test_world_step(world, 1000);
    cr_where(world, "web-1", "h2:running");
    cr_assert(hypervisor_migration_running(source, "web-1", &running, NULL, NULL));
    cr_assert(!running);
}

Test(sim, a_client_killed_before_or_after_leaves_what_had_happened)
{
    static const struct {
        const char *point, *where;
    } cases[] = {{"kill_client_before", "h1:running"}, {"kill_client_after", "h2:running"}};
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(TestWorld) world = two_hosts(false);
        test_world_fault(world, "web-1", cases[i].point);
        pid_t child = fork();
        if (child == 0) {
            migrate(world, DEADLINE_MS, NULL, NULL, NULL, NULL);
            _exit(0);
        }
        int status;
        cr_assert_eq(waitpid(child, &status, 0), child);
        cr_assert(WIFSIGNALED(status), "%s", cases[i].point);
        cr_where(world, "web-1", cases[i].where);
    }
}

Test(sim, a_process_killed_at_any_moment_leaves_a_whole_world)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    for (int round = 0; round < 20; round++) {
        pid_t child = fork();
        if (child == 0)
            for (;;)
                test_world_set_domain_number(world, "h1", "web-1", "memory_mib", 256);
        g_usleep(2000);
        kill(child, SIGKILL);
        cr_assert_eq(waitpid(child, NULL, 0), child);
        cr_where(world, "web-1", "h1:running");
    }
}

Test(sim, two_processes_lose_no_change_of_each_other)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    pid_t child = fork();
    for (int i = 0; i < 50; i++)
        test_world_step(world, 1);
    if (child == 0)
        _exit(0);
    cr_assert_eq(waitpid(child, NULL, 0), child);
    g_autoptr(Hypervisor) host = open_host(world, "h1");
    g_autoptr(GPtrArray) domains = hypervisor_list_domains(host, NULL);
    /* 100 mcpu for 100 ms */
    cr_assert_eq(((DomainFacts *)domains->pdata[0])->cpu_time_ns, 10000000u);
}

Test(sim, a_host_that_is_down_is_unavailable)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    g_autoptr(GError) error = NULL;
    g_autofree char *uri = test_world_uri(world, "h1");
    test_world_power_off(world, "h1");
    cr_assert_null(hypervisor_open(uri, true, DEADLINE_MS, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
    cr_assert_str_eq(error->message, "simulated host 'h1' cannot be reached: it is down");
    cr_where(world, "web-1", "");
}

Test(sim, a_host_that_hangs_is_given_up_at_the_deadline_and_then_at_once)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    g_autoptr(GError) error = NULL;
    g_autoptr(Hypervisor) host = open_host(world, "h1");
    hypervisor_set_deadline(host, 50);
    test_world_set_host(world, "h1", "state", "hang");
    cr_assert_null(hypervisor_list_domains(host, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
    g_autofree char *message =
        g_strdup_printf("'%s' did not answer within 50 ms", hypervisor_uri(host));
    cr_assert_str_eq(error->message, message);
    g_clear_error(&error);
    hypervisor_set_deadline(host, G_MAXINT32);
    DomainRunState state;
    cr_assert(!hypervisor_domain_state(host, "web-1", NULL, &state, &error));
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
}

Test(sim, a_read_only_connection_changes_nothing)
{
    g_autoptr(TestWorld) world = two_hosts(true);
    g_autoptr(GError) error = NULL;
    g_autofree char *uri = test_world_uri(world, "h1");
    g_autoptr(Hypervisor) host = hypervisor_open(uri, true, DEADLINE_MS, NULL);
    cr_assert(!hypervisor_abort(host, "web-1", &error));
    cr_assert_str_eq(error->message, "the connection to simulated host 'h1' is read-only");
}

Test(sim, a_domain_is_started_from_its_xml_and_found_by_uuid_or_name)
{
    g_autoptr(TestWorld) world = two_hosts(false);
    g_autoptr(GError) error = NULL;
    test_world_set_domain(world, "h1", "web-1", "service", "shop \"<1>\"");
    g_autoptr(Hypervisor) first = open_host(world, "h1");
    g_autofree char *xml = hypervisor_domain_xml(first, "web-1", &error);
    cr_assert(!hypervisor_start(first, xml, false, &error));
    cr_assert_str_eq(error->message, "domain 'web-1' is already active on simulated host 'h1'");
    test_world_remove(world, "h1", "web-1");
    g_autoptr(Hypervisor) second = open_host(world, "h2");
    cr_assert(hypervisor_start(second, xml, true, NULL));
    g_autofree char *uuid = test_world_uuid("web-1");
    DomainRunState state;
    cr_assert(hypervisor_domain_state(second, "other", uuid, &state, NULL));
    cr_assert_eq(state, DOMAIN_RUNNING);
    cr_assert(hypervisor_domain_state(first, "web-1", NULL, &state, NULL));
    cr_assert_eq(state, DOMAIN_ABSENT);
}

Test(sim, an_uri_without_a_host_or_a_world_that_is_missing_is_an_error)
{
    g_autoptr(GError) error = NULL;
    cr_assert_null(hypervisor_open("sim:///nowhere", true, DEADLINE_MS, &error));
    cr_assert_str_eq(error->message,
                     "'sim:///nowhere' is not a simulated host: sim:///PATH?host=NAME");
    g_clear_error(&error);
    cr_assert_null(hypervisor_open("sim:///nowhere?host=h1", true, DEADLINE_MS, &error));
    cr_assert_str_eq(error->message, "cannot open the simulated world '/nowhere': no such file");
    cr_assert_eq(error->code, VMATRIX_ERROR_UNAVAILABLE);
}

Test(sim, places_are_told_where_the_world_names_them)
{
    g_autoptr(TestWorld) world = test_world_new(true);
    g_autoptr(GError) error = NULL;
    test_world_add_host(world, "h1");
    g_autofree char *uri = test_world_uri(world, "h1");
    g_autoptr(Hypervisor) host = hypervisor_open(uri, true, 20000, &error);
    g_auto(HostPlaces) none = {0};
    g_auto(HostPlaces) places = {0};
    cr_assert(hypervisor_places(host, &none, &error));
    cr_assert_null(none.networks);
    cr_assert_null(none.pools);
    test_world_set_host_list(world, "h1", "networks", "");
    test_world_set_host_list(world, "h1", "local_pools", "a b");
    cr_assert(hypervisor_places(host, &places, &error));
    cr_assert_eq(places.networks->len, 0);
    cr_assert_eq(places.pools->len, 2);
    const StoragePool *pool = places.pools->pdata[1];
    cr_assert_str_eq(pool->name, "b");
    cr_assert(pool->is_local);
}
