/* Two actuators race for one plan, in one process, with the lock taken from both: epochs, the index
 * of open moves and permissions that end must hold by themselves.
 *
 * usage: throwaway-postgres faults_race [ROUNDS [SEED]]
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actuator/actuator.h"
#include "common/fault_point.h"
#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define LEASE_OF_RACE_MS 25
#define LONGEST_SLEEP_US 40000 /* longer than a permission lasts */
#define WORLD_EVERY      200   /* rounds; the journal grows */
#define ROUNDS_TO_MEET   20    /* one takes over from the other in nearly every one */

typedef struct {
    GMutex mutex;
    GRand *random;
} Dice;

static Dice dice;

/* Every act may take a while; sometimes a long one. */
bool fault_point(const char *kind, const char *name, const char *moment)
{
    (void)name;
    (void)moment;
    if (strcmp(kind, "lock") == 0)
        return true; /* the lock is not asked */
    g_mutex_lock(&dice.mutex);
    bool sleeps = dice.random != NULL && g_rand_int_range(dice.random, 0, 12) == 0;
    gulong us = !sleeps ? 0
                : g_rand_int_range(dice.random, 0, 6) == 0
                    ? (gulong)g_rand_int_range(dice.random, 0, LONGEST_SLEEP_US)
                    : (gulong)g_rand_int_range(dice.random, 0, 2000);
    g_mutex_unlock(&dice.mutex);
    if (us > 0)
        g_usleep(us);
    return false;
}

/* A long run that is stopped says how far it came. */
static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

typedef struct {
    Database *database; /* its own session, kept over rounds */
    const char *plan;
    const char *spool; /* folder */
    char *why;         /* of an error */
} Actuator;

static gpointer act(gpointer memory)
{
    Actuator *actuator = memory;
    g_autoptr(GError) error = NULL;
    ApplyOptions options = {
        .host_deadline_ms = 10000,
        .settle_ms = 2000,
        .stall_ms = 60000,
        .lease_ms = LEASE_OF_RACE_MS,
        .spool_directory = actuator->spool,
    };
    g_auto(ApplyResult) result = {0};
    bool applied = actuator_apply(actuator->database, actuator->plan, &options, &result, &error);
    actuator->why = applied ? NULL : g_strdup(error->message);
    return NULL;
}

typedef struct {
    TestEstate *estate;
    char *plans[2]; /* there and back */
    Database *sessions[2];
    guint n_takeovers, n_third;
} Race;

static char *plan_to(const Race *race, const char *host)
{
    return test_estate_plan(race->estate, (const char *const[]){"a", host, NULL});
}

static void approve(const char *plan)
{
    g_autofree char *sql = g_strdup_printf(
        "SET SESSION AUTHORIZATION t_boss; SELECT approve_plan('%s', plan_digest, 24) FROM plan "
        "WHERE plan = '%s'; RESET SESSION AUTHORIZATION",
        plan, plan);
    g_autofree char *approved = test_database_sql(sql);
}

static void open_sessions(Race *race)
{
    for (guint i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;
        race->sessions[i] = test_database_open_as("t_robot", &error);
        if (race->sessions[i] == NULL)
            g_error("%s", error->message);
    }
}

static void end_world(Race *race)
{
    for (guint i = 0; i < 2; i++) {
        g_clear_pointer(&race->plans[i], g_free);
        g_clear_pointer(&race->sessions[i], database_close);
    }
    g_clear_pointer(&race->estate, test_estate_free);
}

static void new_world(Race *race)
{
    end_world(race);
    race->estate = test_estate_new(2);
    test_world_add_domain(race->estate->world, "h1", "a");
    test_world_add_domain(race->estate->world, "h1", "b");
    test_world_add_domain(race->estate->world, "h2", "c");
    test_world_set_domain_number(race->estate->world, "h1", "a", "migration_ms", 2);
    race->plans[0] = plan_to(race, "h2");
    test_world_move(race->estate->world, "a", "h1", "h2");
    race->plans[1] = plan_to(race, "h1");
    test_world_move(race->estate->world, "a", "h2", "h1");
    test_estate_collect(race->estate);
    open_sessions(race);
}

