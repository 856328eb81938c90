#include "solver/proof.h"

const char *const column_kind_names[N_COLUMN_KINDS] = {
    [COLUMN_PLACE] = "place",     [COLUMN_SERVE] = "serve",         [COLUMN_CHANGE] = "change",
    [COLUMN_NOTICE] = "notice",   [COLUMN_OVERLOAD] = "overload",   [COLUMN_BALANCE] = "balance",
    [COLUMN_LICENCE] = "licence", [COLUMN_TIER] = "tier",           [COLUMN_BREACH] = "breach",
    [COLUMN_USED] = "used",       [COLUMN_ZONE_USED] = "zone_used", [COLUMN_BUSIEST] = "busiest",
    [COLUMN_LARGEST] = "largest", [COLUMN_ABOVE] = "above",
};

const uint32_t column_kind_n_indices[N_COLUMN_KINDS] = {
    [COLUMN_PLACE] = 2,    [COLUMN_SERVE] = 1,   [COLUMN_CHANGE] = 0,    [COLUMN_NOTICE] = 1,
    [COLUMN_OVERLOAD] = 3, [COLUMN_BALANCE] = 3, [COLUMN_LICENCE] = 2,   [COLUMN_TIER] = 2,
    [COLUMN_BREACH] = 2,   [COLUMN_USED] = 3,    [COLUMN_ZONE_USED] = 2, [COLUMN_BUSIEST] = 0,
    [COLUMN_LARGEST] = 1,  [COLUMN_ABOVE] = 2,
};

const char *const row_kind_names[N_ROW_KINDS] = {
    [ROW_ASSIGN] = "assign",
    [ROW_LINK] = "link",
    [ROW_EMPTY] = "empty",
    [ROW_CAPACITY] = "capacity",
    [ROW_TRANSIENT] = "transient",
    [ROW_CHANGE_ITEM] = "change_item",
    [ROW_CHANGE_BIN] = "change_bin",
    [ROW_NOTICE] = "notice",
    [ROW_OVERLOAD] = "overload",
    [ROW_BALANCE] = "balance",
    [ROW_LICENCE_LINK] = "licence_link",
    [ROW_LICENCE_HOSTS] = "licence_hosts",
    [ROW_TIER_LINK] = "tier_link",
    [ROW_TIER_CAPACITY] = "tier_capacity",
    [ROW_SPREAD] = "spread",
    [ROW_SPREAD_ZONE] = "spread_zone",
    [ROW_GATHER_EQUAL] = "gather_equal",
    [ROW_GATHER_LINK] = "gather_link",
    [ROW_GATHER] = "gather",
    [ROW_FENCE] = "fence",
    [ROW_BAN] = "ban",
    [ROW_ROOT] = "root",
    [ROW_LONELY_LINK] = "lonely_link",
    [ROW_LONELY] = "lonely",
    [ROW_SPLIT_LINK] = "split_link",
    [ROW_SPLIT] = "split",
    [ROW_MAX_ON] = "max_on",
    [ROW_KEEP] = "keep",
    [ROW_ZONE_USED] = "zone_used",
    [ROW_MIN_ZONES] = "min_zones",
    [ROW_SERVICE_PER_HOST] = "service_per_host",
    [ROW_SERVICE_PER_ZONE] = "service_per_zone",
    [ROW_NEAR] = "near",
    [ROW_MAX_MOVES] = "max_moves",
    [ROW_MAX_OPERATOR] = "max_operator",
    [ROW_MAX_MEMORY] = "max_memory",
    [ROW_BUSIEST] = "busiest",
    [ROW_RESERVE] = "reserve",
    [ROW_RESERVE_HOST] = "reserve_host",
    [ROW_BRANCH] = "branch",
    [ROW_PACK] = "pack",
};

const uint32_t row_kind_n_indices[N_ROW_KINDS] = {
    [ROW_ASSIGN] = 1,
    [ROW_LINK] = 2,
    [ROW_EMPTY] = 1,
    [ROW_CAPACITY] = 3,
    [ROW_TRANSIENT] = 3,
    [ROW_CHANGE_ITEM] = 1,
    [ROW_CHANGE_BIN] = 1,
    [ROW_NOTICE] = 1,
    [ROW_OVERLOAD] = 3,
    [ROW_BALANCE] = 3,
    [ROW_LICENCE_LINK] = 3,
    [ROW_LICENCE_HOSTS] = 1,
    [ROW_TIER_LINK] = 2,
    [ROW_TIER_CAPACITY] = 4,
    [ROW_SPREAD] = 2,
    [ROW_SPREAD_ZONE] = 2,
    [ROW_GATHER_EQUAL] = 3,
    [ROW_GATHER_LINK] = 3,
    [ROW_GATHER] = 1,
    [ROW_FENCE] = 1,
    [ROW_BAN] = 1,
    [ROW_ROOT] = 1,
    [ROW_LONELY_LINK] = 3,
    [ROW_LONELY] = 3,
    [ROW_SPLIT_LINK] = 4,
    [ROW_SPLIT] = 2,
    [ROW_MAX_ON] = 1,
    [ROW_KEEP] = 1,
    [ROW_ZONE_USED] = 2,
    [ROW_MIN_ZONES] = 1,
    [ROW_SERVICE_PER_HOST] = 2,
    [ROW_SERVICE_PER_ZONE] = 2,
    [ROW_NEAR] = 3,
    [ROW_MAX_MOVES] = 0,
    [ROW_MAX_OPERATOR] = 0,
    [ROW_MAX_MEMORY] = 0,
    [ROW_BUSIEST] = 1,
    [ROW_RESERVE] = 1,
    [ROW_RESERVE_HOST] = 2,
    [ROW_BRANCH] = 1,
    [ROW_PACK] = 2,
};

Proof *proof_new(int64_t scale)
{
    Proof *proof = g_new0(Proof, 1);
    proof->scale = scale;
    return proof;
}

void proof_free(Proof *proof)
{
    if (proof == NULL)
        return;
    for (uint32_t i = 0; i < proof->n_nodes; i++) {
        g_free(proof->nodes[i].bins);
        g_free(proof->nodes[i].columns);
        g_free(proof->nodes[i].times);
        g_free(proof->nodes[i].multipliers);
    }
    for (uint32_t i = 0; i < proof->n_packs; i++) {
        g_free(proof->packs[i].items);
        g_free(proof->packs[i].weights);
        g_free(proof->packs[i].bins);
        g_free(proof->packs[i].most);
        g_free(proof->packs[i].prices);
    }
    g_free(proof->packs);
    g_free(proof->nodes);
    g_free(proof);
}
