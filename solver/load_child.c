#include "solver/load_child.h"

#include "common/limit_clock.h"
#include "solver/load_search.h"
#include "solver/message.h"

#define STEPS_PER_WORK 100

typedef struct {
    int pipe_fd;
} Listener;

static void tell_incumbent(void *context, const Incumbent *incumbent, const char *method)
{
    const Listener *listener = context;
    message_send_incumbent(listener->pipe_fd, incumbent, method);
}

void load_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    const SearchTask *task = context;
    Listener listener = {pipe_fd};
    Incumbent *incumbent = task->incumbent;
    incumbent->on_better = tell_incumbent;
    incumbent->context = &listener;
    LoadSearchLimits limits = {.deadline_us = G_MAXINT64, .stop = stop, .heat = 1};
    limits.start = task->options->start;
    if (limits.start != NULL)
        limits.heat = task->options->heat;
    if (task->options->work_limit > 0)
        limits.max_steps = task->options->work_limit * STEPS_PER_WORK;
    else
        limits.deadline_us = limit_clock_us() + (gint64)(task->time_limit_s * 1e6);
    load_search_run(incumbent, &limits);
}
