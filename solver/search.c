#include "solver/search.h"

#include <glpk.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "common/limit_clock.h"
#include "solver/branch.h"
#include "solver/child.h"
#include "solver/improve.h"
#include "solver/intopt.h"
#include "solver/message.h"

#define GLPK_GAVE_UP  70
#define MAX_NODES     100000
#define FIRST_SHARE   0.2
#define IMPROVE_SHARE 0.5
#define GLPK_SHARE    0.2
#define ROUND_WORK    10 /* units of work that a round of ruin and recreate counts as */

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

void search_hook_glpk(void)
{
    glp_term_hook(swallow, NULL);
    glp_error_hook(on_glpk_error, NULL);
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
        .work_limit = UINT64_MAX,
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
    double used_s = (double)(limit_clock_us() - child->start_us) / 1e6;
    return MAX(0, child->task->time_limit_s - used_s);
}

/* A share of the time that is left, and of the work where that is limited. */
static void run_branch(const Child *child, Branch *branch, double share)
{
    BranchLimits limits = limits_of(child);
    limits.time_limit_s = seconds_left(child) * share;
    if (child->task->options->work_limit > 0) {
        double left = (double)child->task->options->work_limit - (double)branch_work(branch);
        limits.work_limit = (uint64_t)fmax(0, left * share);
        limits.time_limit_s = seconds_left(child);
    }
    branch_run(branch, &limits);
}

static bool goes_on(const Child *child, Branch *branch)
{
    bool found = child->task->options->first_only && child->task->incumbent->found;
    return !found && !branch_is_done(branch) && *child->stop == 0 && seconds_left(child) > 0.05;
}

/* Better placements by ruin and recreate, in a share of the time or of the work. */
static void improve(const Child *child, double share)
{
    const SolveOptions *options = child->task->options;
    bool by_time = options->work_limit == 0;
    ImproveLimits limits = {.seed = options->seed, .stop = child->stop};
    limits.n_rounds = by_time ? UINT64_MAX : options->work_limit / ROUND_WORK;
    limits.time_limit_s = by_time ? seconds_left(child) * share : INFINITY;
    improve_run(child->task->incumbent, &limits);
}

/* GLPK cannot count its work, so it is left out where the answer must not depend on time. */
static const char *look_for_placements(const Child *child)
{
    improve(child, IMPROVE_SHARE);
    if (child->task->options->work_limit > 0)
        return "limit reached";
    return intopt_run(child->task->mip, child->task->incumbent, seconds_left(child) * GLPK_SHARE,
                      child->stop);
}

/* First the own branch and bound, which also proves; where that does not end soon others look for
 * better placements, and then it goes on. */
static const char *search(const Child *child, Branch *branch)
{
    run_branch(child, branch, FIRST_SHARE);
    const char *status = "limit reached";
    if (goes_on(child, branch)) {
        tell_proof(child, branch);
        status = look_for_placements(child);
    }
    if (goes_on(child, branch))
        run_branch(child, branch, 1);
    return branch_is_done(branch) ? "optimal" : status;
}

static bool search_and_prove(const Child *child)
{
    g_autoptr(Branch) branch = branch_new(child->task->mip, child->task->incumbent);
    const char *status = search(child, branch);
    tell_proof(child, branch);
    tell_status(child, status);
    return branch_is_exhausted(branch);
}

static void improve_only(const Child *child)
{
    improve(child, 1);
    tell_status(child, "too many places for an exact program");
}

void search_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    Child child = {.task = context, .pipe_fd = pipe_fd, .stop = stop};
    child.start_us = limit_clock_us();
    search_hook_glpk();
    Incumbent *incumbent = child.task->incumbent;
    incumbent->on_better = tell_incumbent;
    incumbent->context = &child;

    uint8_t exhausted = false;
    if (child.task->mip == NULL)
        improve_only(&child);
    else
        exhausted = search_and_prove(&child);
    child_send(pipe_fd, MESSAGE_DONE, &exhausted, sizeof exhausted);
}
