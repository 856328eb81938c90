/* The fault campaign on simulated hosts: seeded plans are carried out while something breaks, an
 * oracle looks, a person puts right what only a person can, and the next apply must end the plan.
 *
 * usage: throwaway-postgres faults_sim_campaign [ROUNDS [SEED]]     (VMATRIX: vmatrix_faulty)
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/faults/campaign.h"
#include "tests/faults/sim_oracle.h"
#include "tests/support/test_database.h"

#define ROUNDS_OF_ESTATE 40 /* the world's file and the journal grow */
#define APPLIES_AT_MOST  6
#define STRIKES_AT_MOST  3
#define MOST_OF_HOST     3 /* × DOMAIN_MIB = 4500 of 7372: a host always takes one more */
#define SLOW_MOVE_MS     250

typedef struct {
    guint rounds, killed, ended_at_once, stopped, refused, errors;
} Tally;

/* Said also when somebody stops a long run: what has been found out so far. */
static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

static void die(const Campaign *campaign, const char *what)
{
    fprintf(stderr, "FAILED: seed %u, plan '%s': %s\nthe last apply said: %s\n", campaign->seed,
            campaign->plan, what, campaign->said == NULL ? "nothing" : campaign->said);
    g_autofree char *journal = test_database_sql(
        "SELECT at, plan, execution, epoch, seq, event, detail FROM journal ORDER BY entry DESC "
        "LIMIT 40");
    fprintf(stderr, "%s\n", journal);
    for (guint i = 0; i < N_DOMAINS; i++) {
        g_autofree char *where = test_world_where(campaign->estate->world, campaign->names[i]);
        fprintf(stderr, "%s: %s\n", campaign->names[i], where);
    }
    exit(1);
}

static void assert_right(const Campaign *campaign, GPtrArray *wrongs)
{
    g_ptr_array_add(wrongs, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)wrongs->pdata);
    if (*text != '\0')
        die(campaign, text);
    g_ptr_array_unref(wrongs);
}

int campaign_apply(Campaign *campaign, const char *fault)
{
    if (fault != NULL)
        setenv("VMATRIX_FAULT", fault, 1);
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", campaign->plan, "--settle-ms", "300", NULL);
    unsetenv("VMATRIX_FAULT");
    g_free(campaign->said);
    campaign->said = g_strdup(command.errors);
    return command.status;
}

const char *campaign_any_domain(Campaign *campaign)
{
    return campaign->names[g_rand_int_range(campaign->random, 0, N_DOMAINS)];
}

static void add_domain(const Campaign *campaign, guint index, const char *host)
{
    const TestWorld *world = campaign->estate->world;
    test_world_add_domain(world, host, campaign->names[index]);
    test_world_set_domain_number(world, host, campaign->names[index], "memory_mib", DOMAIN_MIB);
    test_world_set_domain_number(world, host, campaign->names[index], "migration_ms",
                                 index % 3 == 0 ? SLOW_MOVE_MS : MOVED_MS);
}

static void new_estate(Campaign *campaign)
{
    test_estate_free(campaign->estate);
    campaign->estate = test_estate_new(N_HOSTS);
    for (guint i = 0; i < N_DOMAINS; i++) {
        g_snprintf(campaign->hosts[i], sizeof campaign->hosts[i], "h%u", 1 + i % N_HOSTS);
        add_domain(campaign, i, campaign->hosts[i]);
    }
}

static void draw_target(Campaign *campaign)
{
    guint n_on[N_HOSTS + 1] = {0};
    for (guint i = 0; i < N_DOMAINS; i++) {
        guint host;
        do
            host = (guint)g_rand_int_range(campaign->random, 1, N_HOSTS + 1);
        while (n_on[host] == MOST_OF_HOST);
        n_on[host]++;
        g_snprintf(campaign->hosts[i], sizeof campaign->hosts[i], "h%u", host);
    }
}

static void new_plan(Campaign *campaign)
{
    const char *target[2 * N_DOMAINS + 1] = {0};
    draw_target(campaign);
    for (guint i = 0; i < N_DOMAINS; i++) {
        target[2 * i] = campaign->names[i];
        target[2 * i + 1] = campaign->hosts[i];
    }
    g_free(campaign->plan);
    campaign->plan = test_estate_plan(campaign->estate, target);
    campaign->harmed = NULL;
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", campaign->plan, NULL);
    if (approval.status != 0)
        die(campaign, approval.errors);
}

/* Where a person puts a domain: where the last step that is done brought it, else where its first
 * one begins; NULL where a step is open, or it is none of the plan's. */
static char *host_by_journal(const Campaign *campaign, const char *domain)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT coalesce((SELECT a.to_host FROM plan_action a JOIN execution e USING (plan) JOIN "
        "step s ON s.execution = e.execution AND s.seq = a.seq WHERE a.plan = "
        "'%s' AND a.domain = '%s' AND s.state = 'done' ORDER BY a.seq DESC LIMIT 1), (SELECT "
        "from_host FROM plan_action WHERE plan = '%s' AND domain = '%s' ORDER BY seq LIMIT 1), "
        "(SELECT h.host FROM snapshot_domain sd JOIN plan p USING (snapshot_id) JOIN "
        "snapshot_host h ON h.snapshot_id = p.snapshot_id AND h.host = sd.host WHERE p.plan = '%s' "
        "AND sd.domain = '%s'))",
        campaign->plan, domain, campaign->plan, domain, campaign->plan, domain);
    return test_database_sql(sql);
}

