/* Where the services of a SearchState are: minimum numbers of zones, and services that must be
 * near others. Internal. */
#ifndef VMATRIX_SOLVER_STATE_SERVICES_H
#define VMATRIX_SOLVER_STATE_SERVICES_H

#include "solver/state.h"

/* NULL where no service asks for either. Counts the breaches of nobody being anywhere. */
StateServices *state_services_new(SearchState *state);
void state_services_free(StateServices *services);

/* An item comes to a bin (sign 1) or leaves it (-1); changes the breaches of the state. */
void state_services_change(SearchState *state, uint32_t item, uint32_t bin, int sign);

#endif
