/* The faults of the campaign on simulated hosts. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/faults/campaign.h"
#include "tests/support/test_database.h"

static guint below(Campaign *campaign, guint n)
{
    return (guint)g_rand_int_range(campaign->random, 0, (gint)n);
}

static void wait_a_while(Campaign *campaign, guint most_ms)
{
    g_usleep((gulong)below(campaign, most_ms) * 1000);
}

/* Caller frees. */
static char *draw_point(Campaign *campaign, const char *action)
{
    const char *point = g_ptr_array_index(campaign->points, below(campaign, campaign->points->len));
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(campaign->n_passed, point));
    return g_strdup_printf("%s:%s@%u", point, action, 1 + below(campaign, n));
}

static int at_point(Campaign *campaign, const char *action)
{
    g_autofree char *fault = draw_point(campaign, action);
    return campaign_apply(campaign, fault);
}

static int kill_at_a_point(Campaign *campaign)
{
    return at_point(campaign, "kill");
}

static int connection_lost_at_a_point(Campaign *campaign)
{
    return at_point(campaign, "fail");
}

static int slow_at_a_point(Campaign *campaign)
{
    return at_point(campaign, "sleep=900");
}

static int kill_at_any_time(Campaign *campaign)
{
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    wait_a_while(campaign, 700);
    kill(pid, SIGKILL);
    return test_estate_wait(pid);
}

static int migration_meets(Campaign *campaign, const char *const *points, guint n)
{
    const char *domain = campaign_any_domain(campaign);
    test_world_fault(campaign->estate->world, domain, points[below(campaign, n)]);
    return campaign_apply(campaign, NULL);
}

static int kill_in_a_migration(Campaign *campaign)
{
    static const char *const points[] = {"kill_client_before", "kill_client_during",
                                         "kill_client_after"};
    return migration_meets(campaign, points, G_N_ELEMENTS(points));
}

static int migration_fails(Campaign *campaign)
{
    static const char *const points[] = {"refused", "before_switch", "after_switch"};
    return migration_meets(campaign, points, G_N_ELEMENTS(points));
}

/* Hypervisors that leave a guest in a state that nobody can judge from outside. */
static int hypervisor_breaks(Campaign *campaign)
{
    static const char *const points[] = {"paused_both", "runs_twice", "lost"};
    campaign->harmed = campaign_any_domain(campaign);
    test_world_fault(campaign->estate->world, campaign->harmed, points[below(campaign, 3)]);
    return campaign_apply(campaign, NULL);
}

static int database_session_ended(Campaign *campaign)
{
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    wait_a_while(campaign, 700);
    g_autofree char *ended = test_database_sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 't_robot'");
    return test_estate_wait(pid);
}

/* Its daemon is gone for a while; its guests run on. */
static int host_does_not_answer(Campaign *campaign)
{
    g_autofree char *host = g_strdup_printf("h%u", 1 + below(campaign, N_HOSTS));
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, "--deadline-ms", "400",
                                 "--settle-ms", "300", NULL);
    wait_a_while(campaign, 500);
    test_world_set_host(campaign->estate->world, host, "state",
                        below(campaign, 2) == 0 ? "unreachable" : "hang");
    wait_a_while(campaign, 900);
    test_world_set_host(campaign->estate->world, host, "state", "up");
    return test_estate_wait(pid);
}

static int two_at_once(Campaign *campaign)
{
    GPid first = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    wait_a_while(campaign, 400);
    GPid second = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    wait_a_while(campaign, 400);
    g_autofree char *ended =
        test_database_sql("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM "
                          "pg_stat_activity WHERE usename = 't_robot' ORDER BY backend_start "
                          "LIMIT 1) first");
    int status = test_estate_wait(first);
    test_estate_wait(second);
    return status;
}

/* Asleep between any two of its acts (at a fault point: it must not hold the simulated world's own
 * lock) while another one takes over. */
static int asleep_while_another_takes_over(Campaign *campaign)
{
    g_autofree char *fault = draw_point(campaign, "sleep=3000");
    setenv("VMATRIX_FAULT", fault, 1);
    GPid first = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    unsetenv("VMATRIX_FAULT");
    wait_a_while(campaign, 900);
    g_autofree char *ended = test_database_sql(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 't_robot'");
    campaign_apply(campaign, NULL);
    return test_estate_wait(first);
}

/* Somebody else's hand on a guest. */
static int somebody_meddles(Campaign *campaign)
{
    static const char *const ways[] = {"pause", "remove", "resize", "move"};
    const char *domain = campaign_any_domain(campaign);
    g_autofree char *host = g_strdup_printf("h%u", 1 + below(campaign, N_HOSTS));
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, "--settle-ms", "300", NULL);
    wait_a_while(campaign, 500);
    if (test_world_meddle(campaign->estate->world, domain, ways[below(campaign, 4)], host))
        campaign->harmed = domain;
    return test_estate_wait(pid);
}

static int frozen_in_the_middle(Campaign *campaign)
{
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    wait_a_while(campaign, 600);
    g_auto(TestCommand) freeze = test_estate_run("t_boss", "freeze", "--reason", "a test", NULL);
    int status = test_estate_wait(pid);
    g_auto(TestCommand) lift = test_estate_run("t_boss", "unfreeze", NULL);
    return status;
}

static int interrupted(Campaign *campaign)
{
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    wait_a_while(campaign, 600);
    kill(pid, SIGTERM);
    return test_estate_wait(pid);
}

/* Another time of day for the program; time that passes stays as it is. */
static int clock_is_wrong(Campaign *campaign)
{
    static const char *const libraries[] = {"/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                                            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"};
    const char *library = NULL;
    for (guint i = 0; i < G_N_ELEMENTS(libraries); i++)
        if (g_file_test(libraries[i], G_FILE_TEST_EXISTS))
            library = libraries[i];
    if (library == NULL)
        g_error("libfaketime is not installed (tools/install test)");
    setenv("LD_PRELOAD", library, 1);
    setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1", 1);
    setenv("FAKETIME", below(campaign, 2) == 0 ? "+1h" : "-1h", 1);
    int status = kill_at_a_point(campaign);
    unsetenv("LD_PRELOAD");
    unsetenv("FAKETIME");
    return status;
}

const Fault campaign_faults[] = {
    {"killed at a fault point", kill_at_a_point},
    {"killed at any time", kill_at_any_time},
    {"killed in a migration", kill_in_a_migration},
    {"connection lost at a fault point", connection_lost_at_a_point},
    {"slow at a fault point", slow_at_a_point},
    {"a migration fails", migration_fails},
    {"a hypervisor breaks", hypervisor_breaks},
    {"database session ended", database_session_ended},
    {"a host does not answer", host_does_not_answer},
    {"two at once", two_at_once},
    {"asleep while another takes over", asleep_while_another_takes_over},
    {"somebody meddles", somebody_meddles},
    {"frozen in the middle", frozen_in_the_middle},
    {"interrupted", interrupted},
    {"clock is wrong", clock_is_wrong},
    {NULL, NULL},
};
