/* Activation: a domain of a failed host is started elsewhere, but only where it is certain that it
 * runs nowhere. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

static const char *const target[] = {"a", "h2", NULL};

/* A person says that h1 has failed; the plan starts a on h2. */
static char *plan_of_failed_host(const TestEstate *estate)
{
    test_world_add_domain(estate->world, "h1", "a");
    test_world_set_persistent(estate->world, "h1", "a");
    g_autofree char *failed =
        test_database_sql("UPDATE host SET state = 'failed' WHERE host = 'h1'");
    char *plan = test_estate_plan(estate, target);
    g_auto(TestCommand) approval = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approval.status, 0, "%s", approval.errors);
    return plan;
}

static void assert_said(const TestCommand *command, int status, const char *said)
{
    cr_assert_eq(command->status, status, "exit %d: %s", command->status, command->errors);
    cr_assert(strstr(command->errors, said), "'%s' is not in: %s", said, command->errors);
}

static void assert_where(const TestEstate *estate, const char *expected)
{
    g_autofree char *where = test_world_where(estate->world, "a");
    cr_assert_str_eq(where, expected);
}

Test(apply_activate, starts_a_domain_from_the_definition_on_its_old_host)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_failed_host(estate);
    test_world_set_domain(estate->world, "h1", "a", "state", "shutoff");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 0,
                "activate 'a' from 'h1' to 'h2': done (the domain is running on 'h2' and "
                "shutoff on 'h1')");
    assert_where(estate, "h1:shutoff h2:running");
}

Test(apply_activate, never_starts_what_may_run_on_a_silent_host)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_failed_host(estate);
    test_world_set_host(estate->world, "h1", "state", "unreachable");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 3,
                "domain 'a' cannot be activated on 'h2': host 'h1' does not answer, so it "
                "may still run there");
    assert_where(estate, "h1:running");
}

Test(apply_activate, never_starts_what_runs_elsewhere)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_failed_host(estate);
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 3, "domain 'a' cannot be activated on 'h2': it is running on 'h1'");
    assert_where(estate, "h1:running");
}

Test(apply_activate, needs_a_definition_on_a_host_that_answers)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    g_autofree char *plan = plan_of_failed_host(estate);
    test_world_remove(estate->world, "h1", "a");
    g_auto(TestCommand) command = test_estate_run("t_robot", "apply", plan, NULL);
    assert_said(&command, 3,
                "domain 'a' cannot be activated on 'h2': no host that answers has its definition");
    assert_where(estate, "");
}
