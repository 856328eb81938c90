/* What the leaves of a tree of packing prove, in exact integers. Internal to the proof.
 *
 * A leaf combines cuts and branches with the multipliers that the program of its numbers has, as
 * integers of one scale for the whole proof.
 */
#ifndef VMATRIX_SOLVER_PACK_LEAF_H
#define VMATRIX_SOLVER_PACK_LEAF_H

#include "solver/pack_tree.h"

typedef struct {
    uint32_t node;
    int64_t *of_cut;    /* [cut] in 1 / finer */
    int64_t *of_branch; /* [depth] from the root down, in micro-units / scale */
    Int128 value;       /* in micro-units / scale, without what is forced in any case */
} PackLeaf;

typedef struct {
    const PackTree *tree;
    int64_t finer, scale; /* scale = CUT_SCALE * finer */
    PackLeaf *leaves;
    uint32_t n_leaves;
    Int128 least; /* value */
} PackLeaves;

/* most_other: the largest multiplier that a proof needs beside those, in micro-units. NULL where
 * the numbers are too large for a proof. */
PackLeaves *pack_leaves_new(PackTree *tree, int64_t most_other);
void pack_leaves_free(PackLeaves *leaves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackLeaves, pack_leaves_free)

/* What a bin of the kind costs beyond what the leaf takes for it, in micro-units / scale. */
Int128 pack_leaf_reduced(const PackLeaves *leaves, const PackLeaf *leaf, uint32_t kind);

/* Weight of an item of the class in all cuts together, in micro-units / scale. */
Int128 pack_leaf_weight(const PackLeaves *leaves, const PackLeaf *leaf, uint32_t class);

#endif
