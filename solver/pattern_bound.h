/* The pattern bound: every item has a price, and each bin that serves takes the whole items that
 * are worth most to it together (a knapsack of several dimensions, solved exactly).
 *
 * Relaxes nothing but that each item is placed once (Lagrangian relaxation of the assignment;
 * Geoffrion, 1974; the bound of Dantzig-Wolfe decomposition by bins), so it is stronger than the
 * price bound, where half a domain may fill a gap. Exact integers: prices and values are in
 * micro-units times scale. Its leaves are proved by packs (proof.h).
 */
#ifndef VMATRIX_SOLVER_PATTERN_BOUND_H
#define VMATRIX_SOLVER_PATTERN_BOUND_H

#include "solver/leaf_serving.h"
#include "solver/pack_fill.h"
#include "solver/pattern_part.h"

#define PATTERN_SCALE INT64_C(8192)

/* The most that a set known to fit on the bin weighs; weights: [item]. */
typedef int64_t (*KnownFunction)(void *context, uint32_t bin, const int64_t *weights);

typedef struct {
    const PriceModel *model;   /* borrowed */
    const PatternRules *rules; /* borrowed */
    KnownFunction known;       /* may be NULL */
    void *context;
    int64_t far;      /* what no plan costs, times scale */
    int64_t *notice;  /* [item] share of its service's notice that its move bears */
    PackKinds *kinds; /* every bin a kind, every item a class of its own */
    uint32_t *ones;   /* [item] */
    int64_t *weights; /* [item] of the bin looked at last */

    /* What the last evaluation found. */
    Int128 *serve;              /* [bin] reduced cost of serving */
    int64_t *most;              /* [bin] weight of the heaviest set, or above */
    uint32_t **found, *n_found; /* [bin] the set, where one heavier than known was found */
    Int128 loose;               /* how much of most is not known to be there */
    uint64_t work;              /* items looked at, since the bound was made */
} PatternBound;

/* What whole items weigh on each bin at most, as a look through them showed. */
typedef struct {
    int64_t *most; /* [bin] */
    int64_t *room; /* [bin * n_dimensions + dimension] prices of room that it was looked with */
} PatternLook;

/* NULL where a number could leave its range. */
PatternBound *pattern_bound_new(const PriceModel *model, const PatternRules *rules);
void pattern_bound_free(PatternBound *bound);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternBound, pattern_bound_free)

/* How demands on a bin are best added up, to begin with: what its room is worth in each dimension.
 */
void pattern_bound_price_room(PatternBound *bound, uint32_t bin, const double *share);
/* What the last evaluation showed of each bin, and how: it replaces what is in the look. */
void pattern_bound_look(const PatternBound *bound, PatternLook *look);
void pattern_look_clear(PatternLook *look);

/* price: as of pattern_part.h. At most so much work a bin; less only weakens the value. */
Int128 pattern_bound_evaluate(PatternBound *bound, const PatternPart *part, const int64_t *price,
                              uint64_t max_work);

/* Weights of the items on a bin at these prices, in bound->weights; returns what each item held
 * there weighs. */
int64_t pattern_bound_weigh(PatternBound *bound, const PatternPart *part, const int64_t *price,
                            uint32_t bin);

#endif
