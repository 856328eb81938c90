/* What the loads of a bin of a SearchState cost: overload and balance. Internal. */
#ifndef VMATRIX_SOLVER_STATE_LOAD_H
#define VMATRIX_SOLVER_STATE_LOAD_H

#include "solver/state.h"

/* Micro-units. */
int64_t state_load_cost(const SearchState *state, uint32_t bin);

#endif
