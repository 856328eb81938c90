#include "common/limit_clock.h"

#include <sys/resource.h>
#include <time.h>

static bool counts_cpu;
static pid_t watched[MAX_WATCHED];
static guint n_watched;

void limit_clock_count_cpu(void)
{
    counts_cpu = true;
}

bool limit_clock_counts_cpu(void)
{
    return counts_cpu;
}

void cpu_clock_watch(pid_t child)
{
    g_assert(n_watched < MAX_WATCHED);
    watched[n_watched++] = child;
}

void cpu_clock_watch_none(void)
{
    n_watched = 0;
}

static gint64 us_of(struct timeval time)
{
    return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_usec;
}

static gint64 us_of_clock(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time) != 0)
        return 0;
    return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

gint64 cpu_clock_us(void)
{
    struct rusage children;
    clockid_t clock;
    getrusage(RUSAGE_CHILDREN, &children);
    gint64 us =
        us_of_clock(CLOCK_PROCESS_CPUTIME_ID) + us_of(children.ru_utime) + us_of(children.ru_stime);
    for (guint i = 0; i < n_watched; i++)
        if (clock_getcpuclockid(watched[i], &clock) == 0)
            us += us_of_clock(clock);
    return us;
}

gint64 limit_clock_us(void)
{
    return counts_cpu ? cpu_clock_us() : g_get_monotonic_time();
}
