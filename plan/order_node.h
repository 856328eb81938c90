/* The nodes of order_search: placements of the domains that may move, and how they were reached.
 *
 * A node's key is its placement (16 bits a domain, position in the list of
 * hosts), the extra moves so far of each service that may still have to pay for
 * them, and, where a limit is set, what was used up. Equal keys differ in cost
 * alone, so the cheapest one stands for all.
 */
#ifndef VMATRIX_PLAN_ORDER_NODE_H
#define VMATRIX_PLAN_ORDER_NODE_H

#include "plan/order_problem.h"

#define NODE_NOWHERE UINT16_MAX

typedef struct {
    uint16_t *key;
    Effort done;         /* all moves so far, notices of newly told services included */
    uint32_t parent;     /* INDEX_NONE for the start */
    uint32_t step_start; /* its step is steps[step_start .. + step_length) */
    uint32_t step_length;
    uint32_t n_away; /* domains that are not where they must end */
    bool closed;
} OrderNode;

typedef struct {
    uint32_t key_length; /* in 16-bit words */
    GArray *nodes;       /* OrderNode */
    GArray *steps;       /* OrderMove */
    GHashTable *seen;    /* key → node + 1 */
} NodeStore;

void node_store_init(NodeStore *store, uint32_t key_length);
void node_store_clear(NodeStore *store);
static inline OrderNode *node_at(const NodeStore *store, uint32_t node)
{
    return &g_array_index(store->nodes, OrderNode, node);
}

/* The node with that key, INDEX_NONE where there is none. */
uint32_t node_store_find(const NodeStore *store, const uint16_t *key);
/* Copies the key. The node's other members are zero. */
uint32_t node_store_add(NodeStore *store, const uint16_t *key);
/* The moves of all steps from the start to the node; wave numbers the steps. Caller unrefs. */
GArray *node_store_path(const NodeStore *store, uint32_t node);

#endif
