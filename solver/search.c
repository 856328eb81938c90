#include "solver/search.h"

#include <glpk.h>
#include <string.h>
#include <unistd.h>

#include "solver/branch.h"
#include "solver/child.h"
#include "solver/intopt.h"
#include "solver/message.h"

#define GLPK_GAVE_UP 70
#define MAX_NODES    100000
#define FIRST_SHARE  0.3
#define GLPK_SHARE   0.4

typedef struct {
    const SearchTask *task;
    int pipe_fd;
    const volatile int *stop;
    gint64 start_us;
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
        .work_limit = options->work_limit == 0 ? UINT64_MAX : options->work_limit,
        .max_nodes = MAX_NODES,
        .gap = options->gap,
        .first_only = options->first_only,
        .stop = child->stop,
        .on_bound = tell_bound,
        .context = (void *)(guintptr)child,
    };
}

static double seconds_left(const Child *child)
{
    double used_s = (double)(g_get_monotonic_time() - child->start_us) / 1e6;
    return MAX(0, child->task->time_limit_s - used_s);
}

/* A share of the time that is left; all of it where only work is counted. */
static void run_branch(const Child *child, Branch *branch, double share)
{
    BranchLimits limits = limits_of(child);
    limits.time_limit_s = seconds_left(child) * share;
    branch_run(branch, &limits);
}

static bool goes_on(const Child *child, Branch *branch)
{
    bool found = child->task->options->first_only && child->task->incumbent->found;
    return !found && !branch_is_done(branch) && *child->stop == 0 && seconds_left(child) > 0.05;
}

/* First the own branch and bound, which also proves; where that does not end soon GLPK looks for
 * better placements, and then it goes on. GLPK's search cannot count its work, so it is left out
 * where the answer must not depend on time. */
static const char *search(const Child *child, Branch *branch)
{
    if (child->task->options->work_limit > 0) {
        run_branch(child, branch, 1);
        return branch_is_done(branch) ? "optimal" : "limit reached";
    }
    run_branch(child, branch, FIRST_SHARE);
    if (!goes_on(child, branch))
        return branch_is_done(branch) ? "optimal" : "limit reached";
    tell_proof(child, branch);
    const char *status = intopt_run(child->task->mip, child->task->incumbent,
                                    seconds_left(child) * GLPK_SHARE, child->stop);
    if (goes_on(child, branch))
        run_branch(child, branch, 1);
    return branch_is_done(branch) ? "optimal" : status;
}

void search_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    Child child = {.task = context, .pipe_fd = pipe_fd, .stop = stop};
    child.start_us = g_get_monotonic_time();
    glp_term_hook(swallow, NULL);
    glp_error_hook(on_glpk_error, NULL);
    Incumbent *incumbent = child.task->incumbent;
    incumbent->on_better = tell_incumbent;
    incumbent->context = &child;

    g_autoptr(Branch) branch = branch_new(child.task->mip, incumbent);
    const char *status = search(&child, branch);
    tell_proof(&child, branch);
    uint8_t exhausted = branch_is_exhausted(branch);
    tell_status(&child, status);
    child_send(pipe_fd, MESSAGE_DONE, &exhausted, sizeof exhausted);
}
