/* The value of one leaf of a proof tree in exact integers, from multipliers of any origin.
 *
 * With multipliers y (clamped to the sign that their row allows) and scale S every solution within
 * the bounds costs at least  (S·constant + y·b + Σ min over bounds of (⌊S·cost⌋ − Aᵀy)·x) / S .
 * This is the formula of docs/formulation.md; nothing that a floating-point solver says is
 * trusted before it has come through here.
 */
#ifndef VMATRIX_SOLVER_LEAF_H
#define VMATRIX_SOLVER_LEAF_H

#include "solver/exact.h"
#include "solver/mip.h"

/* Sets of bins whose number in service is branched on. */
typedef struct {
    IndexList *sets;
    uint32_t n_sets;
} CountSets;

/* Bounds of a part of the tree: of each column, and of each count (lower -1, upper -1: none). */
typedef struct {
    int64_t *lower, *upper;             /* [n_columns] */
    int64_t *count_lower, *count_upper; /* [n_sets] */
} Bounds;

/* Sparse multipliers: row < n_rows is a row of the program, above it a count set. */
typedef struct {
    uint32_t row;
    int64_t y;
} RowMultiplier;

typedef struct {
    const Mip *mip;
    const CountSets *counts;
    int64_t scale;
    int64_t *cost; /* [n_columns] ⌊S·cost⌋ */
    int64_t
        *tie_cost;    /* [n_columns] cost plus a little for each move, so that ties have a winner */
    int64_t tie_step; /* that little; n_items times it is less than scale */
    Int128 *reduced;  /* scratch */
} LeafJudge;

#define NO_VALUE ((Int128)INT64_MIN * INT64_MAX) /* what an overflow gives: proves nothing */

LeafJudge *leaf_judge_new(const Mip *mip, const CountSets *counts);
void leaf_judge_free(LeafJudge *judge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LeafJudge, leaf_judge_free)

typedef enum { LEAF_COST, LEAF_TIE_COST, LEAF_NO_COST } LeafCosts;

/* Times scale; LEAF_NO_COST: without constant, > 0 proves that nothing lies within the bounds. */
Int128 leaf_judge_value(LeafJudge *judge, const Bounds *bounds, const RowMultiplier *y,
                        uint32_t n_y, LeafCosts costs);

/* What a value proves about the cost of plans, rounded as docs/formulation.md says. */
int64_t leaf_judge_bound(const LeafJudge *judge, Int128 value);

/* A row that the bounds alone make impossible (a Farkas proof with one multiplier). */
bool mip_broken_row(const Mip *mip, const Bounds *bounds, RowMultiplier *ret_y);

#endif
