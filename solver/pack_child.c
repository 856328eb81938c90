#include "solver/pack_child.h"

#include "common/limit_clock.h"
#include "solver/message.h"
#include "solver/pack_search.h"

#define ROUNDS_PER_WORK 0.02

typedef struct {
    int pipe_fd;
} Listener;

static void tell_incumbent(void *context, const Incumbent *incumbent, const char *method)
{
    const Listener *listener = context;
    message_send_incumbent(listener->pipe_fd, incumbent, method);
}

static void tell_proof(void *context, Proof *proof, int64_t bound)
{
    const Listener *listener = context;
    message_send_proved(listener->pipe_fd, proof, bound, "packs");
    proof_free(proof);
}

void pack_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    const SearchTask *task = context;
    Listener listener = {pipe_fd};
    search_hook_glpk();
    task->incumbent->on_better = tell_incumbent;
    task->incumbent->context = &listener;
    PackLimits limits = {.start_us = limit_clock_us(),
                         .deadline_us = G_MAXINT64,
                         .max_rounds = UINT32_MAX,
                         .stop = stop,
                         .on_proof = tell_proof,
                         .context = &listener};
    if (task->options->work_limit > 0)
        limits.max_rounds =
            (uint32_t)MIN(1 + ROUNDS_PER_WORK * (double)task->options->work_limit, UINT32_MAX);
    else
        limits.deadline_us = limits.start_us + (gint64)(task->time_limit_s * 1e6);
    pack_search_run(task->incumbent, &limits);
}
