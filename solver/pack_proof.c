#include "solver/pack_proof.h"

#include <math.h>
#include <string.h>

#include "solver/cheap_bound.h"
#include "solver/pack_leaf.h"
#include "solver/price_leaf.h"

typedef struct {
    const PackLeaves *leaves;
    const PackTree *tree;
    const PackKinds *kinds;
    GArray *nodes, *packs; /* ProofNode, Pack */
    uint32_t *pack_of_cut; /* NO_INDEX: no leaf uses it */
    uint32_t *written;     /* [node of the tree] node of the proof */
    int64_t unit, n_units; /* the cost of bins is below n_units of unit in no leaf; 0: not said */
} Export;

Int128 pack_forced_costs(const Problem *problem)
{
    Int128 cost = cheap_forced_costs(problem);
    for (uint32_t item = 0; item < problem->n_items; item++)
        cost += problem_place_cost(problem, item, problem_next_allowed(problem, item, 0));
    return cost;
}

static void add_pack_items(const Export *export, const PackCut *cut, Pack *pack)
{
    const Problem *problem = export->kinds->problem;
    g_autofree int64_t *weight_of_item = g_new0(int64_t, (gsize)problem->n_items + 1);
    for (uint32_t c = 0; c < export->kinds->n_classes; c++)
        for (uint32_t i = 0; i < export->kinds->classes[c].n_items; i++)
            weight_of_item[export->kinds->classes[c].items[i]] = cut->weights[c];
    pack->items = g_new(uint32_t, (gsize)problem->n_items + 1);
    pack->weights = g_new(int64_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (weight_of_item[item] > 0) {
            pack->items[pack->n_items] = item;
            pack->weights[pack->n_items++] = weight_of_item[item];
        }
}

/* [bin] NO_INDEX: may not serve; caller frees. */
static uint32_t *kinds_of_bins(const PackKinds *kinds)
{
    uint32_t *kind_of = g_new(uint32_t, (gsize)kinds->problem->n_bins + 1);
    for (uint32_t bin = 0; bin < kinds->problem->n_bins; bin++)
        kind_of[bin] = NO_INDEX;
    for (uint32_t k = 0; k < kinds->n_kinds; k++)
        for (uint32_t i = 0; i < kinds->kinds[k].n_bins; i++)
            kind_of[kinds->kinds[k].bins[i]] = k;
    return kind_of;
}

static void add_pack_bins(const Export *export, const PackCut *cut, Pack *pack)
{
    const Problem *problem = export->kinds->problem;
    gsize n_dimensions = problem->n_dimensions;
    g_autofree uint32_t *kind_of = kinds_of_bins(export->kinds);
    pack->n_dimensions = problem->n_dimensions;
    pack->bins = g_new(uint32_t, (gsize)problem->n_bins + 1);
    pack->most = g_new(int64_t, (gsize)problem->n_bins + 1);
    pack->prices = g_new0(int64_t, problem->n_bins * n_dimensions + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        uint32_t kind = kind_of[bin];
        if (kind == NO_INDEX)
            continue;
        memcpy(pack->prices + pack->n_bins * n_dimensions, cut->prices + kind * n_dimensions,
               n_dimensions * sizeof(int64_t));
        pack->bins[pack->n_bins] = bin;
        pack->most[pack->n_bins++] = cut->most[kind];
    }
}

/* The cuts that leaves use. */
static void add_packs(Export *export)
{
    for (uint32_t i = 0; i < export->tree->cuts->len; i++) {
        bool is_used = false;
        for (uint32_t leaf = 0; leaf < export->leaves->n_leaves; leaf++)
            is_used = is_used || export->leaves->leaves[leaf].of_cut[i] > 0;
        export->pack_of_cut[i] = is_used ? export->packs->len : NO_INDEX;
        if (!is_used)
            continue;
        Pack pack = {0};
        add_pack_items(export, g_ptr_array_index(export->tree->cuts, i), &pack);
        add_pack_bins(export, g_ptr_array_index(export->tree->cuts, i), &pack);
        g_array_append_val(export->packs, pack);
    }
}

static void add_multiplier(GArray *multipliers, Key row, int64_t y)
{
    Multiplier multiplier = {row, y};
    if (y != 0)
        g_array_append_val(multipliers, multiplier);
}

/* Each item is somewhere, which is worth its weight, and costs what it costs on any bin. */
static void add_assign_rows(const Export *export, const PackLeaf *leaf, bool with_costs,
                            GArray *multipliers)
{
    const Problem *problem = export->kinds->problem;
    for (uint32_t c = 0; c < export->kinds->n_classes; c++) {
        int64_t weight = leaf == NULL ? 0 : (int64_t)pack_leaf_weight(export->leaves, leaf, c);
        for (uint32_t i = 0; i < export->kinds->classes[c].n_items; i++) {
            uint32_t item = export->kinds->classes[c].items[i];
            int64_t place = with_costs ? problem_place_cost(problem, item,
                                                            problem_next_allowed(problem, item, 0))
                                       : 0;
            add_multiplier(multipliers, (Key){ROW_ASSIGN, {item, 0, 0, 0}},
                           weight + place * export->leaves->scale);
        }
    }
}

static void add_pack_rows(const Export *export, const PackLeaf *leaf, GArray *multipliers)
{
    for (uint32_t cut = 0; cut < export->tree->cuts->len; cut++) {
        uint32_t number = export->pack_of_cut[cut];
        if (leaf->of_cut[cut] == 0)
            continue;
        const Pack *pack = &g_array_index(export->packs, Pack, number);
        for (uint32_t i = 0; i < pack->n_bins; i++)
            add_multiplier(multipliers, (Key){ROW_PACK, {number, pack->bins[i], 0, 0}},
                           -leaf->of_cut[cut]);
    }
}

static void add_branch_rows(const Export *export, const PackLeaf *leaf, GArray *multipliers)
{
    uint32_t at = pack_tree_depth(export->tree, leaf->node);
    for (uint32_t number = leaf->node; number != 0;) {
        number = pack_tree_node(export->tree, number)->above;
        add_multiplier(multipliers, (Key){ROW_BRANCH, {export->written[number], 0, 0, 0}},
                       leaf->of_branch[--at]);
    }
}

static void end_leaf(Export *export, uint32_t at, ProofNodeKind kind, GArray *multipliers)
{
    ProofNode *node = &g_array_index(export->nodes, ProofNode, at);
    node->kind = kind;
    node->n_multipliers = multipliers->len;
    node->multipliers = (Multiplier *)(void *)g_array_free(multipliers, FALSE);
}

/* Where the root says that bins cost less than so many units, the leaf shows that they do not. */
static void export_leaf(Export *export, const PackLeaf *leaf)
{
    GArray *multipliers = g_array_new(FALSE, FALSE, sizeof(Multiplier));
    bool is_refuted = export->n_units != 0;
    add_assign_rows(export, leaf, !is_refuted, multipliers);
    add_pack_rows(export, leaf, multipliers);
    add_branch_rows(export, leaf, multipliers);
    if (is_refuted)
        add_multiplier(multipliers, (Key){ROW_BRANCH, {0}}, -export->unit * export->leaves->scale);
    end_leaf(export, export->written[leaf->node],
             is_refuted ? PROOF_NODE_INFEASIBLE : PROOF_NODE_LEAF, multipliers);
}

static uint32_t new_node(Export *export)
{
    ProofNode node = {0};
    g_array_append_val(export->nodes, node);
    return export->nodes->len - 1;
}

static void export_branch(Export *export, const PackNode *node, uint32_t at)
{
    ProofNode *inner = &g_array_index(export->nodes, ProofNode, at);
    GArray *bins = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < node->n_kinds; i++) {
        const PackKind *kind = &export->kinds->kinds[node->kinds[i]];
        g_array_append_vals(bins, kind->bins, kind->n_bins);
    }
    g_array_sort(bins, pack_compare_numbers);
    inner->kind = PROOF_NODE_BRANCH_COUNT;
    inner->at = node->at;
    inner->n_bins = bins->len;
    inner->bins = (uint32_t *)(void *)g_array_free(bins, FALSE);
    inner->low = export->written[node->low];
    inner->high = export->written[node->high];
}

