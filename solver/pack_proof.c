#include "solver/pack_proof.h"

#include <math.h>
#include <string.h>

#include "solver/cheap_bound.h"
#include "solver/price_leaf.h"

#define SET_WORK UINT64_C(2000000)   /* of one heaviest set */
#define ALL_WORK UINT64_C(400000000) /* of all; the judge allows more, but looks less cleverly */

typedef struct {
    const PackTree *tree;
    const PackKinds *kinds;
    Proof *proof;
    GArray *nodes, *packs;             /* ProofNode, Pack */
    uint32_t *lower_node, *upper_node; /* [kind] that bound its bins above; NO_INDEX: none */
    int64_t *most;                     /* [kind] of the leaf */
    uint64_t work;                     /* left */
    Int128 least;                      /* value of leaves, without what is forced */
} Export;

Int128 pack_forced_costs(const Problem *problem)
{
    Int128 cost = cheap_forced_costs(problem);
    for (uint32_t item = 0; item < problem->n_items; item++)
        cost += problem_place_cost(problem, item, problem_next_allowed(problem, item, 0));
    return cost;
}

static void add_pack_items(const Export *export, Pack *pack)
{
    const Problem *problem = export->kinds->problem;
    const int64_t *weights = export->tree->prices->weights;
    g_autofree int64_t *weight_of_item = g_new0(int64_t, (gsize)problem->n_items + 1);
    for (uint32_t c = 0; c < export->kinds->n_classes; c++)
        for (uint32_t i = 0; i < export->kinds->classes[c].n_items; i++)
            weight_of_item[export->kinds->classes[c].items[i]] = weights[c];
    pack->items = g_new(uint32_t, (gsize)problem->n_items + 1);
    pack->weights = g_new(int64_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (weight_of_item[item] > 0) {
            pack->items[pack->n_items] = item;
            pack->weights[pack->n_items++] = weight_of_item[item];
        }
}

static void add_pack_bins(const Export *export, Pack *pack)
{
    const Problem *problem = export->kinds->problem;
    gsize n_dimensions = problem->n_dimensions;
    g_autofree uint32_t *kind_of = g_new(uint32_t, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        kind_of[bin] = NO_INDEX;
    for (uint32_t k = 0; k < export->kinds->n_kinds; k++)
        for (uint32_t i = 0; i < export->kinds->kinds[k].n_bins; i++)
            kind_of[export->kinds->kinds[k].bins[i]] = k;
    pack->n_dimensions = problem->n_dimensions;
    pack->bins = g_new(uint32_t, (gsize)problem->n_bins + 1);
    pack->most = g_new(int64_t, (gsize)problem->n_bins + 1);
    pack->prices = g_new0(int64_t, problem->n_bins * n_dimensions + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        uint32_t kind = kind_of[bin];
        if (kind == NO_INDEX)
            continue;
        memcpy(pack->prices + pack->n_bins * n_dimensions, export->kinds->kinds[kind].prices,
               n_dimensions * sizeof(int64_t));
        pack->bins[pack->n_bins] = bin;
        pack->most[pack->n_bins++] = export->most[kind];
    }
}

static void add_multiplier(GArray *multipliers, Key row, int64_t y)
{
    Multiplier multiplier = {row, y};
    if (y != 0)
        g_array_append_val(multipliers, multiplier);
}

/* What bins of the kind cost more or less than what fits on them is worth: a count row above the
 * leaf takes it where there is one, else the bounds of the columns. Returns what it adds. */
static Int128 price_kind(const Export *export, const PackNode *node, uint32_t kind,
                         GArray *multipliers)
{
    int64_t reduced = (int64_t)pack_reduced(export->kinds, kind, export->most[kind]);
    uint32_t row = reduced < 0 ? export->upper_node[kind] : export->lower_node[kind];
    if (row != NO_INDEX)
        add_multiplier(multipliers, (Key){ROW_BRANCH, {row, 0, 0, 0}}, reduced);
    return (Int128)reduced * (reduced < 0 ? node->upper[kind] : node->lower[kind]);
}

static void export_leaf(Export *export, const PackNode *node, uint32_t at)
{
    const Problem *problem = export->kinds->problem;
    PackPrices *prices = export->tree->prices;
    g_autoptr(GArray) multipliers = g_array_new(FALSE, FALSE, sizeof(Multiplier));
    Int128 value = 0;
    pack_prices_part(prices, prices->need, node->lower, node->upper);
    pack_prices_weigh(prices, node->price);
    for (uint32_t kind = 0; kind < export->kinds->n_kinds; kind++) {
        /* Where no bin of the kind serves, any weight that holds will do. */
        uint64_t work = node->upper[kind] == 0 ? 0 : MIN(SET_WORK, export->work);
        PackFill fill = pack_prices_fill(prices, kind, work);
        export->most[kind] = fill.at_most;
        pack_fill_fit(export->kinds, kind, prices->weights, prices->need);
        export->work -= fill.work;
        g_free(fill.parts);
        value += price_kind(export, node, kind, multipliers);
    }
    for (uint32_t c = 0; c < export->kinds->n_classes; c++)
        for (uint32_t i = 0; i < export->kinds->classes[c].n_items; i++) {
            uint32_t item = export->kinds->classes[c].items[i];
            int64_t place =
                problem_place_cost(problem, item, problem_next_allowed(problem, item, 0));
            add_multiplier(multipliers, (Key){ROW_ASSIGN, {item, 0, 0, 0}},
                           prices->weights[c] + place * PACK_SCALE);
            value += prices->weights[c];
        }
    Pack pack = {0};
    add_pack_items(export, &pack);
    add_pack_bins(export, &pack);
    for (uint32_t i = 0; i < pack.n_bins; i++)
        add_multiplier(multipliers, (Key){ROW_PACK, {export->packs->len, pack.bins[i], 0, 0}}, -1);
    g_array_append_val(export->packs, pack);
    ProofNode *leaf = &g_array_index(export->nodes, ProofNode, at);
    leaf->kind = PROOF_NODE_LEAF;
    leaf->n_multipliers = multipliers->len;
    leaf->multipliers = (Multiplier *)(void *)g_array_free(g_steal_pointer(&multipliers), FALSE);
    export->least = MIN(export->least, value);
}

static uint32_t new_node(Export *export)
{
    ProofNode node = {0};
    g_array_append_val(export->nodes, node);
    return export->nodes->len - 1;
}

static void export_node(Export *export, const PackNode *node, uint32_t at);

static void export_child(Export *export, const PackNode *above, bool high, uint32_t at)
{
    uint32_t *rows = high ? export->lower_node : export->upper_node, row = rows[above->target];
    uint32_t child = new_node(export);
    ProofNode *inner = &g_array_index(export->nodes, ProofNode, at);
    *(high ? &inner->high : &inner->low) = child;
    rows[above->target] = at;
    export_node(export, pack_tree_node(export->tree, high ? above->high : above->low), child);
    rows[above->target] = row;
}

static void export_node(Export *export, const PackNode *node, uint32_t at)
{
    if (node->low == 0) {
        export_leaf(export, node, at);
        return;
    }
    const PackKind *kind = &export->kinds->kinds[node->target];
    ProofNode *inner = &g_array_index(export->nodes, ProofNode, at);
    inner->kind = PROOF_NODE_BRANCH_COUNT;
    inner->bins = g_memdup2(kind->bins, kind->n_bins * sizeof(uint32_t));
    inner->n_bins = kind->n_bins;
    inner->at = node->at;
    export_child(export, node, false, at);
    export_child(export, node, true, at);
}

Proof *pack_proof_new(const PackTree *tree, int64_t *ret_bound)
{
    const PackKinds *kinds = tree->prices->kinds;
    g_autofree uint32_t *lower_node = g_new(uint32_t, (gsize)kinds->n_kinds + 1);
    g_autofree uint32_t *upper_node = g_new(uint32_t, (gsize)kinds->n_kinds + 1);
    g_autofree int64_t *most = g_new0(int64_t, (gsize)kinds->n_kinds + 1);
    Export export = {.tree = tree, .kinds = kinds, .most = most, .work = ALL_WORK};
    export.lower_node = lower_node;
    export.upper_node = upper_node;
    export.nodes = g_array_new(FALSE, TRUE, sizeof(ProofNode));
    export.packs = g_array_new(FALSE, TRUE, sizeof(Pack));
    export.least = INT64_MAX;
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
        lower_node[kind] = upper_node[kind] = NO_INDEX;
    export_node(&export, pack_tree_node(tree, 0), new_node(&export));
    Proof *proof = proof_new(PACK_SCALE);
    proof->n_nodes = export.nodes->len;
    proof->nodes = (ProofNode *)(void *)g_array_free(export.nodes, FALSE);
    proof->n_packs = export.packs->len;
    proof->packs = (Pack *)(void *)g_array_free(export.packs, FALSE);
    Int128 value = export.least + pack_forced_costs(kinds->problem) * PACK_SCALE;
    *ret_bound = price_leaf_bound(kinds->problem, value, PACK_SCALE);
    return proof;
}
