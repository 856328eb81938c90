/* Ruin and recreate: takes some items out of a placement, puts them back cheaper, and keeps the
 * result when it is better or, while the search is young, not much worse.
 *
 * Source: Schrimpf et al., Record breaking optimization results using the ruin and recreate
 * principle (2000). Every placement is judged by problem_evaluate. The same seed and number of
 * rounds give the same result.
 */
#ifndef VMATRIX_SOLVER_IMPROVE_H
#define VMATRIX_SOLVER_IMPROVE_H

#include "solver/incumbent.h"

typedef struct {
    uint64_t seed;
    uint64_t n_rounds;
    double time_limit_s;
    const volatile int *stop; /* may be NULL */
} ImproveLimits;

/* Starts from the incumbent; does nothing where there is none. Returns the rounds it made. */
uint64_t improve_run(Incumbent *incumbent, const ImproveLimits *limits);

#endif
