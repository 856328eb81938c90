/* GLPK's own branch and cut on the whole program, for incumbents alone.
 *
 * Nothing that it says about optimality is used: placements go through problem_evaluate, bounds
 * come from branch.c. Run it in a child process.
 */
#ifndef VMATRIX_SOLVER_INTOPT_H
#define VMATRIX_SOLVER_INTOPT_H

#include "solver/incumbent.h"
#include "solver/mip.h"

/* Starts from the incumbent, offers each placement it finds. Returns GLPK's own word for how it
 * ended ("optimal", "feasible", "undefined", "no feasible solution"). */
const char *intopt_run(const Mip *mip, Incumbent *incumbent, double time_limit_s,
                       const volatile int *stop);

#endif
