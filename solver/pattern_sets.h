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
 * where it is the turn of that set; true where that made a better incumbent. */
bool pattern_sets_try(PatternSets *sets, const double *use, const volatile int *stop);

/* Where the bound is near, cents decide, and a usual annealing ends too hot for them: one from the
 * incumbent on, on its bins; true where that made a better one. */
bool pattern_sets_refine(PatternSets *sets, const volatile int *stop);

#endif
