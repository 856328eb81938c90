/* `verify PLAN`: the judge on a plan of the database. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/test_estate.h"

#define TARGET ((const char *const[]){"a", "h2", NULL})

static TestEstate *two_hosts(void)
{
    TestEstate *estate = test_estate_new(2);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h2", "b");
    return estate;
}

Test(verify_stored, accepts_a_plan_as_it_was_saved)
{
    g_autoptr(TestEstate) estate = two_hosts();
    g_autofree char *plan = test_estate_plan(estate, TARGET);
    g_auto(TestCommand) command = test_estate_run("t_eyes", "verify", plan, NULL);
    cr_assert_eq(command.status, 0, "%s%s", command.output, command.errors);
    cr_assert(strstr(command.output, "accepted: every check passed"), "%s", command.output);
}

Test(verify_stored, says_that_there_is_no_such_plan)
{
    g_autoptr(TestEstate) estate = two_hosts();
    g_auto(TestCommand) command = test_estate_run("t_eyes", "verify", "0123456789ab", NULL);
    cr_assert_eq(command.status, 66, "%s%s", command.output, command.errors);
    cr_assert(strstr(command.errors, "0123456789ab"), "%s", command.errors);
}
