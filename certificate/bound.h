/* Re-proves a bound from multipliers, in exact integers (docs/certificate.md has the argument).
 *
 * The proof is hostile until shown otherwise: every index, sign and size is
 * checked, and any overflow of 128 bits refuses it.
 */
#ifndef VMATRIX_CERTIFICATE_BOUND_H
#define VMATRIX_CERTIFICATE_BOUND_H

#include "model/model.h"
#include "solver/proof.h"

typedef struct {
    char *refused;   /* why the proof is not accepted, NULL where it is */
    bool infeasible; /* every leaf is empty: no placement keeps all hard limits */
    int64_t bound;   /* micro-units; where neither refused nor infeasible */
    uint32_t n_leaves;
} Proved;

void judge_proved_clear(Proved *proved);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Proved, judge_proved_clear)

void judge_prove(const Model *model, const Proof *proof, Proved *ret_proved);

#endif
