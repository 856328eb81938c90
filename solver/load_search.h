/* Local search where loads cost: simulated annealing over shifts, swaps and chains, valid all the
 * way, restarted from the best. See load_state.h for what a trial costs. */
#ifndef VMATRIX_SOLVER_LOAD_SEARCH_H
#define VMATRIX_SOLVER_LOAD_SEARCH_H

#include "solver/incumbent.h"

typedef struct {
    gint64 deadline_us; /* monotonic; G_MAXINT64: steps alone count */
    uint64_t max_steps; /* 0: time alone counts */
    const volatile int *stop;
    const uint32_t *start; /* [n_items] NULL: from home */
    double heat;           /* of the first round; 1: from disorder */
} LoadSearchLimits;

/* For problems that load_state_knows. Offers what it finds. */
void load_search_run(Incumbent *incumbent, const LoadSearchLimits *limits);

#endif
