/* The way back, as people meet it: certified with the plan, approved like any, exactly what was
 * done. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/oracle.h"
#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

#define DOMAINS ((const char *const[]){"a", "b", "c", NULL})
#define TARGET  ((const char *const[]){"a", "h2", "b", "h2", NULL})
#define HOME    ((const char *const[]){"a", "h1", "b", "h1", NULL})

static TestEstate *small_estate(void)
{
    TestEstate *estate = test_estate_new(3);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "b");
    test_world_add_domain(estate->world, "h2", "c");
    return estate;
}

static void assert_command(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

static void run_well(const char *role, const char *command_name, const char *plan)
{
    g_auto(TestCommand) command = test_estate_run(role, command_name, plan, NULL);
    cr_assert_eq(command.status, 0, "%s: %s", command_name, command.errors);
}

static char *applied_plan(const TestEstate *estate)
{
    char *plan = test_estate_plan(estate, TARGET);
    run_well("t_boss", "approve", plan);
    run_well("t_robot", "apply", plan);
    return plan;
}

static char *reverse_of(const char *plan)
{
    g_autofree char *sql =
        g_strdup_printf("SELECT reverse FROM vmatrix.rollback WHERE plan = '%s'", plan);
    return test_database_sql(sql);
}

static void assert_home(const TestEstate *estate, const char *reverse)
{
    test_world_step(estate->world, 0);
    GPtrArray *wrongs = oracle_ask_at_the_end(estate->world->path, DOMAINS, HOME, reverse);
    g_ptr_array_add(wrongs, NULL);
    g_autofree char *text = g_strjoinv("\n", (char **)wrongs->pdata);
    cr_assert_str_empty(text);
    g_ptr_array_unref(wrongs);
}

Test(rollback, makes_a_plan_that_is_approved_and_carried_out_like_any)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = applied_plan(estate);
    g_auto(TestCommand) made = test_estate_run("t_author", "rollback", plan, NULL);
    assert_command(&made, 0, "leads back from what was done of plan");
    cr_assert(strstr(made.output, "goes back to where it was before plan"), "%s", made.output);
    cr_assert(strstr(made.output, "power on h1"), "%s", made.output);
    g_autofree char *reverse = reverse_of(plan);
    g_auto(TestCommand) early = test_estate_run("t_robot", "rollback", plan, NULL);
    assert_command(&early, 4, "is not approved");
    g_auto(TestCommand) own = test_estate_run("t_author", "approve", reverse, NULL);
    cr_assert_neq(own.status, 0, "nobody approves a reverse of their own");
    run_well("t_boss", "approve", reverse);
    g_auto(TestCommand) verified = test_estate_run("t_eyes", "verify", reverse, NULL);
    cr_assert_eq(verified.status, 0, "%s", verified.output);
    g_auto(TestCommand) done = test_estate_run("t_robot", "rollback", plan, NULL);
    assert_command(&done, 0, "is carried out: all 3 steps are done");
    assert_home(estate, reverse);
    g_auto(TestCommand) twice = test_estate_run("t_author", "rollback", plan, NULL);
    assert_command(&twice, 1, "is rolled back already, by plan");
    g_autofree char *newest =
        test_database_sql("SELECT count(*) FROM vmatrix.snapshot WHERE after_plan IS NOT NULL");
    cr_assert_str_eq(newest, "1");
}

Test(rollback, reverses_of_a_half_done_plan_what_was_done_alone)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) nothing = test_estate_run("t_author", "rollback", plan, NULL);
    assert_command(&nothing, 1, "was carried out: there is nothing to roll back");
    run_well("t_boss", "approve", plan);
    g_auto(TestCommand) half = test_estate_run("t_robot", "apply", plan, "--stop-after", "1", NULL);
    cr_assert_eq(half.status, 6, "%s", half.errors);
    g_auto(TestCommand) early = test_estate_run("t_robot", "rollback", plan, NULL);
    assert_command(&early, 1, "is not made yet, a planner makes it: ");
    g_auto(TestCommand) made =
        test_estate_run("t_author", "rollback", plan, "--output", "csv", NULL);
    cr_assert_eq(made.status, 0, "%s", made.errors);
    cr_assert_null(strstr(made.output, "power_"), "h1 was never switched off: %s", made.output);
    g_autofree char *reverse = reverse_of(plan);
    run_well("t_boss", "approve", reverse);
    run_well("t_robot", "rollback", plan);
    assert_home(estate, reverse);
    g_autofree char *abandoned = test_database_sql("SELECT string_agg(state, ',' ORDER BY "
                                                   "execution) FROM vmatrix.execution");
    cr_assert_str_eq(abandoned, "abandoned,done");
}

Test(rollback, a_reverse_of_less_than_is_done_by_now_does_not_begin)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    run_well("t_boss", "approve", plan);
    g_auto(TestCommand) half = test_estate_run("t_robot", "apply", plan, "--stop-after", "1", NULL);
    cr_assert_eq(half.status, 6, "%s", half.errors);
    run_well("t_author", "rollback", plan);
    g_autofree char *reverse = reverse_of(plan);
    run_well("t_boss", "approve", reverse);
    run_well("t_robot", "apply", plan); /* somebody went on instead */
    g_auto(TestCommand) stale = test_estate_run("t_robot", "apply", reverse, NULL);
    assert_command(&stale, 3, "does not reverse what is done by now of plan");
    run_well("t_author", "rollback", plan);
    g_autofree char *both = test_database_sql("SELECT count(*) FROM vmatrix.rollback");
    cr_assert_str_eq(both, "2");
}

Test(rollback, preflight_refuses_what_has_changed_since)
{
    g_autoptr(TestEstate) estate = small_estate();
    g_autofree char *plan = applied_plan(estate);
    run_well("t_author", "rollback", plan);
    g_autofree char *reverse = reverse_of(plan);
    run_well("t_boss", "approve", reverse);
    g_autofree char *gone = test_database_sql("UPDATE vmatrix.host SET removed_at = now() "
                                              "WHERE host = 'h1'");
    g_auto(TestCommand) refused = test_estate_run("t_robot", "rollback", plan, NULL);
    assert_command(&refused, 3, "it is no longer in the inventory");
    g_autofree char *back =
        test_database_sql("UPDATE vmatrix.host SET removed_at = NULL WHERE host = 'h1'");
    test_world_move(estate->world, "a", "h2", "h3");
    g_auto(TestCommand) moved = test_estate_run("t_robot", "rollback", plan, NULL);
    assert_command(&moved, 3, "domain 'a' does not run on 'h2' as the plan expects");
}
