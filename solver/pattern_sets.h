/* Annealing on the sets of bins that patterns settle on.
 *
 * The pattern bound tells best which bins should serve; which items share them is found sooner by
 * annealing on those bins than by branching on place after place. A set is tried again where the
 * tree comes back to it often.
 */
#ifndef VMATRIX_SOLVER_PATTERN_SETS_H
#define VMATRIX_SOLVER_PATTERN_SETS_H

#include "solver/incumbent.h"

typedef struct PatternSets PatternSets;

/* incumbent: borrowed; placements found are offered to it. */
PatternSets *pattern_sets_new(Incumbent *incumbent);
void pattern_sets_free(PatternSets *sets);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternSets, pattern_sets_free)

/* use: [n_bins] how much of each serves, 0 to 1. One annealing on those that serve by half or more,
 * where it is the turn of that set; true where that made a better incumbent. deadline_us: on the
 * limit clock, G_MAXINT64: none. */
bool pattern_sets_try(PatternSets *sets, const double *use, gint64 deadline_us,
                      const volatile int *stop);

/* A usual annealing ends too hot for cents, which decide where the bound is near: one from the
 * incumbent on, on its bins; true where that made a better one. deadline_us: as above. */
bool pattern_sets_refine(PatternSets *sets, gint64 deadline_us, const volatile int *stop);

#endif
