#include "certificate/proof_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_names[] = {"leaf", "infeasible", "branch_column", "branch_count",
                                         "branch_sum"};
/* The key of what an inner node branches on. */
static const char *const branched_names[] = {NULL, NULL, "column", "hosts", "columns"};

static json_t *big(int64_t value)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, value);
    return json_string(text);
}

/* ["capacity", 0, 1, 0]: the name, then the indices that the kind has. */
static json_t *key_to_json(const Key *key, const char *const *names, const uint32_t *n_indices)
{
    json_t *array = json_array();
    json_array_append_new(array, json_string(names[key->kind]));
    for (uint32_t i = 0; i < n_indices[key->kind]; i++)
        json_array_append_new(array, json_integer(key->index[i]));
    return array;
}

static json_t *multipliers_to_json(const ProofNode *node)
{
    json_t *rows = json_array();
    for (uint32_t i = 0; i < node->n_multipliers; i++) {
        json_t *row = key_to_json(&node->multipliers[i].row, row_kind_names, row_kind_n_indices);
        json_array_append_new(row, big(node->multipliers[i].y));
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *bins_to_json(const ProofNode *node)
{
    json_t *bins = json_array();
    for (uint32_t i = 0; i < node->n_bins; i++)
        json_array_append_new(bins, json_integer(node->bins[i]));
    return bins;
}

static json_t *columns_to_json(const ProofNode *node)
{
    json_t *columns = json_array();
    for (uint32_t i = 0; i < node->n_columns; i++)
        json_array_append_new(
            columns, key_to_json(&node->columns[i], column_kind_names, column_kind_n_indices));
    return columns;
}

static json_t *times_to_json(const ProofNode *node)
{
    json_t *times = json_array();
    for (uint32_t i = 0; i < node->n_columns; i++)
        json_array_append_new(times, big(node->times[i]));
    return times;
}

/* What an inner node branches on. */
static json_t *branched_to_json(const ProofNode *node)
{
    if (node->kind == PROOF_NODE_BRANCH_COLUMN)
        return key_to_json(&node->column, column_kind_names, column_kind_n_indices);
    return node->kind == PROOF_NODE_BRANCH_COUNT ? bins_to_json(node) : columns_to_json(node);
}

static json_t *node_to_json(const ProofNode *node)
{
    json_t *object = json_pack("{s:s}", "kind", kind_names[node->kind]);
    if (node->kind == PROOF_NODE_LEAF || node->kind == PROOF_NODE_INFEASIBLE) {
        json_object_set_new(object, "rows", multipliers_to_json(node));
        return object;
    }
    json_object_set_new(object, branched_names[node->kind], branched_to_json(node));
    if (node->times != NULL)
        json_object_set_new(object, "times", times_to_json(node));
    json_object_set_new(object, "at", big(node->at));
    json_object_set_new(object, "low", json_integer(node->low));
    json_object_set_new(object, "high", json_integer(node->high));
    return object;
}

/* {"items": [[0, "weight"], …], "hosts": [[0, "most", ["price", …]], …]} */
static json_t *pack_to_json(const Pack *pack)
{
    json_t *items = json_array(), *hosts = json_array();
    for (uint32_t i = 0; i < pack->n_items; i++)
        json_array_append_new(
            items, json_pack("[I,o]", (json_int_t)pack->items[i], big(pack->weights[i])));
    for (uint32_t i = 0; i < pack->n_bins; i++) {
        json_t *prices = json_array();
        for (uint32_t d = 0; d < pack->n_dimensions; d++)
            json_array_append_new(prices, big(pack->prices[(gsize)i * pack->n_dimensions + d]));
        json_array_append_new(
            hosts, json_pack("[I,o,o]", (json_int_t)pack->bins[i], big(pack->most[i]), prices));
    }
    return json_pack("{s:o, s:o}", "items", items, "hosts", hosts);
}

json_t *proof_to_json(const Proof *proof)
{
    json_t *nodes = json_array();
    for (uint32_t i = 0; i < proof->n_nodes; i++)
        json_array_append_new(nodes, node_to_json(&proof->nodes[i]));
    json_t *object = json_pack("{s:o, s:o}", "scale", big(proof->scale), "nodes", nodes);
    json_t *packs = proof->n_packs == 0 ? NULL : json_array();
    for (uint32_t i = 0; i < proof->n_packs; i++)
        json_array_append_new(packs, pack_to_json(&proof->packs[i]));
    if (packs != NULL)
        json_object_set_new(object, "packs", packs);
    return object;
}

bool judge_int64_from_text(const char *text, int64_t *ret_value)
{
    const char *digits = *text == '-' ? text + 1 : text;
    gsize length = strlen(digits);
    bool canonical = length > 0 && length < 20 && strspn(digits, "0123456789") == length &&
                     (*digits != '0' || (length == 1 && digits == text));
    if (!canonical)
        return false;
    errno = 0;
    long long value = strtoll(text, NULL, 10);
    if (errno != 0)
        return false;
    *ret_value = value;
    return true;
}

static bool read_big(const json_t *value, int64_t *ret_value)
{
    return json_is_string(value) && judge_int64_from_text(json_string_value(value), ret_value);
}

static bool read_index(const json_t *value, uint32_t *ret_index)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0 ||
        json_integer_value(value) >= UINT32_MAX)
        return false;
    *ret_index = (uint32_t)json_integer_value(value);
    return true;
}

