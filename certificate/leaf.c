#include "certificate/leaf.h"

#include <string.h>

#include "certificate/packs.h"
#include "certificate/rows.h"

/* Bounds of a column as the branches on the way to the leaf leave them. */
typedef struct {
    int64_t lower, upper;
} Branched;

/* From the column's number to Branched; *ret_empty where nothing is left of one. */
static GHashTable *branched_columns(const Leaves *leaves, uint32_t leaf, bool *ret_empty)
{
    GHashTable *branched = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    for (uint32_t number = leaf; number != 0; number = leaves->parents[number].node) {
        const ProofNode *node = &leaves->proof->nodes[leaves->parents[number].node];
        uint64_t column = 0;
        Column bounds = {0};
        if (node->kind != PROOF_NODE_BRANCH_COLUMN ||
            !judge_columns_find(leaves->columns, &node->column, &column) ||
            !judge_columns_get(leaves->columns, &node->column, &bounds))
            continue;
        Branched *left = g_hash_table_lookup(branched, &column);
        if (left == NULL) {
            left = g_new(Branched, 1);
            *left = (Branched){bounds.lower, bounds.upper};
            g_hash_table_insert(branched, g_memdup2(&column, sizeof(column)), left);
        }
        if (leaves->parents[number].high)
            left->lower = MAX(left->lower, node->at + 1);
        else
            left->upper = MIN(left->upper, node->at);
        *ret_empty = *ret_empty || left->lower > left->upper;
    }
    return branched;
}

/* Whether the branches of a node add a row; which terms it has. */
static bool add_branch_terms(const ProofNode *node, RowSink *sink)
{
    for (uint32_t i = 0; node->kind == PROOF_NODE_BRANCH_COUNT && i < node->n_bins; i++)
        judge_row_term(sink, COLUMN_SERVE, node->bins[i], 0, 0, 1);
    for (uint32_t i = 0; node->kind == PROOF_NODE_BRANCH_SUM && i < node->n_columns; i++) {
        const Key *column = &node->columns[i];
        Int128 times = node->times == NULL ? 1 : node->times[i];
        if (column->kind == COLUMN_PLACE)
            judge_row_place(sink, column->index[0], column->index[1], times);
        else
            judge_row_term(sink, column->kind, column->index[0], column->index[1], column->index[2],
                           times);
    }
    return node->kind == PROOF_NODE_BRANCH_COUNT || node->kind == PROOF_NODE_BRANCH_SUM;
}

/* The count or sum row that a branch above the leaf adds; false where that node is not above it. */
static bool add_branch_row(const Leaves *leaves, uint32_t leaf, const Key *row, RowSink *sink)
{
    if (row->index[1] != 0 || row->index[2] != 0 || row->index[3] != 0)
        return false;
    for (uint32_t number = leaf; number != 0; number = leaves->parents[number].node) {
        const Parent *parent = &leaves->parents[number];
        const ProofNode *node = &leaves->proof->nodes[parent->node];
        if (parent->node != row->index[0])
            continue;
        if (!add_branch_terms(node, sink))
            return false;
        judge_row_sides(sink, parent->high ? ROW_AT_LEAST : ROW_AT_MOST,
                        parent->high ? node->at + 1 : node->at);
        return true;
    }
    return false;
}

