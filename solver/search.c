#include "solver/search.h"

#include <glpk.h>
#include <string.h>
#include <unistd.h>

#include "solver/branch.h"
#include "solver/child.h"
#include "solver/message.h"

#define GLPK_GAVE_UP 70
#define MAX_NODES    100000

typedef struct {
    const SearchTask *task;
    int pipe_fd;
    const volatile int *stop;
} Child;

/* GLPK ends its process on an internal error: here that is only the child. */
static void on_glpk_error(void *info)
{
    (void)info;
    _exit(GLPK_GAVE_UP);
}

static int swallow(void *info, const char *text)
{
    (void)info;
    (void)text;
    return 1;
}

static void tell_incumbent(void *context, const Incumbent *incumbent, const char *method)
{
    const Child *child = context;
    message_send_incumbent(child->pipe_fd, incumbent, method);
}

static void tell_bound(void *context, int64_t bound)
{
    const Child *child = context;
    child_send(child->pipe_fd, MESSAGE_BOUND, &bound, sizeof bound);
}

static void tell_status(const Child *child, const char *status)
{
    child_send(child->pipe_fd, MESSAGE_STATUS, status, strlen(status));
}

static void tell_proof(const Child *child, Branch *branch)
{
    g_autoptr(Proof) proof = branch_proof(branch);
    message_send_proof(child->pipe_fd, proof);
}

static BranchLimits limits_of(const Child *child)
{
    const SolveOptions *options = child->task->options;
    return (BranchLimits){
        .time_limit_s = child->task->time_limit_s,
        .work_limit = options->work_limit == 0 ? UINT64_MAX : options->work_limit,
        .max_nodes = MAX_NODES,
        .gap = options->gap,
        .first_only = options->first_only,
        .stop = child->stop,
        .on_bound = tell_bound,
        .context = (void *)(guintptr)child,
    };
}

void search_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    Child child = {.task = context, .pipe_fd = pipe_fd, .stop = stop};
    glp_term_hook(swallow, NULL);
    glp_error_hook(on_glpk_error, NULL);
    Incumbent *incumbent = child.task->incumbent;
    incumbent->on_better = tell_incumbent;
    incumbent->context = &child;

    g_autoptr(Branch) branch = branch_new(child.task->mip, incumbent);
    BranchLimits limits = limits_of(&child);
    branch_run(branch, &limits);
    tell_proof(&child, branch);
    uint8_t exhausted = branch_is_exhausted(branch);
    tell_status(&child, exhausted ? "optimal" : "limit reached");
    child_send(pipe_fd, MESSAGE_DONE, &exhausted, sizeof exhausted);
}
