/* What the solver process does: the portfolio of searches, told about by messages. Internal. */
#ifndef VMATRIX_SOLVER_SEARCH_H
#define VMATRIX_SOLVER_SEARCH_H

#include "solver/incumbent.h"
#include "solver/mip.h"

typedef struct {
    const Mip *mip;       /* NULL: too large, only placements are looked for */
    Incumbent *incumbent; /* the child's copy of it grows better */
    const SolveOptions *options;
    double time_limit_s;
    bool is_second; /* beside one that proves: it looks for placements alone */
} SearchTask;

/* In a child: GLPK prints nothing and ends only this process on an internal error. */
void search_hook_glpk(void);

/* A ChildFunction; context is a SearchTask. */
void search_in_child(void *context, int pipe_fd, const volatile int *stop);

#endif
