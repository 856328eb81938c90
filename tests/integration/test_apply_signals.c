/* A person at the terminal: pause, go on, cancel; and a migration that stands still. */
#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

static const char *const target[] = {"a", "h2", "b", "h2", NULL};

/* a and b leave h1 one after the other. */
static char *slow_plan(const TestEstate *estate, gint64 migration_ms)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "b");
    test_world_add_domain(estate->world, "h2", "c");
    test_world_set_domain_number(estate->world, "h1", "a", "migration_ms", migration_ms);
    test_world_set_domain_number(estate->world, "h1", "b", "migration_ms", migration_ms);
    g_auto(TestCommand) rate =
        test_estate_run("t_author", "rate", "set", "max_parallel", "1", NULL);
    cr_assert_eq(rate.status, 0, "%s", rate.errors);
    char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    return plan;
}

static void wait_for_migrations(const TestEstate *estate, guint n)
{
    while (test_world_n_migrations(estate->world, "*") < n)
        g_usleep(5000);
}

static void assert_steps(const char *states)
{
    g_autofree char *found = test_database_sql(
        "SELECT string_agg(s.state, ',' ORDER BY s.seq) FROM step s JOIN execution e USING "
        "(execution)");
    cr_assert_str_eq(found, states);
}

Test(apply_signals, a_paused_apply_begins_nothing_until_it_is_told_to_go_on)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate, 700);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    wait_for_migrations(estate, 1);
    kill(pid, SIGUSR1);
    g_usleep(4 * G_USEC_PER_SEC);
    cr_assert_eq(test_world_n_migrations(estate->world, "*"), 1);
    cr_assert_eq(kill(pid, 0), 0, "it waits");
    kill(pid, SIGUSR2);
    cr_assert_eq(test_estate_wait(pid), 0);
}

Test(apply_signals, a_paused_apply_can_be_stopped)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate, 700);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    wait_for_migrations(estate, 1);
    kill(pid, SIGUSR1);
    kill(pid, SIGINT);
    cr_assert_eq(test_estate_wait(pid), 6);
}

Test(apply_signals, a_second_interrupt_cancels_what_is_in_hand)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate, 60000);
    GPid pid = test_estate_start("t_robot", "apply", plan, NULL);
    wait_for_migrations(estate, 1);
    kill(pid, SIGINT);
    g_usleep(G_USEC_PER_SEC / 2);
    kill(pid, SIGINT);
    cr_assert_eq(test_estate_wait(pid), 6);
    g_autofree char *where = test_world_where(estate->world, "a");
    cr_assert_str_eq(where, "h1:running", "it stays where it was");
    g_autofree char *detail =
        test_database_sql("SELECT count(*) FROM journal WHERE event = 'failed' AND detail LIKE "
                          "'the domain runs at the source alone; the hypervisor said: cancelled by "
                          "a signal: %'");
    cr_assert_str_neq(detail, "0");
}

Test(apply_signals, a_migration_that_sends_nothing_is_aborted)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = slow_plan(estate, 100);
    test_world_fault(estate->world, "a", "hang");
    g_auto(TestCommand) command =
        test_estate_run("t_robot", "apply", plan, "--stall-ms", "600", NULL);
    cr_assert_eq(command.status, 6, "exit %d: %s", command.status, command.errors);
    cr_assert(strstr(command.errors, "it stalled: nothing was sent for too long"), "%s",
              command.errors);
    g_autofree char *where = test_world_where(estate->world, "a");
    cr_assert_str_eq(where, "h1:running");
    assert_steps("failed,done,skipped");
}
