#include <criterion/criterion.h>

#include "actuator/supervise.h"

static bool look(Supervision *supervision, int64_t elapsed_ms, int64_t processed)
{
    MigrationProgress progress = {.elapsed_ms = elapsed_ms, .bytes_processed = processed};
    return supervision_is_stalled(supervision, &progress, 1000);
}

Test(supervise, a_migration_is_stalled_when_nothing_was_sent_for_too_long)
{
    Supervision supervision = {0};
    cr_assert_not(look(&supervision, 900, 0));
    cr_assert_not(look(&supervision, 1000, 10));
    cr_assert_not(look(&supervision, 2000, 10), "exactly as long as it may");
    cr_assert(look(&supervision, 2001, 10));
    cr_assert_not(look(&supervision, 2100, 11), "a byte is a byte");
    cr_assert(look(&supervision, 3101, 11));
}

Test(supervise, one_that_never_sends_is_stalled_too)
{
    Supervision supervision = {0};
    cr_assert_not(look(&supervision, 1000, 0));
    cr_assert(look(&supervision, 1001, 0));
}

Test(supervise, the_end_is_predicted_from_what_is_sent_less_what_is_written)
{
    MigrationProgress progress = {
        .bytes_remaining = 600, .bytes_per_s = 100, .dirty_bytes_per_s = 40};
    cr_assert_float_eq(migration_left_s(&progress), 10.0, 1e-9);
    progress.dirty_bytes_per_s = 100;
    cr_assert_lt(migration_left_s(&progress), 0, "it does not converge");
    progress.bytes_per_s = 0;
    cr_assert_lt(migration_left_s(&progress), 0, "not known");
}
