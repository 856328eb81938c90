/* For each item the items most like it in demand: the ones worth swapping it with. */
#ifndef VMATRIX_SOLVER_NEIGHBOURS_H
#define VMATRIX_SOLVER_NEIGHBOURS_H

#include "solver/state.h"

typedef struct {
    uint32_t n_each;
    uint32_t *items; /* [item * n_each + k]; the item itself where there are too few */
} Neighbours;

Neighbours *neighbours_new(const SearchState *state);
void neighbours_free(Neighbours *neighbours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Neighbours, neighbours_free)

#endif
