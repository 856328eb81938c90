#include "solver/pack_table.h"

#include <string.h>

#define MOST_DIMENSIONS 8
#define MOST_CELLS      (UINT32_C(1) << 18)
#define MOST_CHOICES    (UINT64_C(1) << 27) /* bundles times cells */

/* Some items of a class, taken together or not at all. */
typedef struct {
    uint32_t class, n;
    int64_t weight;
    int64_t demand[MOST_DIMENSIONS];
} Bundle;

struct PackTable {
    const PackKinds *kinds;
    uint32_t n_dimensions, n_cells; /* n_cells: 0 where they are too many */
    int64_t limit[MOST_DIMENSIONS]; /* the largest of any kind */
    uint32_t step[MOST_DIMENSIONS]; /* from cell to cell; 1 in the last dimension */
    bool *knows;                    /* [kind] */
    int64_t *weight;                /* [cell] of the heaviest set within it */
    GArray *bundles;                /* Bundle */
    uint8_t *chosen;                /* [bundle * n_cells + cell] */
    gsize n_chosen;
};

static void measure(PackTable *table)
{
    uint64_t n_cells = 1;
    for (uint32_t d = 0; d < table->n_dimensions; d++)
        for (uint32_t k = 0; k < table->kinds->n_kinds; k++)
            table->limit[d] = MAX(table->limit[d], pack_kind_hard(table->kinds, k, d));
    for (uint32_t d = table->n_dimensions; d-- > 0;) {
        table->step[d] = (uint32_t)n_cells;
        if (table->limit[d] >= MOST_CELLS || n_cells * (uint64_t)(table->limit[d] + 1) > MOST_CELLS)
            return;
        n_cells *= (uint64_t)(table->limit[d] + 1);
    }
    table->n_cells = (uint32_t)n_cells;
}

/* Bundles of all classes at most. */
static uint32_t most_bundles(const PackKinds *kinds)
{
    uint32_t n = 0;
    for (uint32_t class = 0; class < kinds->n_classes; class ++)
        n += g_bit_storage(kinds->classes[class].n_items);
    return n;
}

static bool fits(const PackTable *table, uint32_t class, uint32_t kind)
{
    for (uint32_t d = 0; d < table->n_dimensions; d++)
        if (pack_class_demand(table->kinds, class)[d] > pack_kind_hard(table->kinds, kind, d))
            return false;
    return true;
}

static bool takes_what_fits(const PackTable *table, uint32_t kind)
{
    const PackKind *of = &table->kinds->kinds[kind];
    uint32_t at = 0;
    for (uint32_t class = 0; class < table->kinds->n_classes; class ++) {
        bool is_there = at < of->n_classes && of->classes[at] == class;
        at += is_there;
        if (!is_there && fits(table, class, kind))
            return false;
    }
    return true;
}

PackTable *pack_table_new(const PackKinds *kinds)
{
    if (kinds->problem->n_dimensions > MOST_DIMENSIONS)
        return NULL;
    PackTable *table = g_new0(PackTable, 1);
    table->kinds = kinds;
    table->n_dimensions = kinds->problem->n_dimensions;
    measure(table);
    if ((uint64_t)most_bundles(kinds) * table->n_cells > MOST_CHOICES || table->n_cells == 0) {
        g_free(table);
        return NULL;
    }
    table->knows = g_new0(bool, (gsize)kinds->n_kinds + 1);
    for (uint32_t k = 0; k < kinds->n_kinds; k++)
        table->knows[k] = takes_what_fits(table, k);
    table->weight = g_new0(int64_t, table->n_cells);
    table->bundles = g_array_new(FALSE, FALSE, sizeof(Bundle));
    return table;
}

void pack_table_free(PackTable *table)
{
    if (table == NULL)
        return;
    g_array_unref(table->bundles);
    g_free(table->knows);
    g_free(table->weight);
    g_free(table->chosen);
    g_free(table);
}

uint32_t pack_table_n_cells(const PackTable *table)
{
    return table->n_cells;
}

bool pack_table_knows(const PackTable *table, uint32_t kind)
{
    return table->knows[kind];
}

/* n items of a class as 1, 2, 4, … and a rest, of which every number can be made. A bundle that
 * fits nowhere is left out. */
