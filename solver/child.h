/* Work in child processes, fenced: what they allocate, how long they run and how they die cannot
 * take the caller down.
 *
 * A child sees the caller's memory as it was at the fork and answers by messages over a pipe.
 * GLPK runs only there. Several run at the same time; the first leads: the others are asked to end
 * when it has ended.
 */
#ifndef VMATRIX_SOLVER_CHILD_H
#define VMATRIX_SOLVER_CHILD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double time_limit_s;      /* the child should end by itself by then; it is killed soon after */
    gsize memory_limit_mib;   /* of each child */
    const volatile int *stop; /* non-zero: the children are asked to end; may be NULL */
    const bool *enough;       /* true: the same, set by a message's receiver; may be NULL */
} ChildLimits;

/* Runs in the child. stop turns non-zero when the caller wants it to end. */
typedef void (*ChildFunction)(void *context, int pipe_fd, const volatile int *stop);
/* Runs in the caller, for each whole message. */
typedef void (*ChildReceiver)(void *context, uint32_t type, const uint8_t *data, gsize size);

typedef struct {
    ChildFunction function;
    void *context;
} ChildTask;

typedef struct {
    bool ended;      /* by itself */
    int signal;      /* else: what ended it */
    int exit_status; /* where ended */
    double cpu_s;
} ChildEnd;

/* One child a task, at least one. ret_end is the first one's. False only where the machine refuses
 * pipe or process. */
bool child_run(const ChildTask *tasks, guint n_tasks, const ChildLimits *limits,
               ChildReceiver receiver, void *receiver_context, ChildEnd *ret_end, GError **error);

/* In the child; ends it where nobody listens any more. */
void child_send(int pipe_fd, uint32_t type, const void *data, gsize size);

#endif
