/* A leaf of a proof from prices of items, with its value in exact integers.
 *
 * Uses rows of docs/formulation.md: assign, notice, pack, spread, gather_equal, change_bin and
 * branch. The value is added up from the rows alone, not taken from the search.
 */
#ifndef VMATRIX_SOLVER_PATTERN_LEAF_H
#define VMATRIX_SOLVER_PATTERN_LEAF_H

#include "solver/pattern_bound.h"
#include "solver/proof_writer.h"

/* Writes node, with a pack for each bin; the writer's scale is PATTERN_SCALE. max_work: of looking
 * at each bin. */
void pattern_leaf_write(PatternBound *bound, const PatternPart *part, const int64_t *price,
                        const BranchNodes *above, uint64_t max_work, ProofWriter *writer,
                        uint32_t node);

#endif
