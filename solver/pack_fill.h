/* The heaviest set of whole items that fits on a bin: a knapsack of several dimensions.
 *
 * Depth-first branch and bound over classes of items, heaviest for their size first; the size of an
 * item is its demand at a price a dimension, and what fills the room at these prices bounds the
 * rest (surrogate relaxation: Glover, Surrogate constraints, 1968; Dantzig's bound).
 */
#ifndef VMATRIX_SOLVER_PACK_FILL_H
#define VMATRIX_SOLVER_PACK_FILL_H

#include "solver/exact.h"
#include "solver/pack_kinds.h"

typedef struct {
    uint32_t class, n;
} PackPart;

typedef struct {
    int64_t weight;  /* of the heaviest set found; the threshold where none is heavier */
    bool is_found;   /* a set heavier than the threshold */
    bool is_proved;  /* none is heavier than weight */
    uint64_t work;   /* classes looked at by who is to see at_most shown */
    int64_t at_most; /* in any case none is heavier than that */
    PackPart *parts; /* [n_parts] the set, classes rising; caller frees; NULL where not found */
    uint32_t n_parts;
} PackFill;

/* weights: [class] ≤ 0: left out. n_of_class: items of each class to choose from. Only sets heavier
 * than threshold, which is not below 0, count. */
void pack_fill(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
               const uint32_t *n_of_class, int64_t threshold, uint64_t max_work,
               PackFill *ret_fill);

/* Fits the prices of the kind to the weights, as pack_fill does first. */
void pack_fill_fit(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
                   const uint32_t *n_of_class);

#endif
