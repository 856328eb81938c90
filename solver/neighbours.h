/* For each item the items most like it in demand: the ones worth swapping it with. */
#ifndef VMATRIX_SOLVER_NEIGHBOURS_H
#define VMATRIX_SOLVER_NEIGHBOURS_H

#include "solver/state.h"

typedef struct {
    uint32_t n_each;
    uint32_t *items; /* [item * n_each + k]; the item itself where there are too few */
    uint32_t *rank;  /* [n_items] in the order of size */
    double *shape;   /* [item * n_shape + k] demands that are compared */
    uint32_t n_shape;
} Neighbours;

Neighbours *neighbours_new(const SearchState *state);
void neighbours_free(Neighbours *neighbours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Neighbours, neighbours_free)

#define NEIGHBOURS_AMONG 8

/* The same among some items alone, which get sorted by size: ret, [n * NEIGHBOURS_AMONG], of the
 * item at each position. */
void neighbours_among(const Neighbours *neighbours, uint32_t *items, uint32_t n, uint32_t *ret);

#endif
