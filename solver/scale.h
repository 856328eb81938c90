/* The solver process for problems of any size: price bound and annealing. Internal. */
#ifndef VMATRIX_SOLVER_SCALE_H
#define VMATRIX_SOLVER_SCALE_H

#include "solver/search.h"

/* A ChildFunction; context is a SearchTask (its mip is not used). */
void scale_in_child(void *context, int pipe_fd, const volatile int *stop);

#endif
