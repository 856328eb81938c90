/* Moves that are not live: paused while they are copied, and cold. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

static const char *const target[] = {"a", "h2", NULL};

/* a of that mode on h1, defined there; it is to go to h2. */
static char *plan_of_mode(const TestEstate *estate, const char *mode, bool persistent)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "stays");
    test_world_add_domain(estate->world, "h2", "b");
    if (persistent)
        test_world_set_persistent(estate->world, "h1", "a");
    test_estate_collect(estate);
    g_autofree char *sql =
        g_strdup_printf("UPDATE domain SET move = '%s' WHERE domain = 'a'", mode);
    g_autofree char *set = test_database_sql(sql);
    char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    return plan;
}

static void assert_apply(const char *plan, int status, const char *said)
{
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--settle-ms", "300", NULL);
    cr_assert_eq(command.status, status, "exit %d: %s", command.status, command.errors);
    cr_assert(strstr(command.errors, said), "'%s' is not in: %s", said, command.errors);
}

static void assert_where(const TestEstate *estate, const char *right)
{
    g_autofree char *where = test_world_where(estate->world, "a");
    cr_assert_str_eq(where, right);
}

Test(apply_modes, a_guest_that_is_to_be_saved_stands_still_while_it_is_copied)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "save", false);
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", 1500);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    while (test_world_n_migrations(estate->world, "a") == 0)
        g_usleep(5000);
    assert_where(estate, "h1:paused h2:paused");
    cr_assert_eq(test_estate_wait(pid), 0);
    assert_where(estate, "h2:running");
}

Test(apply_modes, a_killed_apply_finds_a_paused_copy_under_way_and_waits)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "save", false);
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", 2500);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    while (test_world_n_migrations(estate->world, "a") == 0)
        g_usleep(5000);
    kill(pid, SIGKILL);
    test_estate_wait(pid);
    assert_apply(plan, 0, "after an interruption: the domain runs at the destination alone");
    assert_where(estate, "h2:running");
    cr_assert_eq(test_world_n_migrations(estate->world, "a"), 1);
}

Test(apply_modes, a_cold_move_defines_shuts_down_starts_and_forgets)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "cold", true);
    assert_apply(plan, 0, "is carried out");
    assert_where(estate, "h2:running");
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 0);
}

Test(apply_modes, a_transient_domain_is_defined_before_it_is_shut_down)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "cold", false);
    assert_apply(plan, 0, "is carried out");
    assert_where(estate, "h2:running");
}

Test(apply_modes, a_guest_that_does_not_start_there_starts_where_it_was)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "cold", true);
    test_world_set_host_truth(estate->world, "h2", "starts_nothing");
    assert_apply(plan, 6,
                 "it was started on its old host again, for here it did not: domain 'a': it "
                 "does not start");
    assert_where(estate, "h1:running h2:shutoff");
}

static void assert_goes_on_after_a_kill(const char *fault)
{
    const char *sound = getenv("VMATRIX");
    g_autofree char *directory = g_path_get_dirname(sound);
    g_autofree char *faulty = g_build_filename(directory, "tests", "vmatrix_faulty", NULL);
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "cold", true);
    g_autofree char *program = g_strdup(sound);
    setenv("VMATRIX", faulty, 1);
    setenv("VMATRIX_FAULT", fault, 1);
    g_auto(TestCommand) killed = test_estate_run("t_robot", "apply", plan, NULL);
    unsetenv("VMATRIX_FAULT");
    setenv("VMATRIX", program, 1);
    cr_assert_eq(killed.status, -SIGKILL, "exit %d: %s", killed.status, killed.errors);
    assert_apply(plan, 0, "is carried out");
    assert_where(estate, "h2:running");
}

Test(apply_modes, a_cold_move_goes_on_from_wherever_a_kill_left_it)
{
    static const char *const faults[] = {
        "call.definition.after:kill",    "call.define.before:kill",
        "call.define.after:kill",        "call.act_shut_down.before:kill",
        "call.act_shut_down.after:kill", "call.act_start.before:kill",
        "call.act_start.after:kill",     "call.act_undefine.before:kill",
        "call.act_undefine.after:kill",
    };
    for (guint i = 0; i < G_N_ELEMENTS(faults); i++)
        assert_goes_on_after_a_kill(faults[i]);
}

Test(apply_modes, a_domain_that_somebody_stopped_is_not_taken_for_a_cold_move_half_way)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_mode(estate, "cold", true);
    test_world_set_domain(estate->world, "h1", "a", "state", "shutoff");
    assert_apply(plan, 3, "domain 'a' does not run on 'h1' as the plan expects: it is shutoff");
    assert_where(estate, "h1:shutoff");
}
