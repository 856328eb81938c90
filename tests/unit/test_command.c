#include <criterion/criterion.h>
#include <string.h>

#include "actuator/command.h"
#include "common/error.h"

static void assert_fails(const char *line, int64_t deadline_ms, const char *message)
{
    g_autoptr(GError) error = NULL;
    cr_assert_not(command_run(line, deadline_ms, &error));
    cr_assert(g_error_matches(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED));
    cr_assert(strstr(error->message, message), "%s", error->message);
}

Test(command, succeeds_where_the_program_ends_with_0)
{
    g_autoptr(GError) error = NULL;
    cr_assert(command_run("true", 10000, &error));
    cr_assert_null(error);
}

Test(command, fails_with_the_exit_code_and_the_last_words)
{
    assert_fails("sh -c 'echo first; echo the fuse is blown >&2; exit 3'", 10000,
                 "command 'sh' failed (exit 3): first the fuse is blown");
    assert_fails("false", 10000, "command 'false' failed (exit 1): it said nothing");
}

Test(command, says_which_signal_ended_it)
{
    assert_fails("sh -c 'kill -TERM $$'", 10000, "command 'sh' failed (signal 15)");
}

Test(command, is_killed_at_its_deadline)
{
    assert_fails("sleep 60", 100, "command 'sleep' did not end within 0 s");
}

Test(command, that_does_not_exist_is_named)
{
    assert_fails("/nowhere/ipmitool power on", 1000, "command '/nowhere/ipmitool' does not start");
}

Test(command, that_cannot_be_split_into_words_is_refused)
{
    assert_fails("ipmitool 'power", 1000, "command 'ipmitool 'power' cannot be run");
}

Test(command, is_never_seen_by_a_shell)
{
    g_autoptr(GError) error = NULL;
    cr_assert(command_run("test $HOME = '$HOME'", 10000, &error), "no variable is replaced");
    cr_assert(command_run("test ';' = ;", 10000, &error), "no second command begins");
}