static char *ask(const char *format, const char *plan)
{
    g_autofree char *sql = g_strdup_printf(format, plan);
    return test_database_sql(sql);
}

static bool has_ended(const char *plan)
{
    g_autofree char *state =
        ask("SELECT state FROM execution WHERE plan = '%s' ORDER BY execution DESC LIMIT 1", plan);
    return strcmp(state, "done") == 0;
}

static void fail(guint round, guint seed, const char *what, const char *plan)
{
    g_autofree char *journal =
        ask("SELECT at, execution, epoch, seq, event, detail FROM journal WHERE plan = '%s' "
            "ORDER BY entry DESC LIMIT 30",
            plan);
    fprintf(stderr, "FAILED: seed %u, round %u: %s\n%s\n", seed, round, what, journal);
    exit(1);
}

static void check(const Race *race, guint round, guint seed)
{
    const char *plan = race->plans[round % 2];
    const char *right = round % 2 == 0 ? "h2:running" : "h1:running";
    g_autofree char *where = test_world_where(race->estate->world, "a");
    if (strcmp(where, right) != 0)
        fail(round, seed, where, plan);
    if (test_world_n_migrations(race->estate->world, "a") != 1)
        fail(round, seed, "the domain was migrated more than once", plan);
    g_autofree char *n_done =
        ask("SELECT count(*) FROM journal WHERE event = 'done' AND execution = (SELECT "
            "max(execution) FROM execution WHERE plan = '%s')",
            plan);
    if (strcmp(n_done, "1") != 0)
        fail(round, seed, "the step is done more than once in the journal", plan);
    test_world_forget_migrations(race->estate->world);
}

static void run_round(Race *race, guint round, guint seed)
{
    const char *plan = race->plans[round % 2];
    approve(plan);
    const char *spool = race->estate->world->directory; /* goes with the world */
    Actuator actuators[2] = {{race->sessions[0], plan, spool, NULL},
                             {race->sessions[1], plan, spool, NULL}};
    GThread *threads[2];
    for (guint i = 0; i < 2; i++)
        threads[i] = g_thread_new("actuator", act, &actuators[i]);
    for (guint i = 0; i < 2; i++) {
        g_thread_join(threads[i]);
        race->n_takeovers +=
            actuators[i].why != NULL && strstr(actuators[i].why, "has taken execution") != NULL;
        g_free(actuators[i].why);
    }
    for (guint i = 0; i < 5 && !has_ended(plan); i++) {
        Actuator third = {race->sessions[0], plan, spool, NULL};
        act(&third);
        g_free(third.why);
        race->n_third++;
    }
    if (!has_ended(plan))
        fail(round, seed, "the plan does not end", plan);
    check(race, round, seed);
}

int main(int argc, char **argv)
{
    guint rounds = argc > 1 ? (guint)strtoul(argv[1], NULL, 10) : 100;
    guint seed = argc > 2 ? (guint)strtoul(argv[2], NULL, 10) : 1;
    Race race = {0};
    dice.random = g_rand_new_with_seed(seed);
    signal(SIGTERM, stop);
    guint round = 0;
    for (; round < rounds && stopped == 0; round++) {
        if (round % WORLD_EVERY == 0)
            new_world(&race);
        run_round(&race, round, seed);
    }
    if (round >= ROUNDS_TO_MEET && race.n_takeovers == 0)
        fail(round, seed, "no actuator met another one", race.plans[0]);
    printf("seed %u: %u races of two actuators without a lock, %u takeovers in the middle, %u "
           "ended by "
           "a third apply; 0 double executions\n",
           seed, round, race.n_takeovers, race.n_third);
    end_world(&race);
    g_rand_free(dice.random);
    return 0;
}
