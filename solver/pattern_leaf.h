/* A leaf of a proof from prices of items, with its value in exact integers.
 *
 * Uses rows of docs/formulation.md: assign, notice, pack, spread, gather_equal, change_bin and
 * branch. The value is added up from the rows alone, not taken from the search.
 */
#ifndef VMATRIX_SOLVER_PATTERN_LEAF_H
#define VMATRIX_SOLVER_PATTERN_LEAF_H

#include "solver/pattern_bound.h"
#include "solver/proof_writer.h"

/* Nodes of the proof whose branches bound how many stay. */
typedef struct {
    uint32_t *fewest, *most; /* [stay] */
} StayNodes;

/* Writes node, with a pack for each bin, as the look at these prices showed it; the writer's scale
 * is PATTERN_SCALE. */
void pattern_leaf_write(PatternBound *bound, const PatternPart *part, const int64_t *price,
                        const PatternLook *look, const BranchNodes *above, const StayNodes *stays,
                        ProofWriter *writer, uint32_t node);

#endif
