/* The calendar at the moment of acting: the snapshot's, and what people have said since. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define TARGET ((const char *const[]){"a", "h2", NULL})

static TestEstate *one_to_move(void)
{
    TestEstate *estate = test_estate_new(3);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    return estate;
}

static void add_blackout(const char *name, const char *scope, const char *from, const char *to)
{
    g_autofree char *sql = g_strdup_printf(
        "SET search_path = vmatrix; SELECT blackout_add('%s', jsonb_build_object('scope', '%s', "
        "'from', now() + interval '%s', 'to', now() + interval '%s'))",
        name, scope, from, to);
    g_autofree char *output = test_database_sql(sql);
}

static char *approved_plan(const TestEstate *estate)
{
    char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) command = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(command.status, 0, "%s", command.errors);
    return plan;
}

static void assert_command(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

Test(apply_blackout, apply_waits_for_the_end_of_a_blackout_of_the_snapshot)
{
    g_autoptr(TestEstate) estate = one_to_move();
    add_blackout("backup", "host:h1", "-1 minute", "4 seconds");
    g_autofree char *plan = approved_plan(estate);
    g_autofree char *frozen = test_database_sql("SELECT scope FROM vmatrix.snapshot_blackout");
    cr_assert_str_eq(frozen, "host:h1");
    g_autofree char *removed =
        test_database_sql("SET search_path = vmatrix; SELECT blackout_remove('backup')");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_command(&command, 0, "is carried out: all 2 steps are done");
    cr_assert(strstr(command.errors, "migrate 'a' from 'h1' to 'h2' waits until 20"), "%s",
              command.errors);
    g_autofree char *too_early = test_database_sql(
        "SELECT count(*) FROM vmatrix.journal j, vmatrix.snapshot_blackout b "
        "WHERE j.event IN ('intent', 'calling') AND j.at < b.\"to\"::timestamptz");
    cr_assert_str_eq(too_early, "0");
}

Test(apply_blackout, a_blackout_that_came_after_the_plan_holds_as_well)
{
    g_autoptr(TestEstate) estate = one_to_move();
    g_autofree char *plan = approved_plan(estate);
    add_blackout("elsewhere", "host:h3", "-1 minute", "1 hour");
    add_blackout("emergency", "*", "-1 minute", "1 hour");
    g_auto(TestCommand) stopped = test_estate_run("t_robot", "apply", plan, "--no-wait", NULL);
    assert_command(&stopped, 6, "it would run within a blackout");
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 0);
    g_autofree char *removed =
        test_database_sql("SET search_path = vmatrix; SELECT blackout_remove('emergency')");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, "--no-wait", NULL);
    assert_command(&command, 0, "is carried out: all 2 steps are done");
}

Test(apply_blackout, an_action_that_would_reach_into_a_blackout_does_not_begin)
{
    g_autoptr(TestEstate) estate = one_to_move();
    g_autofree char *plan = approved_plan(estate);
    add_blackout("soon", "host:h1", "30 seconds", "1 hour"); /* switching h1 off takes a minute */
    g_auto(TestCommand) stopped = test_estate_run("t_robot", "apply", plan, "--no-wait", NULL);
    assert_command(&stopped, 6, "power_off 'h1' waits until");
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 1);
}

static const char *find_faketime(void)
{
    static const char *const libraries[] = {"/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
                                            "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"};
    for (guint i = 0; i < G_N_ELEMENTS(libraries); i++)
        if (g_file_test(libraries[i], G_FILE_TEST_EXISTS))
            return libraries[i];
    cr_skip_test("libfaketime is not installed (tools/install test)");
    return NULL;
}

/* Some hours from now, by the clock of the actuator alone. */
static TestCommand apply_later(const char *plan, const char *when, const char *option,
                               const char *value)
{
    setenv("LD_PRELOAD", find_faketime(), 1);
    setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1", 1);
    setenv("FAKETIME", when, 1);
    TestCommand command = test_estate_run("t_robot", "apply", plan, option, value, NULL);
    unsetenv("LD_PRELOAD");
    unsetenv("FAKETIME");
    return command;
}

/* Two moves of 7 minutes, 10 in a window: the second is meant for the window after the blackout.
 * Begun as late as that, the first takes its minutes. */
Test(apply_blackout, what_people_do_in_one_window_is_counted_again_where_apply_comes_late)
{
    g_autoptr(TestEstate) estate = test_estate_new(3);
    const char *const target[] = {"a", "h2", "c", "h3", NULL};
    for (guint i = 0; i < 3; i++) /* 'b' stays: no host is switched */
        test_world_add_domain(estate->world, "h1", (const char *const[]){"a", "b", "c"}[i]);
    test_world_add_domain(estate->world, "h2", "d");
    test_world_add_domain(estate->world, "h3", "e");
    add_blackout("day", "*", "1 hour", "2 hours");
    g_auto(TestCommand) policy =
        test_estate_run("t_author", "policy", "set", "max_operator_min_per_window", "10", NULL);
    cr_assert_eq(policy.status, 0, "%s", policy.errors);
    g_autofree char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    g_auto(TestCommand) first = apply_later(plan, "+3h", "--stop-after", "1");
    assert_command(&first, 6, "stopped after wave 1 as asked");
    g_autofree char *later = test_database_sql(
        "ALTER TABLE journal DISABLE TRIGGER ALL; UPDATE journal SET at = at + interval '3 hours' "
        "WHERE event = 'calling'; ALTER TABLE journal ENABLE TRIGGER ALL");
    g_auto(TestCommand) spent = apply_later(plan, "+3h", NULL, NULL);
    assert_command(&spent, 6,
                   "does not begin: the minutes that people have in a window "
                   "(max_operator_min_per_window) are spent, and no window follows");
    add_blackout("next day", "*", "4 hours", "5 hours");
    g_auto(TestCommand) waits = apply_later(plan, "+3h", "--no-wait", NULL);
    assert_command(&waits, 6, "(max_operator_min_per_window) are spent");
    cr_assert(strstr(waits.errors, "waits until 20"), "%s", waits.errors);
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 1);
    g_auto(TestCommand) last = apply_later(plan, "+6h", NULL, NULL);
    assert_command(&last, 0, "is carried out: all 2 steps are done");
}
