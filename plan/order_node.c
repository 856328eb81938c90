#include "plan/order_node.h"

#include <string.h>

/* The length stands before the key's words, for a hash function that is given nothing else. */
static guint hash_key(gconstpointer data)
{
    const uint16_t *key = data;
    uint64_t mixed = UINT64_C(0xCBF29CE484222325);
    for (uint16_t i = 1; i <= key[0]; i++)
        mixed = (mixed ^ key[i]) * UINT64_C(0x100000001B3);
    return (guint)(mixed ^ (mixed >> 32));
}

static gboolean is_equal_key(gconstpointer left, gconstpointer right)
{
    const uint16_t *key = left;
    return memcmp(left, right, ((gsize)key[0] + 1) * sizeof(uint16_t)) == 0;
}

void node_store_init(NodeStore *store, uint32_t key_length)
{
    store->key_length = key_length;
    store->nodes = g_array_new(FALSE, TRUE, sizeof(OrderNode));
    store->steps = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    store->seen = g_hash_table_new_full(hash_key, is_equal_key, g_free, NULL);
}

void node_store_clear(NodeStore *store)
{
    g_clear_pointer(&store->nodes, g_array_unref);
    g_clear_pointer(&store->steps, g_array_unref);
    g_clear_pointer(&store->seen, g_hash_table_unref);
}

uint32_t node_store_find(const NodeStore *store, const uint16_t *key)
{
    uint32_t found = GPOINTER_TO_UINT(g_hash_table_lookup(store->seen, key));
    return found == 0 ? INDEX_NONE : found - 1;
}

uint32_t node_store_add(NodeStore *store, const uint16_t *key)
{
    OrderNode node = {0};
    node.key = g_memdup2(key, ((gsize)store->key_length + 1) * sizeof(uint16_t));
    g_array_append_val(store->nodes, node);
    g_hash_table_insert(store->seen, node.key, GUINT_TO_POINTER(store->nodes->len));
    return store->nodes->len - 1;
}

static uint32_t depth_of(const NodeStore *store, uint32_t node)
{
    uint32_t depth = 0;
    for (; node_at(store, node)->parent != INDEX_NONE; node = node_at(store, node)->parent)
        depth++;
    return depth;
}

GArray *node_store_path(const NodeStore *store, uint32_t node)
{
    uint32_t depth = depth_of(store, node);
    g_autofree uint32_t *path = g_new(uint32_t, depth);
    for (uint32_t i = depth; i > 0; i--, node = node_at(store, node)->parent)
        path[i - 1] = node;
    GArray *moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    for (uint32_t i = 0; i < depth; i++)
        for (uint32_t n = 0; n < node_at(store, path[i])->step_length; n++) {
            OrderMove move =
                g_array_index(store->steps, OrderMove, node_at(store, path[i])->step_start + n);
            move.wave = i + 1;
            g_array_append_val(moves, move);
        }
    return moves;
}
