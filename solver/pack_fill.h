/* The heaviest set of whole items that fits on a bin: a knapsack of several dimensions.
 *
 * Depth-first branch and bound over items, heaviest for their size first; the size of an item is
 * its demand at a price a dimension, and what fills the room at these prices bounds the rest
 * (surrogate relaxation: Glover, Surrogate constraints, 1968; Dantzig's bound).
 */
#ifndef VMATRIX_SOLVER_PACK_FILL_H
#define VMATRIX_SOLVER_PACK_FILL_H

#include "solver/exact.h"
#include "solver/problem.h"

typedef struct {
    const Problem *problem;
    uint32_t bin;          /* one of its kind */
    const uint32_t *items; /* [n_items] that may be there */
    uint32_t n_items;
    int64_t *prices; /* [n_dimensions] kept from call to call: they fit better each time */
} PackBin;

typedef struct {
    int64_t weight;  /* of the heaviest set found; the threshold where none is heavier */
    bool is_found;   /* a set heavier than the threshold */
    bool is_proved;  /* none is heavier than weight */
    uint64_t work;   /* items looked at */
    int64_t at_most; /* in any case none is heavier than that */
    uint32_t *items; /* [n_items] of the set, caller frees; NULL where not found */
    uint32_t n_items;
} PackFill;

/* weights: [item] of the problem, ≤ 0: left out. Only sets heavier than threshold count. */
void pack_fill(const PackBin *bin, const int64_t *weights, int64_t threshold, uint64_t max_work,
               PackFill *ret_fill);

#endif
