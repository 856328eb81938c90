/* The search for patterns in a child process. Internal. */
#ifndef VMATRIX_SOLVER_PACK_CHILD_H
#define VMATRIX_SOLVER_PACK_CHILD_H

#include "solver/search.h"

/* A ChildFunction; context is a SearchTask. Only where pack_search_knows the problem. */
void pack_in_child(void *context, int pipe_fd, const volatile int *stop);

#endif
