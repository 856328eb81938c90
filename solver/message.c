#include "solver/message.h"

#include <string.h>

#include "solver/child.h"

typedef struct {
    const uint8_t *at;
    gsize left;
    bool ok;
} Reader;

static void take(Reader *reader, void *ret_bytes, gsize size)
{
    if (!reader->ok || reader->left < size) {
        reader->ok = false;
        memset(ret_bytes, 0, size);
        return;
    }
    memcpy(ret_bytes, reader->at, size);
    reader->at += size;
    reader->left -= size;
}

/* An array whose length is known to fit in what is left of the message. */
static void *take_array(Reader *reader, gsize n, gsize element)
{
    if (!reader->ok || n > reader->left / element) {
        reader->ok = false;
        return NULL;
    }
    void *array = g_malloc0(MAX(1, n * element));
    take(reader, array, n * element);
    return array;
}

void message_send_incumbent(int pipe_fd, const Incumbent *incumbent, const char *method)
{
    const Problem *problem = incumbent->problem;
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_byte_array_append(bytes, (const guint8 *)incumbent->bin_of_item,
                        (guint)(problem->n_items * sizeof(uint32_t)));
    g_byte_array_append(bytes, (const guint8 *)incumbent->in_service,
                        (guint)(problem->n_bins * sizeof(bool)));
    g_byte_array_append(bytes, (const guint8 *)method, (guint)strlen(method) + 1);
    child_send(pipe_fd, MESSAGE_INCUMBENT, bytes->data, bytes->len);
}

bool message_take_incumbent(Incumbent *incumbent, const uint8_t *data, gsize size)
{
    const Problem *problem = incumbent->problem;
    Reader reader = {data, size, true};
    g_autofree uint32_t *bins = take_array(&reader, problem->n_items, sizeof(uint32_t));
    g_autofree bool *in_service = take_array(&reader, problem->n_bins, sizeof(bool));
    if (!reader.ok || reader.left == 0 || reader.at[reader.left - 1] != '\0')
        return false;
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (bins[item] != NO_INDEX && bins[item] >= problem->n_bins)
            return false;
    incumbent_offer(incumbent, bins, in_service, (const char *)reader.at);
    return true;
}

static void put(GByteArray *bytes, const void *data, gsize size)
{
    g_byte_array_append(bytes, data, (guint)size);
}

static void put_pack(GByteArray *bytes, const Pack *pack)
{
    put(bytes, pack, sizeof *pack);
    put(bytes, pack->items, pack->n_items * sizeof *pack->items);
    put(bytes, pack->weights, pack->n_items * sizeof *pack->weights);
    put(bytes, pack->bins, pack->n_bins * sizeof *pack->bins);
    put(bytes, pack->most, pack->n_bins * sizeof *pack->most);
    put(bytes, pack->prices, (gsize)pack->n_bins * pack->n_dimensions * sizeof *pack->prices);
}

static void put_proof(GByteArray *bytes, const Proof *proof)
{
    put(bytes, &proof->scale, sizeof proof->scale);
    put(bytes, &proof->n_nodes, sizeof proof->n_nodes);
    for (uint32_t i = 0; i < proof->n_nodes; i++) {
        const ProofNode *node = &proof->nodes[i];
        put(bytes, node, sizeof *node);
        put(bytes, node->bins, node->n_bins * sizeof *node->bins);
        put(bytes, node->columns, node->n_columns * sizeof *node->columns);
        if (node->times != NULL)
            put(bytes, node->times, node->n_columns * sizeof *node->times);
        put(bytes, node->multipliers, node->n_multipliers * sizeof *node->multipliers);
    }
    put(bytes, &proof->n_packs, sizeof proof->n_packs);
    for (uint32_t i = 0; i < proof->n_packs; i++)
        put_pack(bytes, &proof->packs[i]);
}

void message_send_proof(int pipe_fd, const Proof *proof)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put_proof(bytes, proof);
    child_send(pipe_fd, MESSAGE_PROOF, bytes->data, bytes->len);
}

void message_send_proved(int pipe_fd, const Proof *proof, int64_t bound, const char *method)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    put(bytes, &bound, sizeof bound);
    put(bytes, method, strlen(method) + 1);
    put_proof(bytes, proof);
    child_send(pipe_fd, MESSAGE_PROVED, bytes->data, bytes->len);
}

Proof *message_take_proved(const uint8_t *data, gsize size, int64_t *ret_bound,
                           const char **ret_method)
{
    const uint8_t *end = size < sizeof *ret_bound
                             ? NULL
                             : memchr(data + sizeof *ret_bound, '\0', size - sizeof *ret_bound);
    if (end == NULL)
        return NULL;
    memcpy(ret_bound, data, sizeof *ret_bound);
    *ret_method = (const char *)data + sizeof *ret_bound;
    return message_take_proof(end + 1, size - (gsize)(end + 1 - data));
}

static void take_node(Reader *reader, ProofNode *node)
{
    take(reader, node, sizeof *node);
    bool has_times = node->times != NULL;
    node->bins = take_array(reader, node->n_bins, sizeof *node->bins);
    node->columns = take_array(reader, node->n_columns, sizeof *node->columns);
    node->times = has_times ? take_array(reader, node->n_columns, sizeof *node->times) : NULL;
    node->multipliers = take_array(reader, node->n_multipliers, sizeof *node->multipliers);
}

static void take_pack(Reader *reader, Pack *pack)
{
    take(reader, pack, sizeof *pack);
    pack->items = take_array(reader, pack->n_items, sizeof *pack->items);
    pack->weights = take_array(reader, pack->n_items, sizeof *pack->weights);
    pack->bins = take_array(reader, pack->n_bins, sizeof *pack->bins);
    pack->most = take_array(reader, pack->n_bins, sizeof *pack->most);
    pack->prices = take_array(reader, pack->n_bins, pack->n_dimensions * sizeof *pack->prices);
}

static void take_packs(Reader *reader, Proof *proof)
{
    uint32_t n_packs = 0;
    take(reader, &n_packs, sizeof n_packs);
    if (!reader->ok || n_packs > reader->left / sizeof(Pack))
        return;
    proof->packs = g_new0(Pack, (gsize)n_packs + 1);
    proof->n_packs = n_packs;
    for (uint32_t i = 0; i < n_packs; i++)
        take_pack(reader, &proof->packs[i]);
}

Proof *message_take_proof(const uint8_t *data, gsize size)
{
    Reader reader = {data, size, true};
    g_autoptr(Proof) proof = proof_new(1);
    uint32_t n_nodes;
    take(&reader, &proof->scale, sizeof proof->scale);
    take(&reader, &n_nodes, sizeof n_nodes);
    if (!reader.ok || n_nodes > reader.left / sizeof(ProofNode))
        return NULL;
    proof->nodes = g_new0(ProofNode, (gsize)n_nodes + 1);
    proof->n_nodes = n_nodes;
    for (uint32_t i = 0; i < n_nodes; i++)
        take_node(&reader, &proof->nodes[i]);
    take_packs(&reader, proof);
    return reader.ok ? g_steal_pointer(&proof) : NULL;
}