/* n_behind: entries of the array that follow the key. */
static bool read_key(const json_t *array, const char *const *names, const uint32_t *n_indices,
                     uint32_t n_kinds, size_t n_behind, Key *ret_key)
{
    const char *name = json_string_value(json_array_get(array, 0));
    Key key = {0};
    while (name != NULL && key.kind < n_kinds && strcmp(names[key.kind], name) != 0)
        key.kind++;
    if (name == NULL || key.kind == n_kinds ||
        json_array_size(array) != 1 + n_indices[key.kind] + n_behind)
        return false;
    for (uint32_t i = 0; i < n_indices[key.kind]; i++)
        if (!read_index(json_array_get(array, 1 + i), &key.index[i]))
            return false;
    *ret_key = key;
    return true;
}

static bool read_multipliers(const json_t *rows, ProofNode *node)
{
    if (!json_is_array(rows) || json_array_size(rows) >= UINT32_MAX)
        return false;
    node->n_multipliers = (uint32_t)json_array_size(rows);
    node->multipliers = g_new0(Multiplier, MAX(node->n_multipliers, 1));
    for (uint32_t i = 0; i < node->n_multipliers; i++) {
        const json_t *row = json_array_get(rows, i);
        size_t size = json_array_size(row);
        if (!read_key(row, row_kind_names, row_kind_n_indices, N_ROW_KINDS, 1,
                      &node->multipliers[i].row) ||
            !read_big(json_array_get(row, size - 1), &node->multipliers[i].y))
            return false;
    }
    return true;
}

static bool read_bins(const json_t *bins, ProofNode *node)
{
    if (!json_is_array(bins) || json_array_size(bins) >= UINT32_MAX)
        return false;
    node->n_bins = (uint32_t)json_array_size(bins);
    node->bins = g_new0(uint32_t, MAX(node->n_bins, 1));
    for (uint32_t i = 0; i < node->n_bins; i++)
        if (!read_index(json_array_get(bins, i), &node->bins[i]))
            return false;
    return true;
}

static bool read_column(const json_t *array, Key *ret_key)
{
    return read_key(array, column_kind_names, column_kind_n_indices, N_COLUMN_KINDS, 0, ret_key);
}

static bool read_columns(const json_t *columns, ProofNode *node)
{
    if (!json_is_array(columns) || json_array_size(columns) >= UINT32_MAX)
        return false;
    node->n_columns = (uint32_t)json_array_size(columns);
    node->columns = g_new0(Key, MAX(node->n_columns, 1));
    for (uint32_t i = 0; i < node->n_columns; i++)
        if (!read_column(json_array_get(columns, i), &node->columns[i]))
            return false;
    return true;
}

/* Only sums that count a column more than once, or less, have the key. */
static bool read_times(const json_t *times, ProofNode *node)
{
    if (times == NULL)
        return true;
    if (!json_is_array(times) || json_array_size(times) != node->n_columns ||
        node->kind != PROOF_NODE_BRANCH_SUM)
        return false;
    node->times = g_new0(int64_t, MAX(node->n_columns, 1));
    for (uint32_t i = 0; i < node->n_columns; i++)
        if (!read_big(json_array_get(times, i), &node->times[i]))
            return false;
    return true;
}

static bool read_branched(const json_t *object, ProofNode *node)
{
    const json_t *branched = json_object_get(object, branched_names[node->kind]);
    if (node->kind == PROOF_NODE_BRANCH_COLUMN)
        return read_column(branched, &node->column);
    return node->kind == PROOF_NODE_BRANCH_COUNT ? read_bins(branched, node)
                                                 : read_columns(branched, node);
}

static bool read_branch(const json_t *object, ProofNode *node)
{
    const json_t *times = json_object_get(object, "times");
    return read_branched(object, node) && read_times(times, node) &&
           json_object_size(object) == (times == NULL ? 5 : 6) &&
           read_big(json_object_get(object, "at"), &node->at) &&
           read_index(json_object_get(object, "low"), &node->low) &&
           read_index(json_object_get(object, "high"), &node->high);
}