/* Nodes of the tree stand behind those above them, and so do those of the proof. */
static void export_tree(Export *export)
{
    uint32_t n_nodes = export->tree->nodes->len;
    for (uint32_t number = 0; number < n_nodes; number++)
        export->written[number] = new_node(export);
    for (uint32_t number = 0; number < n_nodes; number++)
        if (pack_tree_node(export->tree, number)->low != 0)
            export_branch(export, pack_tree_node(export->tree, number), export->written[number]);
    for (uint32_t leaf = 0; leaf < export->leaves->n_leaves; leaf++)
        export_leaf(export, &export->leaves->leaves[leaf]);
}

/* The least number of units that is no less than what leaves prove; nothing where it is no more. */
static void choose_units(Export *export)
{
    Int128 of_one;
    export->unit = pack_kinds_unit(export->kinds);
    of_one = (Int128) export->unit * export->leaves->scale;
    if (export->unit == 0 || !fits_int64(of_one))
        return;
    Int128 n_units = ceil_divide(export->leaves->least, of_one);
    if (n_units > 0 && n_units < INT64_MAX && n_units * of_one > export->leaves->least)
        export->n_units = (int64_t)n_units;
}

/* The root: bins cost fewer units, which no leaf allows, or as many. */
static void export_units(Export *export)
{
    ProofNode root = {.kind = PROOF_NODE_BRANCH_SUM, .at = export->n_units - 1};
    GArray *multipliers = g_array_new(FALSE, FALSE, sizeof(Multiplier));
    g_autofree uint32_t *kind_of = kinds_of_bins(export->kinds);
    uint32_t n_bins = export->kinds->problem->n_bins;
    root.low = export->written[0];
    root.high = new_node(export);
    root.columns = g_new0(Key, (gsize)n_bins + 1);
    root.times = g_new0(int64_t, (gsize)n_bins + 1);
    for (uint32_t bin = 0; bin < n_bins; bin++) {
        int64_t cost = kind_of[bin] == NO_INDEX ? 0 : export->kinds->kinds[kind_of[bin]].cost;
        if (cost == 0)
            continue;
        root.columns[root.n_columns] = (Key){COLUMN_SERVE, {bin, 0, 0, 0}};
        root.times[root.n_columns++] = cost / export->unit;
    }
    g_array_index(export->nodes, ProofNode, 0) = root;
    add_assign_rows(export, NULL, true, multipliers);
    add_multiplier(multipliers, (Key){ROW_BRANCH, {0}}, export->unit * export->leaves->scale);
    end_leaf(export, root.high, PROOF_NODE_LEAF, multipliers);
}

