/* What migrations took, from the journal, as rates for the next plans. */
#include <criterion/criterion.h>
#include <string.h>

#include "tests/support/test_database.h"
#include "tests/support/test_estate.h"

Test(calibration, the_journal_tells_rate_overhead_and_how_far_plans_were_off)
{
    g_autoptr(TestEstate) estate = test_estate_new(2);
    test_world_add_domain(estate->world, "h1", "a");
    test_world_add_domain(estate->world, "h1", "b");
    g_auto(TestCommand) none =
        test_estate_run("t_eyes", "journal", "--calibration", "--output", "csv", NULL);
    cr_assert_eq(none.status, 0, "%s", none.errors);
    cr_assert_null(strchr(strchr(none.output, '\n') + 1, '\n'), "no row yet: %s", none.output);
    g_autofree char *plan =
        test_estate_plan(estate, (const char *const[]){"a", "h2", "b", "h2", NULL});
    g_auto(TestCommand) approved = test_estate_run("t_boss", "approve", plan, NULL);
    cr_assert_eq(approved.status, 0, "%s", approved.errors);
    g_auto(TestCommand) applied = test_estate_run("t_robot", "apply", plan, NULL);
    cr_assert_eq(applied.status, 0, "%s", applied.errors);
    g_auto(TestCommand) told =
        test_estate_run("t_eyes", "journal", plan, "--calibration", "--output", "csv", NULL);
    cr_assert_eq(told.status, 0, "%s", told.errors);
    cr_assert(g_str_has_prefix(told.output, "migrations,migration_mib_s,migration_overhead_s,"),
              "%s", told.output);
    const char *row = strchr(told.output, '\n') + 1;
    cr_assert(g_str_has_prefix(row, "2,"), "both migrations count: %s", told.output);
}
