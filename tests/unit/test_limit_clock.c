/* What limits of time count: wall time, or CPU time of the process and of the child that is
 * watched. */
#include <criterion/criterion.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/limit_clock.h"

static void burn(gint64 us)
{
    gint64 end_us = cpu_clock_us() + us;
    while (cpu_clock_us() < end_us)
        continue;
}

Test(limit_clock, counts_wall_time_unless_told_otherwise)
{
    gint64 before = limit_clock_us();
    g_usleep(20000);
    cr_assert_geq(limit_clock_us() - before, 20000);
    cr_assert_not(limit_clock_counts_cpu());
}

Test(limit_clock, counts_cpu_time_where_told_and_sleep_costs_nothing)
{
    limit_clock_count_cpu();
    gint64 before = limit_clock_us();
    burn(20000);
    gint64 burnt = limit_clock_us() - before;
    cr_assert_geq(burnt, 20000);
    before = limit_clock_us();
    g_usleep(300000);
    cr_assert_lt(limit_clock_us() - before, 150000);
}

Test(limit_clock, sees_a_child_while_it_runs_and_after_it_was_waited_for)
{
    int to_parent[2], to_child[2];
    char byte = 0;
    cr_assert_eq(pipe(to_parent) | pipe(to_child), 0);
    gint64 before = cpu_clock_us();
    pid_t pid = fork();
    if (pid == 0) {
        burn(60000);
        _exit(write(to_parent[1], &byte, 1) == 1 && read(to_child[0], &byte, 1) == 1 ? 0 : 1);
    }
    cpu_clock_watch(pid);
    cr_assert_eq(read(to_parent[0], &byte, 1), 1);
    cr_assert_geq(cpu_clock_us() - before, 60000);
    cr_assert_eq(write(to_child[1], &byte, 1), 1);
    waitpid(pid, NULL, 0);
    cpu_clock_watch_none();
    cr_assert_geq(cpu_clock_us() - before, 60000);
}

Test(limit_clock, a_forked_child_starts_counting_anew)
{
    limit_clock_count_cpu();
    burn(60000);
    pid_t pid = fork();
    if (pid == 0)
        _exit(limit_clock_us() < 30000 ? 0 : 1);
    int status = 1;
    waitpid(pid, &status, 0);
    cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}
