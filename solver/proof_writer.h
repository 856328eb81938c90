/* A proof while it is written: nodes and packs grow, the least value of its leaves is kept. */
#ifndef VMATRIX_SOLVER_PROOF_WRITER_H
#define VMATRIX_SOLVER_PROOF_WRITER_H

#include "solver/exact.h"
#include "solver/proof.h"

typedef struct {
    GArray *nodes; /* ProofNode */
    GArray *packs; /* Pack */
    int64_t scale;
    bool fits;    /* no number left its range */
    bool any;     /* least is that of some leaf */
    Int128 least; /* times scale */
} ProofWriter;

ProofWriter *proof_writer_new(int64_t scale);
void proof_writer_free(ProofWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ProofWriter, proof_writer_free)

/* Number of a new node, to be filled by position: others may come before it is. */
uint32_t proof_writer_add(ProofWriter *writer);
static inline ProofNode *proof_writer_node(const ProofWriter *writer, uint32_t node)
{
    return &g_array_index(writer->nodes, ProofNode, node);
}

void proof_writer_take_value(ProofWriter *writer, Int128 value);

/* The proof, out of the writer; NULL where a number left its range. */
Proof *proof_writer_finish(ProofWriter *writer);

#endif