/* What the proof proves, with what is forced in any case. */
static int64_t bound_of(const Export *export)
{
    Int128 scale = export->leaves->scale;
    Int128 value = export->n_units == 0 ? export->leaves->least
                                        : (Int128) export->n_units * export->unit * scale;
    return price_leaf_bound(export->kinds->problem,
                            value + pack_forced_costs(export->kinds->problem) * scale,
                            export->leaves->scale);
}

/* The largest multiplier beside those of leaves: of an item's place, or a unit of cost. */
static int64_t most_other(const PackKinds *kinds)
{
    const Problem *problem = kinds->problem;
    int64_t most = pack_kinds_unit(kinds);
    for (uint32_t item = 0; item < problem->n_items; item++)
        most = MAX(most, problem_place_cost(problem, item, problem_next_allowed(problem, item, 0)));
    return most;
}

Proof *pack_proof_new(PackTree *tree, int64_t *ret_bound)
{
    const PackKinds *kinds = tree->prices->kinds;
    g_autoptr(PackLeaves) leaves = pack_leaves_new(tree, most_other(kinds));
    if (leaves == NULL)
        return NULL;
    g_autofree uint32_t *pack_of_cut = g_new0(uint32_t, (gsize)tree->cuts->len + 1);
    g_autofree uint32_t *written = g_new0(uint32_t, (gsize)tree->nodes->len + 1);
    Export export = {.leaves = leaves, .tree = tree, .kinds = kinds};
    export.pack_of_cut = pack_of_cut;
    export.written = written;
    export.nodes = g_array_new(FALSE, TRUE, sizeof(ProofNode));
    export.packs = g_array_new(FALSE, TRUE, sizeof(Pack));
    choose_units(&export);
    add_packs(&export);
    if (export.n_units != 0)
        new_node(&export);
    export_tree(&export);
    if (export.n_units != 0)
        export_units(&export);
    *ret_bound = bound_of(&export);
    Proof *proof = proof_new(leaves->scale);
    proof->n_nodes = export.nodes->len;
    proof->nodes = (ProofNode *)(void *)g_array_free(export.nodes, FALSE);
    proof->n_packs = export.packs->len;
    proof->packs = (Pack *)(void *)g_array_free(export.packs, FALSE);
    return proof;
}
