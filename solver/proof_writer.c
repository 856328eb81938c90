#include "solver/proof_writer.h"

ProofWriter *proof_writer_new(int64_t scale)
{
    ProofWriter *writer = g_new0(ProofWriter, 1);
    writer->nodes = g_array_new(FALSE, TRUE, sizeof(ProofNode));
    writer->packs = g_array_new(FALSE, TRUE, sizeof(Pack));
    writer->scale = scale;
    writer->fits = true;
    return writer;
}

/* What the writer holds as a proof. */
static Proof *take_all(ProofWriter *writer)
{
    Proof *proof = proof_new(writer->scale);
    proof->n_nodes = writer->nodes->len;
    proof->n_packs = writer->packs->len;
    proof->nodes = (ProofNode *)(void *)g_array_free(writer->nodes, FALSE);
    proof->packs = (Pack *)(void *)g_array_free(writer->packs, FALSE);
    writer->nodes = writer->packs = NULL;
    return proof;
}

void proof_writer_free(ProofWriter *writer)
{
    if (writer == NULL)
        return;
    if (writer->nodes != NULL)
        proof_free(take_all(writer));
    g_free(writer);
}

uint32_t proof_writer_add(ProofWriter *writer)
{
    g_array_set_size(writer->nodes, writer->nodes->len + 1);
    return writer->nodes->len - 1;
}

void proof_writer_take_value(ProofWriter *writer, Int128 value)
{
    if (!writer->any || value < writer->least)
        writer->least = value;
    writer->any = true;
}

Proof *proof_writer_finish(ProofWriter *writer)
{
    return writer->fits ? take_all(writer) : NULL;
}
