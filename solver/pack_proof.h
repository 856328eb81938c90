/* The proof that a tree of packing makes: a pack and a leaf for each part. */
#ifndef VMATRIX_SOLVER_PACK_PROOF_H
#define VMATRIX_SOLVER_PACK_PROOF_H

#include "solver/pack_tree.h"
#include "solver/proof.h"

/* What any placement costs beside bins in service, micro-units. */
Int128 pack_forced_costs(const Problem *problem);

/* Heaviest sets are looked for once more, with as much work as the judge will spend; the bound is
 * what the proof proves. Caller frees. */
Proof *pack_proof_new(const PackTree *tree, int64_t *ret_bound);

#endif
