/* Placements without a solver: repair of the current one, first fit, emptying of bins. */
#ifndef VMATRIX_SOLVER_CONSTRUCT_H
#define VMATRIX_SOLVER_CONSTRUCT_H

#include "solver/incumbent.h"

/* How much item likes bin: the most liked that fits is taken. */
typedef double (*PreferenceFunction)(void *context, uint32_t item, uint32_t bin);

/* Places the items one by one where they like it most, those that like one bin best of all
 * first. False where one fits nowhere. bin_of_item: [n_items], written in any case. */
bool construct_guided(const Problem *problem, PreferenceFunction preference, void *context,
                      uint32_t *bin_of_item);

/* Offers what plain heuristics find: everything stays that can; all anew by size; and from the
 * best of these bins emptied one by one while that pays. stop and deadline (monotonic µs) end it.
 */
void construct_offers(Incumbent *incumbent, gint64 deadline_us);

#endif
