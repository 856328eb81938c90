/* Placements from patterns: the pattern used most is fixed, the rest solved again, and so on. */
#ifndef VMATRIX_SOLVER_PACK_DIVE_H
#define VMATRIX_SOLVER_PACK_DIVE_H

#include "solver/incumbent.h"
#include "solver/pack_prices.h"

/* Dives with the whole bins that a part allows, from the prices given ([class]); offers what comes
 * out. ret_bins: [n_items] as far as it came, NO_INDEX: nowhere; NULL: not asked for. The part of
 * prices is then another one. */
void pack_dive(PackPrices *prices, const double *lower, const double *upper, const double *price,
               double until, Incumbent *incumbent, uint32_t *ret_bins);

#endif
