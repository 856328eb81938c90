/* What a proof is worth, worked out again from nothing but the program and the proof.
 *
 * The search says what it found; this says what may be claimed. (certificate/ does the same by
 * code of its own.)
 */
#ifndef VMATRIX_SOLVER_PROOF_VALUE_H
#define VMATRIX_SOLVER_PROOF_VALUE_H

#include "solver/mip.h"

typedef enum { PROOF_BOUND, PROOF_INFEASIBLE, PROOF_WRONG } ProofWorth;

/* PROOF_BOUND: *ret_bound holds; PROOF_INFEASIBLE: no placement keeps all rows. */
ProofWorth proof_value(const Mip *mip, const Proof *proof, int64_t *ret_bound);

#endif
