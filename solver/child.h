/* Work in a child process, fenced: what it allocates, how long it runs and how it dies cannot take
 * the caller down.
 *
 * The child sees the caller's memory as it was at the fork and answers by messages over a pipe.
 * GLPK runs only there.
 */
#ifndef VMATRIX_SOLVER_CHILD_H
#define VMATRIX_SOLVER_CHILD_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    double time_limit_s; /* the child should end by itself by then; it is killed soon after */
    gsize memory_limit_mib;
    const volatile int *stop; /* non-zero: the child is asked to end; may be NULL */
} ChildLimits;

/* Runs in the child. stop turns non-zero when the caller wants it to end. */
typedef void (*ChildFunction)(void *context, int pipe_fd, const volatile int *stop);
/* Runs in the caller, for each whole message. */
typedef void (*ChildReceiver)(void *context, uint32_t type, const uint8_t *data, gsize size);

typedef struct {
    bool ended;      /* by itself */
    int signal;      /* else: what ended it */
    int exit_status; /* where ended */
    double cpu_s;
} ChildEnd;

/* False only where the machine refuses pipe or process. */
bool child_run(ChildFunction function, void *context, const ChildLimits *limits,
               ChildReceiver receiver, void *receiver_context, ChildEnd *ret_end, GError **error);

/* In the child; ends it where nobody listens any more. */
void child_send(int pipe_fd, uint32_t type, const void *data, gsize size);

#endif
