/* A placement under construction: loads and what still fits, one item at a time. Internal.
 *
 * packing_fits knows every hard limit that more items can only break further (places, capacity,
 * tiers, spread, split, lonely, gather, licences, limits of services). What only the whole
 * placement shows (budgets, keep, near, zones) is left to problem_evaluate.
 */
#ifndef VMATRIX_SOLVER_PACKING_H
#define VMATRIX_SOLVER_PACKING_H

#include "solver/problem.h"

typedef struct {
    const Problem *problem;
    uint32_t *bin_of_item;   /* [n_items] NO_INDEX where not placed */
    int64_t *load;           /* [bin * n_dimensions + dimension] */
    uint32_t *n_on_bin;      /* [n_bins] */
    uint32_t *tier_count;    /* [tier * n_bins + bin] */
    GArray **groups_of_item; /* [n_items] uint32_t, NULL where none */
} Packing;

Packing *packing_new(const Problem *problem);
void packing_free(Packing *packing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Packing, packing_free)

bool packing_fits(const Packing *packing, uint32_t item, uint32_t bin);
void packing_place(Packing *packing, uint32_t item, uint32_t bin);
void packing_remove(Packing *packing, uint32_t item);

/* What placing item on bin adds: its own cost and, where the bin is empty, that of serving. */
int64_t packing_added_cost(const Packing *packing, uint32_t item, uint32_t bin);

/* The bin where item fits at least added cost, NO_INDEX where it fits nowhere. Bins for which
 * closed is true are not looked at (NULL: all are). */
uint32_t packing_cheapest(const Packing *packing, uint32_t item, const bool *closed);

#endif
