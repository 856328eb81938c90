#include "cli/collect_daemon.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/collect_output.h"
#include "common/error.h"

typedef struct {
    sigset_t awaited; /* blocked, so that none is lost between two waits */
    sigset_t before;
    const char *stopped_by; /* NULL while it is to go on */
} Signals;

static void signals_block(Signals *signals)
{
    signals->stopped_by = NULL;
    sigemptyset(&signals->awaited);
    sigaddset(&signals->awaited, SIGTERM);
    sigaddset(&signals->awaited, SIGINT);
    sigaddset(&signals->awaited, SIGCHLD);
    sigprocmask(SIG_BLOCK, &signals->awaited, &signals->before);
}

/* Waits for one signal until end_us; 0 where the time is over. */
static int wait_for_signal(Signals *signals, int64_t end_us)
{
    int64_t left_us = end_us - g_get_monotonic_time();
    if (left_us <= 0)
        return 0;
    struct timespec left = {.tv_sec = left_us / G_USEC_PER_SEC,
                            .tv_nsec = left_us % G_USEC_PER_SEC * 1000};
    int number = sigtimedwait(&signals->awaited, NULL, &left);
    if (number == SIGTERM || number == SIGINT)
        signals->stopped_by = number == SIGTERM ? "SIGTERM" : "SIGINT";
    return number > 0 ? number : 0;
}

/* Waits for the child until end_us or a signal to stop. False where it still runs. */
static bool wait_for_child(Signals *signals, pid_t child, int64_t end_us)
{
    while (waitpid(child, NULL, WNOHANG) == 0) {
        if (signals->stopped_by != NULL || g_get_monotonic_time() >= end_us)
            return false;
        wait_for_signal(signals, end_us);
    }
    return true;
}

static bool run_child(Signals *signals, int (*run_round)(void *context), void *context,
                      int64_t limit_ms, GError **error)
{
    int64_t end_us = g_get_monotonic_time() + limit_ms * 1000;
    pid_t child = fork();
    if (child < 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "cannot start a process for the round: %s", g_strerror(errno));
        return false;
    }
    if (child == 0) {
        sigprocmask(SIG_SETMASK, &signals->before, NULL);
        _exit(run_round(context));
    }
    if (wait_for_child(signals, child, end_us))
        return true;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    if (signals->stopped_by == NULL)
        collect_log("round_killed", "reason", "it took too long", NULL);
    return true;
}

bool collect_daemon(int (*run_round)(void *context), void *context, int64_t interval_ms,
                    int64_t limit_ms, GError **error)
{
    Signals signals;
    signals_block(&signals);
    bool ok = true;
    collect_log("started", NULL);
    while (ok && signals.stopped_by == NULL) {
        int64_t next_us = g_get_monotonic_time() + interval_ms * 1000;
        ok = run_child(&signals, run_round, context, limit_ms, error);
        while (ok && signals.stopped_by == NULL && g_get_monotonic_time() < next_us)
            wait_for_signal(&signals, next_us);
    }
    if (ok)
        collect_log("stopped", "signal", signals.stopped_by, NULL);
    sigprocmask(SIG_SETMASK, &signals.before, NULL);
    return ok;
}
