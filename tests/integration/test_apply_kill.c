/* Crash safety: vmatrix apply is killed at seeded moments and taken up again; nothing may be lost
 * or done twice, and the journal must explain the state each time. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define N_KILLS  40
#define SEED     20260301
#define N_HOSTS  4
#define MOVED_MS 120

static const char *const domains[] = {"a", "b", "c", "d", "e", "f", NULL};
static const char *const points[] = {"kill_client_before", "kill_client_during",
                                     "kill_client_after"};

typedef struct {
    TestEstate *estate;
    GRand *random;
    char *hosts[G_N_ELEMENTS(domains) - 1]; /* where each domain is meant to be at the end */
    char *target[2 * G_N_ELEMENTS(domains)];
    char *plan;
    guint n_kills, n_plans, n_applies;
} Campaign;

static const char *world_now(const Campaign *campaign)
{
    test_world_step(campaign->estate->world, 0);
    return campaign->estate->world->path;
}

static void assert_right(const Campaign *campaign, GPtrArray *wrongs)
{
    g_ptr_array_add(wrongs, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)wrongs->pdata);
    cr_assert_str_empty(text, "seed %d, kill %u, plan '%s': %s", SEED, campaign->n_kills,
                        campaign->plan, text);
    g_ptr_array_unref(wrongs);
}

static void settle_world(const Campaign *campaign)
{
    for (;;) {
        g_autofree char *text = NULL;
        cr_assert(g_file_get_contents(world_now(campaign), &text, NULL, NULL));
        if (strstr(text, "\"fault\": \"hang\"") == NULL &&
            strstr(strstr(text, "\"migrations\""), "\"state\": \"running\"") == NULL)
            return;
        g_usleep(20000);
    }
}

/* At least two domains go to another host, so that there is something to be killed at. */
static void new_plan(Campaign *campaign)
{
    for (guint i = 0; domains[i] != NULL; i++) {
        char old = campaign->hosts[i][1];
        char host = (char)('1' + g_rand_int_range(campaign->random, 0, N_HOSTS));
        campaign->hosts[i][1] = i < 2 && host == old ? (char)('1' + (old - '0') % N_HOSTS) : host;
        campaign->target[2 * i] = (char *)(guintptr)domains[i];
        campaign->target[2 * i + 1] = campaign->hosts[i];
    }
    g_free(campaign->plan);
    campaign->plan = test_estate_plan(campaign->estate, (const char *const *)campaign->target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", campaign->plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    campaign->n_plans++;
}

/* Half of the kills are at a point inside of a migration, half at any time at all. */
static int apply_once(Campaign *campaign)
{
    bool at_point = g_rand_boolean(campaign->random);
    if (at_point)
        test_world_fault(campaign->estate->world, "*",
                         points[g_rand_int_range(campaign->random, 0, G_N_ELEMENTS(points))]);
    GPid pid = test_estate_start("t_robot", "apply", campaign->plan, NULL);
    campaign->n_applies++;
    if (!at_point) {
        g_usleep((gulong)g_rand_int_range(campaign->random, 0, 700) * 1000);
        kill(pid, SIGKILL);
    }
    return test_estate_wait(pid);
}

static void check_after_kill(Campaign *campaign)
{
    campaign->n_kills++;
    if (!g_rand_boolean(campaign->random))
        return; /* the next apply meets migrations that go on */
    settle_world(campaign);
    assert_right(campaign, oracle_ask(world_now(campaign), domains, campaign->plan));
}

static void check_end(const Campaign *campaign)
{
    settle_world(campaign);
    assert_right(campaign,
                 oracle_ask_at_the_end(world_now(campaign), domains,
                                       (const char *const *)campaign->target, campaign->plan));
}

/* Its last breath may have come after the end was written. */
static bool has_ended(const Campaign *campaign)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*) FROM approval_use u JOIN execution e USING (execution) "
                        "WHERE e.state = 'done' "
                        "AND u.approval = (SELECT max(approval) FROM approval WHERE plan = '%s')",
                        campaign->plan);
    g_autofree char *n_done = test_database_sql(sql);
    return strcmp(n_done, "1") == 0;
}

Test(apply_kill, forty_seeded_kills_lose_nothing_and_double_nothing)
{
    g_autoptr(TestEstate) estate = test_estate_new(N_HOSTS);
    Campaign campaign = {.estate = estate, .random = g_rand_new_with_seed(SEED)};
    for (guint i = 0; domains[i] != NULL; i++) {
        campaign.hosts[i] = g_strdup("h1");
        test_world_add_domain(estate->world, "h1", domains[i]);
        test_world_set_domain_number(estate->world, "h1", domains[i], "migration_ms", MOVED_MS);
    }
    while (campaign.n_kills < N_KILLS) {
        new_plan(&campaign);
        for (bool ended = false; !ended; ended = has_ended(&campaign)) {
            int status = apply_once(&campaign);
            if (status == -SIGKILL)
                check_after_kill(&campaign);
            else
                cr_assert_eq(status, 0, "apply ended with %d", status);
        }
        check_end(&campaign);
    }
    fprintf(stderr,
            "seed %d: %u kills in %u applies of %u plans, 0 lost, 0 doubled, 0 unexplained\n", SEED,
            campaign.n_kills, campaign.n_applies, campaign.n_plans);
    for (guint i = 0; domains[i] != NULL; i++)
        g_free(campaign.hosts[i]);
    g_free(campaign.plan);
    g_rand_free(campaign.random);
}

/* Killed before its call reached the host; whoever took over saw that nothing had happened; then
 * the guest arrived all the same. It is where the plan brings it: the next apply ends the plan. */
Test(apply_kill, a_guest_that_arrives_after_the_hosts_were_asked_ends_the_plan)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    g_autofree char *plan = test_estate_plan(estate, (const char *const[]){"a", "h2", NULL});
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    test_world_fault(estate->world, "a", "kill_client_before");
    cr_assert_eq(test_estate_wait(test_estate_start("t_robot", "apply", plan, NULL)), -SIGKILL);
    g_autofree char *was = test_database_sql("SELECT state || attempt FROM step WHERE seq = 1");
    cr_assert_str_eq(was, "calling1");
    g_autofree char *nothing = test_database_sql(
        "SELECT move_step(execution, (SELECT epoch FROM execution e WHERE e.execution = "
        "s.execution), seq, 'planned', 'nothing has happened', NULL) FROM step s WHERE seq = 1");
    test_world_move(estate->world, "a", "h1", "h2");
    g_auto(TestCommand) last = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(last.status, 0, "%s%s", last.output, last.errors);
    g_autofree char *is = test_database_sql("SELECT state || attempt FROM step WHERE seq = 1");
    cr_assert_str_eq(is, "done2");
    g_autofree char *migrated = test_database_sql(
        "SELECT count(*) FROM journal WHERE seq = 1 AND event = 'calling' AND attempt = 2");
    cr_assert_str_eq(migrated, "0", "it was called once more");
}
