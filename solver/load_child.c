#include "solver/load_child.h"

#include "common/limit_clock.h"
#include "solver/load_bound.h"
#include "solver/load_search.h"
#include "solver/message.h"

#define STEPS_PER_WORK 100

#define BOUND_SHARE  0.06 /* of the time, for the bound */
#define BOUND_ROUNDS 400
#define BOUND_WORK   20 /* rounds where work is limited: each is work for all items and bins */

typedef struct {
    int pipe_fd;
} Listener;

static void tell_incumbent(void *context, const Incumbent *incumbent, const char *method)
{
    const Listener *listener = context;
    message_send_incumbent(listener->pipe_fd, incumbent, method);
}

static void find_bound(const SearchTask *task, const Listener *listener, const volatile int *stop)
{
    const Incumbent *incumbent = task->incumbent;
    bool counts_work = task->options->work_limit > 0;
    LoadBoundLimits limits = {
        .known_cost = incumbent->found ? incumbent->cost : 0,
        .max_rounds = counts_work ? BOUND_WORK : BOUND_ROUNDS,
        .deadline_us = G_MAXINT64,
        .stop = stop,
    };
    if (!counts_work)
        limits.deadline_us = limit_clock_us() + (gint64)(BOUND_SHARE * task->time_limit_s * 1e6);
    int64_t bound;
    g_autoptr(Proof) proof = load_bound(incumbent->problem, &limits, &bound);
    if (proof != NULL)
        message_send_proved(listener->pipe_fd, proof, bound, "load-bound");
}

void load_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    const SearchTask *task = context;
    Listener listener = {pipe_fd};
    Incumbent *incumbent = task->incumbent;
    incumbent->on_better = tell_incumbent;
    incumbent->context = &listener;
    gint64 start_us = limit_clock_us();
    if (task->options->start == NULL && !task->options->first_only && !task->is_second)
        find_bound(task, &listener, stop);
    LoadSearchLimits limits = {.deadline_us = G_MAXINT64, .stop = stop, .heat = 1};
    limits.start = task->options->start;
    if (limits.start != NULL)
        limits.heat = task->options->heat;
    if (task->options->work_limit > 0)
        limits.max_steps = task->options->work_limit * STEPS_PER_WORK;
    else
        limits.deadline_us = start_us + (gint64)(task->time_limit_s * 1e6);
    load_search_run(incumbent, &limits);
}
