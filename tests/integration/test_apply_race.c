/* Two actuators at once: the lock is only a hint, so it is taken from them; the epochs and the
 * index must hold by themselves. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define N_ROUNDS 8
#define SEED     7

static const char *const domains[] = {"a", "b", "c", NULL};

/* Ends the database session of one actuator, whose lock the other one then gets. */
static void end_a_session(void)
{
    g_autofree char *ended = test_database_sql(
        "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity "
        "WHERE usename = 't_robot' ORDER BY backend_start LIMIT 1) first");
}

static void end_plan(const char *plan)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT count(*) FROM approval_use u JOIN execution e USING (execution) "
                        "WHERE e.state = 'done' "
                        "AND u.approval = (SELECT max(approval) FROM approval WHERE plan = '%s')",
                        plan);
    for (;;) {
        g_autofree char *n_done = test_database_sql(sql);
        if (strcmp(n_done, "1") == 0)
            return;
        g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
        cr_assert_eq(command.status, 0, "%s", command.errors);
    }
}

static void race(const TestEstate *estate, GRand *random, const char *host)
{
    const char *const target[] = {"a", host, "b", host, "c", host, NULL};
    g_autofree char *plan = test_estate_plan(estate, target);
    test_estate_approve(plan);
    GPid first = test_estate_start("t_robot", "apply", plan, NULL);
    g_usleep((gulong)g_rand_int_range(random, 0, 200) * 1000);
    GPid second = test_estate_start("t_robot", "apply", plan, NULL);
    g_usleep((gulong)g_rand_int_range(random, 0, 400) * 1000);
    end_a_session();
    test_estate_wait(first);
    test_estate_wait(second);
    end_plan(plan);
    test_world_step(estate->world, 0);
    g_autoptr(GPtrArray) wrongs = oracle_ask_at_the_end(estate->world->path, domains, target, plan);
    g_ptr_array_add(wrongs, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)wrongs->pdata);
    cr_assert_str_empty(text, "%s", text);
}

Test(apply_race, two_actuators_without_a_lock_double_nothing)
{
    g_autoptr(TestEstate) estate = test_estate_new(3);
    GRand *random = g_rand_new_with_seed(SEED);
    for (guint i = 0; domains[i] != NULL; i++) {
        test_world_add_domain(estate->world, "h1", domains[i]);
        test_world_set_domain_number(estate->world, "h1", domains[i], "migration_ms", 150);
    }
    for (guint round = 0; round < N_ROUNDS; round++)
        race(estate, random, round % 2 == 0 ? "h2" : "h3");
    g_rand_free(random);
    fprintf(stderr, "seed %d: %d races of two actuators, 0 doubled\n", SEED, N_ROUNDS);
}
