/* Searches of a child process for problems whose cost lies in loads. Internal. */
#ifndef VMATRIX_SOLVER_LOAD_CHILD_H
#define VMATRIX_SOLVER_LOAD_CHILD_H

#include "solver/search.h"

/* A ChildFunction; context is a SearchTask. Only where load_state_knows the problem. */
void load_in_child(void *context, int pipe_fd, const volatile int *stop);

#endif