/* The step that would bring it away from there is neither done nor certain. */
static bool leaves_by_open_step(const Campaign *campaign, const char *domain, const char *host)
{
    g_autofree char *sql = g_strdup_printf(
        "SELECT count(*) FROM step s JOIN execution e USING (execution) JOIN plan_action a ON "
        "a.plan = e.plan AND a.seq = s.seq WHERE e.plan = '%s' AND e.state = 'open' AND s.domain = "
        "'%s' AND s.state IN ('intent', 'calling', 'unknown') AND a.from_host = '%s'",
        campaign->plan, domain, host);
    g_autofree char *n = test_database_sql(sql);
    return strcmp(n, "0") != 0;
}

/* Both ends of its step that is open: either may be where it belongs. */
static bool is_at_an_end(const char *domain, const char *where)
{
    g_auto(GStrv) place = g_strsplit(where, ":", 2);
    g_autofree char *sql = g_strdup_printf(
        "SELECT count(*) FROM step s JOIN execution e USING (execution) JOIN plan_action a ON "
        "a.plan "
        "= e.plan AND a.seq = s.seq WHERE e.state = 'open' AND s.domain = '%s' AND s.state IN "
        "('intent', 'calling', 'unknown') AND '%s' IN (a.from_host, a.to_host)",
        domain, place[0]);
    g_autofree char *n = test_database_sql(sql);
    return strcmp(n, "0") != 0;
}

static void put_domain_right(const Campaign *campaign, guint index)
{
    const TestWorld *world = campaign->estate->world;
    const char *domain = campaign->names[index];
    g_autofree char *where = test_world_where(world, domain);
    g_autofree char *host = host_by_journal(campaign, domain);
    g_autofree char *right = g_strdup_printf("%s:running", host);
    bool once = *where != '\0' && strchr(where, ' ') == NULL;
    g_auto(GStrv) entries = g_strsplit(where, " ", -1);
    if (strcmp(where, right) == 0)
        return;
    if (once && is_at_an_end(domain, where)) { /* who is only paused goes on where it is */
        *strchr(entries[0], ':') = '\0';
        test_world_set_domain(world, entries[0], domain, "state", "running");
        return;
    }
    for (guint i = 0; entries[i] != NULL && *where != '\0'; i++) {
        *strchr(entries[i], ':') = '\0';
        test_world_remove(world, entries[i], domain);
    }
    /* It was migrated, somebody lost it before the journal knew: it will be migrated again. */
    if (g_strcmp0(domain, campaign->harmed) == 0 && leaves_by_open_step(campaign, domain, host))
        test_world_undo_migration(world, domain, host);
    add_domain(campaign, index, host);
}

void campaign_put_right(Campaign *campaign)
{
    for (guint i = 1; i <= N_HOSTS; i++) {
        g_autofree char *host = g_strdup_printf("h%u", i);
        test_world_set_host(campaign->estate->world, host, "state", "up");
    }
    test_world_forget_faults(campaign->estate->world);
    for (guint i = 0; i < N_DOMAINS; i++) {
        put_domain_right(campaign, i);
        g_autofree char *where = test_world_where(campaign->estate->world, campaign->names[i]);
        *strchr(where, ':') = '\0';
        test_world_set_domain_number(campaign->estate->world, where, campaign->names[i],
                                     "memory_mib", DOMAIN_MIB);
    }
}

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

static void look(Campaign *campaign)
{
    sim_oracle_wait(campaign->estate->world);
    assert_right(campaign, sim_oracle_ask(campaign->estate->world, campaign->names,
                                          campaign->harmed, campaign->plan));
}

/* The next apply ends the plan, or stops with a reason that a person can act on. */
static void end_plan(Campaign *campaign)
{
    for (guint i = 0; i < APPLIES_AT_MOST && !has_ended(campaign); i++) {
        int status = campaign_apply(campaign, NULL);
        if (status < 0)
            die(campaign, g_strsignal(-status)); /* nobody killed this one */
        if (status != 0 && strstr(campaign->said, "  - ") == NULL)
            die(campaign, "it stopped without a reason");
        campaign_put_right(campaign);
        campaign->harmed = NULL;
        look(campaign);
    }
    if (!has_ended(campaign))
        die(campaign, "the plan does not end");
    const char *target[2 * N_DOMAINS + 1] = {0};
    for (guint i = 0; i < N_DOMAINS; i++) {
        target[2 * i] = campaign->names[i];
        target[2 * i + 1] = campaign->hosts[i];
    }
    assert_right(campaign, sim_oracle_ask_at_the_end(campaign->estate->world, campaign->names,
                                                     target, campaign->plan));
}

