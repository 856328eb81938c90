/* Rules of a SearchState: breaches counted as items come and go. Internal. */
#ifndef VMATRIX_SOLVER_STATE_RULES_H
#define VMATRIX_SOLVER_STATE_RULES_H

#include "solver/state.h"

StateRules *state_rules_new(const Problem *problem);
void state_rules_free(StateRules *rules);

/* All items are nowhere. */
void state_rules_begin(SearchState *state);

/* Before the item is added to, resp. after it was taken from, the bin's items; changes cost and
 * breaches of the state. */
void state_rules_enter(SearchState *state, uint32_t item, uint32_t bin);
void state_rules_leave(SearchState *state, uint32_t item, uint32_t bin);

/* A bin came into service or went out of it. */
void state_rules_serve(SearchState *state, uint32_t bin, bool serves);

#endif