static void add_bundles(PackTable *table, uint32_t class, uint32_t n, int64_t weight)
{
    const int64_t *demand = pack_class_demand(table->kinds, class);
    for (uint32_t some = 1; n > 0; some *= 2) {
        Bundle bundle = {.class = class, .n = MIN(some, n)};
        bool may_fit = true;
        n -= bundle.n;
        bundle.weight = weight * bundle.n;
        for (uint32_t d = 0; d < table->n_dimensions; d++) {
            bundle.demand[d] = demand[d] * bundle.n;
            may_fit = may_fit && bundle.demand[d] <= table->limit[d];
        }
        if (may_fit)
            g_array_append_val(table->bundles, bundle);
    }
}

/* Takes the bundle wherever it makes a row of cells, which differ in the last dimension, heavier.
 */
static void take_in_row(PackTable *table, const Bundle *bundle, uint32_t row, uint32_t back,
                        uint8_t *chosen)
{
    uint32_t last = table->n_dimensions - 1;
    for (int64_t at = table->limit[last]; at >= bundle->demand[last]; at--) {
        uint32_t cell = row + (uint32_t)at;
        int64_t heavier = table->weight[cell - back] + bundle->weight;
        chosen[cell] = heavier > table->weight[cell];
        table->weight[cell] = MAX(heavier, table->weight[cell]);
    }
}

/* Rows from the last to the first, so that no cell is read after the bundle was taken there. */
static void take(PackTable *table, const Bundle *bundle, uint8_t *chosen)
{
    uint32_t back = 0, row_size = (uint32_t)table->limit[table->n_dimensions - 1] + 1;
    for (uint32_t d = 0; d < table->n_dimensions; d++)
        back += (uint32_t)bundle->demand[d] * table->step[d];
    for (uint32_t row = table->n_cells; row > 0;) {
        row -= row_size;
        bool fits_there = true;
        for (uint32_t d = 0, rest = row; d + 1 < table->n_dimensions; d++) {
            fits_there = fits_there && rest / table->step[d] >= bundle->demand[d];
            rest %= table->step[d];
        }
        if (fits_there)
            take_in_row(table, bundle, row, back, chosen);
    }
}

void pack_table_weigh(PackTable *table, const int64_t *weights, const uint32_t *n_of_class)
{
    g_array_set_size(table->bundles, 0);
    memset(table->weight, 0, table->n_cells * sizeof(int64_t));
    for (uint32_t class = 0; class < table->kinds->n_classes; class ++)
        if (weights[class] > 0)
            add_bundles(table, class, n_of_class[class], weights[class]);
    gsize n_chosen = (gsize)table->bundles->len * table->n_cells;
    if (n_chosen > table->n_chosen) {
        g_free(table->chosen);
        table->chosen = g_new(uint8_t, n_chosen);
        table->n_chosen = n_chosen;
    }
    memset(table->chosen, 0, n_chosen);
    for (guint i = 0; i < table->bundles->len; i++)
        take(table, &g_array_index(table->bundles, Bundle, i),
             table->chosen + (gsize)i * table->n_cells);
}

/* What was chosen for the cell, from the last bundle back to the first. */
static void read_set(const PackTable *table, uint32_t cell, PackFill *fill)
{
    g_autofree uint32_t *n = g_new0(uint32_t, (gsize)table->kinds->n_classes + 1);
    for (guint i = table->bundles->len; i-- > 0;) {
        const Bundle *bundle = &g_array_index(table->bundles, Bundle, i);
        if (!table->chosen[(gsize)i * table->n_cells + cell])
            continue;
        n[bundle->class] += bundle->n;
        for (uint32_t d = 0; d < table->n_dimensions; d++)
            cell -= (uint32_t)bundle->demand[d] * table->step[d];
    }
    fill->parts = g_new(PackPart, (gsize)table->kinds->n_classes + 1);
    for (uint32_t class = 0; class < table->kinds->n_classes; class ++)
        if (n[class] > 0)
            fill->parts[fill->n_parts++] = (PackPart){class, n[class]};
}

void pack_table_fill(const PackTable *table, uint32_t kind, int64_t threshold, PackFill *ret_fill)
{
    uint32_t cell = 0;
    for (uint32_t d = 0; d < table->n_dimensions; d++)
        cell += (uint32_t)pack_kind_hard(table->kinds, kind, d) * table->step[d];
    *ret_fill = (PackFill){.weight = MAX(threshold, table->weight[cell]), .is_proved = true};
    ret_fill->is_found = table->weight[cell] > threshold;
    ret_fill->at_most = ret_fill->weight;
    if (ret_fill->is_found)
        read_set(table, cell, ret_fill);
}