static void count(Tally *tally, int status)
{
    tally->rounds++;
    tally->killed += status == -SIGKILL;
    tally->ended_at_once += status == 0;
    tally->stopped += status == 6;
    tally->refused += status == 3 || status == 4;
    tally->errors += status > 0 && status != 6 && status != 3 && status != 4;
}

static void learn(Campaign *campaign, const char *point)
{
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(campaign->n_passed, point));
    if (n == 0)
        g_ptr_array_add(campaign->points, g_strdup(point));
    g_hash_table_insert(campaign->n_passed, g_strdup(point), GUINT_TO_POINTER(n + 1));
}

/* Every point that an undisturbed apply passes. */
static void learn_points(Campaign *campaign)
{
    g_ptr_array_set_size(campaign->points, 0);
    g_hash_table_remove_all(campaign->n_passed);
    g_autofree char *path = g_build_filename(campaign->estate->world->directory, "points", NULL);
    new_plan(campaign);
    setenv("VMATRIX_FAULT_LOG", path, 1);
    int status = campaign_apply(campaign, NULL);
    unsetenv("VMATRIX_FAULT_LOG");
    if (status != 0)
        die(campaign, "an undisturbed apply failed");
    g_autofree char *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        die(campaign, "VMATRIX passes no fault point: it must be vmatrix_faulty");
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (guint i = 0; lines[i] != NULL; i++)
        if (*lines[i] != '\0')
            learn(campaign, lines[i]);
    unlink(path);
}

static void print_tally(const char *name, const Tally *tally)
{
    printf("%-34s %6u %7u %9u %8u %8u %7u\n", name, tally->rounds, tally->killed,
           tally->ended_at_once, tally->stopped, tally->refused, tally->errors);
}

static void report(const Campaign *campaign, const Tally *tallies, guint rounds)
{
    Tally all = {0};
    printf("%-34s %6s %7s %9s %8s %8s %7s\n", "fault", "rounds", "killed", "completed", "half-way",
           "refused", "errors");
    for (guint i = 0; campaign_faults[i].name != NULL; i++) {
        print_tally(campaign_faults[i].name, &tallies[i]);
        all.rounds += tallies[i].rounds;
        all.killed += tallies[i].killed;
        all.ended_at_once += tallies[i].ended_at_once;
        all.stopped += tallies[i].stopped;
        all.refused += tallies[i].refused;
        all.errors += tallies[i].errors;
    }
    print_tally("all", &all);
    printf("seed %u: %u plans, %u kills, %u fault points; 0 lost, 0 doubled, 0 unexplained\n",
           campaign->seed, rounds, all.killed, campaign->points->len);
}

static guint draw_fault(Campaign *campaign)
{
    guint n_faults = 0;
    while (campaign_faults[n_faults].name != NULL)
        n_faults++;
    bool kills = g_rand_int_range(campaign->random, 0, 3) > 0;
    return (guint)(kills ? g_rand_int_range(campaign->random, 0, N_KILLING_FAULTS)
                         : g_rand_int_range(campaign->random, N_KILLING_FAULTS, (gint)n_faults));
}

/* 1 where it killed the program. A fault may meet what an earlier one left. */
static guint strike(Campaign *campaign, Tally *tallies)
{
    guint drawn = draw_fault(campaign);
    if (getenv("VMATRIX_FAULT_VERBOSE") != NULL)
        fprintf(stderr, "%s: %s\n", campaign->plan, campaign_faults[drawn].name);
    g_clear_pointer(&campaign->said, g_free);
    int status = campaign_faults[drawn].strike(campaign);
    count(&tallies[drawn], status);
    look(campaign);
    campaign_put_right(campaign);
    campaign->harmed = NULL;
    return status == -SIGKILL ? 1 : 0;
}

int main(int argc, char **argv)
{
    guint kills = argc > 1 ? (guint)strtoul(argv[1], NULL, 10) : 20;
    Campaign campaign = {.seed = argc > 2 ? (guint)strtoul(argv[2], NULL, 10) : 1};
    Tally tallies[32] = {0};
    guint rounds = 0, killed = 0;
    campaign.random = g_rand_new_with_seed(campaign.seed);
    campaign.points = g_ptr_array_new_with_free_func(g_free);
    campaign.n_passed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < N_DOMAINS; i++)
        campaign.names[i] = g_strdup_printf("vm%u", i + 1);
    signal(SIGTERM, stop);
    for (; killed < kills && stopped == 0; rounds++) {
        if (rounds % ROUNDS_OF_ESTATE == 0) {
            new_estate(&campaign);
            learn_points(&campaign);
        }
        new_plan(&campaign);
        guint strikes = 1 + (guint)g_rand_int_range(campaign.random, 0, STRIKES_AT_MOST);
        for (; strikes > 0 && !has_ended(&campaign); strikes--)
            killed += strike(&campaign, tallies);
        end_plan(&campaign);
    }
    report(&campaign, tallies, rounds);
    test_estate_free(campaign.estate);
    g_ptr_array_unref(campaign.points);
    g_hash_table_unref(campaign.n_passed);
    g_rand_free(campaign.random);
    for (guint i = 0; i < N_DOMAINS; i++)
        g_free(campaign.names[i]);
    g_free(campaign.plan);
    g_free(campaign.said);
    return 0;
}