static bool read_node(const json_t *object, ProofNode *node)
{
    const char *name = json_string_value(json_object_get(object, "kind"));
    uint32_t kind = 0;
    while (name != NULL && kind < G_N_ELEMENTS(kind_names) && strcmp(kind_names[kind], name) != 0)
        kind++;
    if (name == NULL || kind == G_N_ELEMENTS(kind_names))
        return false;
    node->kind = (ProofNodeKind)kind;
    if (node->kind == PROOF_NODE_LEAF || node->kind == PROOF_NODE_INFEASIBLE)
        return json_object_size(object) == 2 &&
               read_multipliers(json_object_get(object, "rows"), node);
    return read_branch(object, node);
}

static bool read_pack_items(const json_t *items, Pack *pack)
{
    if (!json_is_array(items) || json_array_size(items) >= UINT32_MAX)
        return false;
    pack->n_items = (uint32_t)json_array_size(items);
    pack->items = g_new0(uint32_t, MAX(pack->n_items, 1));
    pack->weights = g_new0(int64_t, MAX(pack->n_items, 1));
    for (uint32_t i = 0; i < pack->n_items; i++) {
        const json_t *item = json_array_get(items, i);
        if (json_array_size(item) != 2 || !read_index(json_array_get(item, 0), &pack->items[i]) ||
            !read_big(json_array_get(item, 1), &pack->weights[i]))
            return false;
    }
    return true;
}

static bool read_pack_host(const json_t *host, Pack *pack, uint32_t position)
{
    const json_t *prices = json_array_get(host, 2);
    if (json_array_size(host) != 3 || json_array_size(prices) != pack->n_dimensions ||
        !read_index(json_array_get(host, 0), &pack->bins[position]) ||
        !read_big(json_array_get(host, 1), &pack->most[position]))
        return false;
    for (uint32_t d = 0; d < pack->n_dimensions; d++)
        if (!read_big(json_array_get(prices, d),
                      &pack->prices[(gsize)position * pack->n_dimensions + d]))
            return false;
    return true;
}

static bool read_pack(const json_t *object, Pack *pack)
{
    const json_t *hosts = json_object_get(object, "hosts");
    if (json_object_size(object) != 2 || !json_is_array(hosts) ||
        json_array_size(hosts) >= UINT32_MAX ||
        !read_pack_items(json_object_get(object, "items"), pack))
        return false;
    size_t n_dimensions = json_array_size(json_array_get(json_array_get(hosts, 0), 2));
    pack->n_bins = (uint32_t)json_array_size(hosts);
    pack->n_dimensions = n_dimensions >= UINT32_MAX ? 0 : (uint32_t)n_dimensions;
    pack->bins = g_new0(uint32_t, MAX(pack->n_bins, 1));
    pack->most = g_new0(int64_t, MAX(pack->n_bins, 1));
    pack->prices = g_new0(int64_t, MAX((gsize)pack->n_bins * pack->n_dimensions, 1));
    for (uint32_t i = 0; i < pack->n_bins; i++)
        if (!read_pack_host(json_array_get(hosts, i), pack, i))
            return false;
    return true;
}

/* Only proofs with packs have the key. */
static bool read_packs(const json_t *packs, Proof *proof, char **ret_why)
{
    if (packs == NULL)
        return true;
    if (!json_is_array(packs) || json_array_size(packs) == 0 ||
        json_array_size(packs) >= UINT32_MAX) {
        *ret_why = g_strdup("packs must be an array of at least one pack");
        return false;
    }
    proof->n_packs = (uint32_t)json_array_size(packs);
    proof->packs = g_new0(Pack, proof->n_packs);
    for (uint32_t i = 0; i < proof->n_packs; i++)
        if (!read_pack(json_array_get(packs, i), &proof->packs[i])) {
            *ret_why = g_strdup_printf("pack %u is not written as docs/certificate.md says", i);
            return false;
        }
    return true;
}

Proof *proof_from_json(const json_t *object, char **ret_why)
{
    const json_t *nodes = json_object_get(object, "nodes");
    const json_t *packs = json_object_get(object, "packs");
    int64_t scale;
    if (json_object_size(object) != (packs == NULL ? 2 : 3) ||
        !read_big(json_object_get(object, "scale"), &scale) || !json_is_array(nodes) ||
        json_array_size(nodes) >= UINT32_MAX) {
        *ret_why = g_strdup("the proof must hold scale (a string) and nodes (an array)");
        return NULL;
    }
    g_autoptr(Proof) proof = proof_new(scale);
    g_free(proof->nodes);
    proof->n_nodes = (uint32_t)json_array_size(nodes);
    proof->nodes = g_new0(ProofNode, MAX(proof->n_nodes, 1));
    for (uint32_t i = 0; i < proof->n_nodes; i++)
        if (!read_node(json_array_get(nodes, i), &proof->nodes[i])) {
            *ret_why = g_strdup_printf("node %u is not written as docs/certificate.md says", i);
            return NULL;
        }
    if (!read_packs(packs, proof, ret_why))
        return NULL;
    return g_steal_pointer(&proof);
}