/* Whole domains on one host weigh at most so much; that it holds was checked before any leaf. */
static bool add_pack_row(const Leaves *leaves, const Key *row, RowSink *sink)
{
    uint32_t position, host = row->index[1];
    if (row->index[0] >= leaves->proof->n_packs || row->index[2] != 0 || row->index[3] != 0)
        return false;
    const Pack *pack = &leaves->proof->packs[row->index[0]];
    if (!judge_pack_find(pack, host, &position))
        return false;
    for (uint32_t i = 0; i < pack->n_items; i++)
        judge_row_place(sink, pack->items[i], host, pack->weights[i]);
    judge_row_term(sink, COLUMN_SERVE, host, 0, 0, -(Int128)pack->most[position]);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

/* Rows that belong to the proof, and those of the program. */
static bool add_any_row(const Leaves *leaves, uint32_t leaf, const Key *row, RowSink *sink)
{
    if (row->kind == ROW_BRANCH)
        return add_branch_row(leaves, leaf, row, sink);
    if (row->kind == ROW_PACK)
        return add_pack_row(leaves, row, sink);
    return judge_rows_add(sink, row);
}

static guint hash_key(gconstpointer data)
{
    const Key *key = data;
    guint hash = key->kind;
    for (int i = 0; i < 4; i++)
        hash = hash * 1000003u + key->index[i];
    return hash;
}

static gboolean equal_keys(gconstpointer left, gconstpointer right)
{
    const Key *a = left, *b = right;
    return a->kind == b->kind && memcmp(a->index, b->index, sizeof(a->index)) == 0;
}

/* "leaf 3 uses row cap[0,1,0,0], which is not there": what is wrong with that row. */
static char *refuse(uint32_t leaf, const char *before, const Key *row, const char *behind)
{
    const char *kind = row->kind < N_ROW_KINDS ? row_kind_names[row->kind] : "unknown";
    return g_strdup_printf("leaf %u %s %s[%u,%u,%u,%u]%s", leaf, before, kind, row->index[0],
                           row->index[1], row->index[2], row->index[3], behind);
}

/* Adds y × row to the sums and y × right to *value. */
static char *add_row(Leaves *leaves, uint32_t leaf, const Multiplier *multiplier, Int128 *value)
{
    const Key *row = &multiplier->row;
    RowSink sink = {.columns = leaves->columns,
                    .places = leaves->places,
                    .sums = leaves->sums,
                    .y = multiplier->y};
    if (!add_any_row(leaves, leaf, row, &sink))
        return refuse(leaf, "uses row", row, ", which is not there");
    if ((sink.sense == ROW_AT_MOST && multiplier->y > 0) ||
        (sink.sense == ROW_AT_LEAST && multiplier->y < 0))
        return refuse(leaf, "gives row", row, " a multiplier of the wrong sign");
    if (sink.overflow || !exact_add_product(value, sink.right, multiplier->y))
        return refuse(leaf, "leaves the range of 128 bits at row", row, "");
    return NULL;
}

static char *add_rows(Leaves *leaves, uint32_t leaf, Int128 *value)
{
    const ProofNode *node = &leaves->proof->nodes[leaf];
    g_autoptr(GHashTable) seen = g_hash_table_new(hash_key, equal_keys);
    for (uint32_t i = 0; i < node->n_multipliers; i++) {
        const Multiplier *multiplier = &node->multipliers[i];
        if (!g_hash_table_add(seen, (gpointer)(guintptr)&multiplier->row))
            return refuse(leaf, "names row", &multiplier->row, " twice");
        char *why = add_row(leaves, leaf, multiplier, value);
        if (why != NULL)
            return why;
    }
    return NULL;
}

/* Σ over all but the place columns of the least of (cost − Aᵀy)·x within the column's bounds. */
typedef struct {
    const Int128 *sums;
    uint64_t first;
    GHashTable *branched;
    bool ignore_costs;
    Int128 value;
    bool overflow;
} Minimum;

static bool add_column(void *context, const Key *key G_GNUC_UNUSED, uint64_t number,
                       const Column *column)
{
    Minimum *minimum = context;
    Branched bounds = {column->lower, column->upper};
    Int128 reduced = minimum->ignore_costs ? 0 : column->cost;
    if (g_hash_table_size(minimum->branched) > 0) {
        const Branched *branched = g_hash_table_lookup(minimum->branched, &number);
        bounds = branched != NULL ? *branched : bounds;
    }
    minimum->overflow =
        !exact_subtract(&reduced, minimum->sums[number - minimum->first]) ||
        !exact_add_product(&minimum->value, reduced, reduced > 0 ? bounds.lower : bounds.upper);
    return !minimum->overflow;
}

static char *add_columns(const Leaves *leaves, uint32_t leaf, GHashTable *branched, Int128 *value)
{
    bool farkas = leaves->proof->nodes[leaf].kind == PROOF_NODE_INFEASIBLE;
    Minimum minimum = {leaves->sums, leaves->columns->first[COLUMN_SERVE], branched, farkas, *value,
                       false};
    if (!judge_columns_each_other(leaves->columns, add_column, &minimum))
        return g_strdup_printf("leaf %u leaves the range of %s", leaf,
                               minimum.overflow ? "128 bits" : "amounts");
    *value = minimum.value;
    return NULL;
}

static char *add_places(const Leaves *leaves, uint32_t leaf, GHashTable *branched, Int128 *value)
{
    bool farkas = leaves->proof->nodes[leaf].kind == PROOF_NODE_INFEASIBLE;
    uint32_t n_domains = leaves->columns->model->n_domains;
    g_autoptr(GArray) bounds = g_array_new(FALSE, FALSE, sizeof(PlaceBounds));
    GHashTableIter iter;
    gpointer number, of_column;
    g_hash_table_iter_init(&iter, branched);
    while (g_hash_table_iter_next(&iter, &number, &of_column)) {
        uint64_t column = *(const uint64_t *)number;
        const Branched *left = of_column;
        if (column >= leaves->columns->first[COLUMN_SERVE])
            continue;
        PlaceBounds place = {(uint32_t)(column % n_domains), (uint32_t)(column / n_domains),
                             left->lower, left->upper};
        g_array_append_val(bounds, place);
    }
    if (!judge_places_minimum(leaves->places, &g_array_index(bounds, PlaceBounds, 0), bounds->len,
                              farkas, value))
        return g_strdup_printf("leaf %u leaves the range of 128 bits", leaf);
    return NULL;
}

LeafValue judge_leaf_value(Leaves *leaves, uint32_t number)
{
    bool farkas = leaves->proof->nodes[number].kind == PROOF_NODE_INFEASIBLE;
    const Columns *columns = leaves->columns;
    LeafValue leaf = {.value = farkas ? 0 : (Int128)columns->costs.constant * columns->scale};
    g_autoptr(GHashTable) branched = branched_columns(leaves, number, &leaf.empty);
    if (leaf.empty)
        return leaf;
    judge_places_clear(leaves->places);
    memset(leaves->sums, 0,
           (columns->first[N_COLUMN_KINDS] - columns->first[COLUMN_SERVE]) * sizeof(Int128));
    leaf.refused = add_rows(leaves, number, &leaf.value);
    if (leaf.refused == NULL)
        leaf.refused = add_columns(leaves, number, branched, &leaf.value);
    if (leaf.refused == NULL)
        leaf.refused = add_places(leaves, number, branched, &leaf.value);
    if (leaf.refused == NULL && farkas && leaf.value <= 0)
        leaf.refused = g_strdup_printf("leaf %u does not prove that its part is empty", number);
    leaf.empty = farkas;
    return leaf;
}
