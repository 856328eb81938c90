/* The database is lost while a migration runs: its result waits on disk for the next apply. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

static const char *const domains[] = {"a", "b", NULL};
static const char *const target[] = {"a", "h2", NULL};

static char *slow_plan(const TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", 1200);
    char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    return plan;
}

static void lose_database_in_the_migration(const TestEstate *estate, const char *plan)
{
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    while (test_world_n_migrations(estate->world, "a") == 0)
        g_usleep(5000);
    g_autofree char *ended = test_database_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 't_robot'");
    cr_assert_eq(test_estate_wait(pid), 6);
}

static guint n_kept(const TestEstate *estate)
{
    g_autofree char *path = g_build_filename(estate->world->directory, "spool", NULL);
    g_autoptr(GDir) files = g_dir_open(path, 0, NULL);
    guint n = 0;
    while (files != NULL && g_dir_read_name(files) != NULL)
        n++;
    return n;
}

static void assert_ends(const TestEstate *estate, const char *plan, const char *said)
{
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(command.status, 0, "exit %d: %s", command.status, command.errors);
    cr_assert(strstr(command.errors, said), "'%s' is not in: %s", said, command.errors);
    test_world_step(estate->world, 0);
    g_autoptr(GPtrArray) wrongs = oracle_ask_at_the_end(estate->world->path, domains, target, plan);
    cr_assert_eq(wrongs->len, 0, "%s", (char *)g_ptr_array_index(wrongs, 0));
    cr_assert_eq(n_kept(estate), 0, "what was taken in is gone from the disk");
}

Test(apply_spool, the_job_in_hand_ends_and_its_result_waits_on_disk)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate);
    lose_database_in_the_migration(estate, plan);
    cr_assert_eq(n_kept(estate), 1);
    g_autofree char *where = test_world_where(estate->world, "a");
    cr_assert_str_eq(where, "h2:running", "the migration in hand has ended");
    g_autofree char *before =
        test_database_sql("SELECT string_agg(state, ',' ORDER BY seq) FROM step");
    cr_assert_str_eq(before, "calling,planned", "nothing new was begun");
    assert_ends(estate, plan, "the result 'done' of step 1 of plan");
    g_autofree char *detail = test_database_sql(
        "SELECT count(*) FROM journal WHERE event = 'done' AND seq = 1 AND detail LIKE "
        "'%downtime 80 ms (kept on disk at 2%, while the database was out of reach)'");
    cr_assert_str_eq(detail, "1", "the figures of the one who saw it");
}

Test(apply_spool, a_result_is_too_late_where_somebody_has_settled_the_step)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate);
    lose_database_in_the_migration(estate, plan);
    g_autofree char *elsewhere = g_build_filename(estate->world->directory, "elsewhere", NULL);
    setenv("VMATRIX_STATE", elsewhere, 1);
    g_auto(TestCommand) other =
        test_estate_run("t_robot", "apply", plan, "--stop-after", "1", NULL);
    cr_assert_eq(other.status, 6, "another machine settles it: %s", other.errors);
    setenv("VMATRIX_STATE", estate->world->directory, 1);
    assert_ends(estate, plan, "came too late: somebody has settled the step since");
}

Test(apply_spool, what_is_no_result_stays_where_it_is)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate);
    g_autofree char *directory = g_build_filename(estate->world->directory, "spool", NULL);
    g_autofree char *path = g_build_filename(directory, "x.result.json", NULL);
    cr_assert_eq(g_mkdir_with_parents(directory, 0700), 0);
    cr_assert(g_file_set_contents(path, "{\"format\": 1}", -1, NULL));
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(command.status, 0, "%s", command.errors);
    cr_assert(strstr(command.errors, "is no kept result and is left alone: something is missing"));
    cr_assert(g_file_test(path, G_FILE_TEST_EXISTS));
}

Test(apply_spool, a_full_disk_costs_only_that_the_hosts_are_asked)
{
    const char *sound = getenv("VMATRIX");
    g_autofree char *directory = g_path_get_dirname(sound);
    g_autofree char *faulty = g_build_filename(directory, "tests", "vmatrix_faulty", NULL);
    setenv("VMATRIX", faulty, 1);
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate);
    setenv("VMATRIX_FAULT",
           "spool.write.before:fail,call.migrate.before:sleep=700,"
           "db.step_move.after:fail@2",
           1);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    unsetenv("VMATRIX_FAULT");
    cr_assert_eq(command.status, 6, "exit %d: %s", command.status, command.errors);
    cr_assert(strstr(command.errors, "it cannot be kept either (cannot write "), "%s",
              command.errors);
    cr_assert_eq(n_kept(estate), 0, "nothing half-written stays");
    assert_ends(estate, plan, "is carried out");
}
