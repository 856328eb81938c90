/* The proof that a tree of packing makes: a pack for each cut, a leaf for each part.
 *
 * Bins cost whole multiples of some unit. Where that says more than the leaves, the root of the
 * proof branches on their cost in units, and the leaves show that it is not as low as that.
 */
#ifndef VMATRIX_SOLVER_PACK_PROOF_H
#define VMATRIX_SOLVER_PACK_PROOF_H

#include "solver/pack_tree.h"
#include "solver/proof.h"

/* What any placement costs beside bins in service, micro-units. */
Int128 pack_forced_costs(const Problem *problem);

/* The bound is what the proof proves. Caller frees; NULL where numbers are too large for one. */
Proof *pack_proof_new(PackTree *tree, int64_t *ret_bound);

#endif
