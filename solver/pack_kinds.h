/* Packing seen in kinds: bins alike together, items alike together.
 *
 * Bins are alike where they cost the same, hold the same and take the same items; items where they
 * demand the same and may be on the same bins. Whoever makes patterns of them need not tell alike
 * ones apart. Where rules count, pattern_kinds.h makes other kinds.
 */
#ifndef VMATRIX_SOLVER_PACK_KINDS_H
#define VMATRIX_SOLVER_PACK_KINDS_H

#include "solver/problem.h"

typedef struct {
    uint32_t *items, n_items; /* rising */
} PackClass;

typedef struct {
    uint32_t *bins, n_bins;       /* rising */
    uint32_t *classes, n_classes; /* of items that may be there */
    int64_t cost;                 /* of service, net of power; micro-units */
    int64_t *limits;              /* [n_dimensions] */
    int64_t *prices; /* [problem->n_dimensions] for pack_fill: fit better from call to call */
} PackKind;

typedef struct {
    const Problem *problem;
    PackClass *classes;
    PackKind *kinds;
    uint32_t n_classes, n_kinds;
    uint32_t n_dimensions; /* those of the problem, and behind them any others that limit */
    int64_t *demand;       /* [class * n_dimensions + dimension] of one of the class */
} PackKinds;

PackKinds *pack_kinds_new(const Problem *problem);
void pack_kinds_free(PackKinds *kinds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackKinds, pack_kinds_free)

/* Of bins in service alone: each costs a whole multiple of it; 0 where none costs anything. */
int64_t pack_kinds_unit(const PackKinds *kinds);

static inline const int64_t *pack_class_demand(const PackKinds *kinds, uint32_t class)
{
    return kinds->demand + (gsize) class * kinds->n_dimensions;
}

/* Limit of a bin of the kind in a dimension. */
static inline int64_t pack_kind_hard(const PackKinds *kinds, uint32_t kind, uint32_t dimension)
{
    return kinds->kinds[kind].limits[dimension];
}

/* Numbers of bins or kinds (uint32_t), rising: for qsort. */
int pack_compare_numbers(const void *a, const void *b);

#endif
