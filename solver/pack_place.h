/* Placements on just the bins that a tree of packing ends with: what is annealed there, and what is
 * dived there. Where one comes out, it costs what is proved. Internal.
 *
 * Which bins of a kind serve is all the same, so a set of bins is as good as their numbers.
 */
#ifndef VMATRIX_SOLVER_PACK_PLACE_H
#define VMATRIX_SOLVER_PACK_PLACE_H

#include "solver/incumbent.h"
#include "solver/pack_prices.h"

typedef struct PackPlace PackPlace;

/* n: [kind] bins in service, whole numbers; prices, incumbent: borrowed. */
PackPlace *pack_place_new(PackPrices *prices, const double *n, Incumbent *incumbent);
void pack_place_free(PackPlace *place);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackPlace, pack_place_free)

/* Anneals on these bins, for so many steps an item or the time that is left, from where the items
 * are ([n_items], NO_INDEX: nowhere) if they are somewhere; what does not fit in the end goes to
 * other bins. bins: NULL: from disorder. */
void pack_place_anneal(PackPlace *place, const uint32_t *bins, uint64_t steps);

#endif
