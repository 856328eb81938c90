#include "solver/leaf_serving.h"

#include <stdlib.h>

typedef struct {
    const PriceModel *model;
    const PricePart *part;
    const BranchNodes *nodes;
    const Int128 *serve;
    GArray *multipliers;
    bool *fits;
    Int128 value, review_left;
} Serving;

void leaf_add_multiplier(GArray *multipliers, Key row, Int128 y, bool *ret_fits)
{
    if (y == 0)
        return;
    *ret_fits = *ret_fits && fits_int64(y);
    Multiplier multiplier = {row, (int64_t)y};
    if (multipliers != NULL)
        g_array_append_val(multipliers, multiplier);
}

static int compare_wide(const void *a, const void *b)
{
    Int128 left = *(const Int128 *)a, right = *(const Int128 *)b;
    return left < right ? -1 : left > right;
}

static bool has_node(const BranchNodes *nodes, const uint32_t *of_type, uint32_t type)
{
    return nodes == NULL || of_type[type] != NO_INDEX;
}

/* The multiplier of the row that bounds the number of bins of a type, 0 where none holds back. */
static Int128 price_count(Serving *serving, uint32_t type)
{
    const IndexList *bins = &serving->model->bins[type];
    const PricePart *part = serving->part;
    const BranchNodes *nodes = serving->nodes;
    g_autofree Int128 *open = g_new(Int128, (gsize)bins->n + 1);
    uint32_t n_open = 0, n_on = 0;
    for (uint32_t k = 0; k < bins->n; k++) {
        n_on += part->fix[bins->index[k]] == BIN_ON;
        if (part->fix[bins->index[k]] == BIN_FREE)
            open[n_open++] = serving->serve[bins->index[k]];
    }
    qsort(open, n_open, sizeof *open, compare_wide);
    uint32_t lower = part->lower[type] > n_on ? part->lower[type] - n_on : 0;
    uint32_t upper = part->upper[type] > n_on ? part->upper[type] - n_on : 0;
    Int128 y = 0;
    if (has_node(nodes, nodes == NULL ? NULL : nodes->lower, type) && lower > 0 &&
        lower <= n_open && open[lower - 1] > 0)
        y = open[lower - 1];
    else if (has_node(nodes, nodes == NULL ? NULL : nodes->upper, type) && upper < n_open &&
             open[upper] < 0)
        y = open[upper];
    if (y != 0 && nodes != NULL) {
        uint32_t node = y > 0 ? nodes->lower[type] : nodes->upper[type];
        leaf_add_multiplier(serving->multipliers, (Key){ROW_BRANCH, {node, 0, 0, 0}}, y,
                            serving->fits);
    }
    serving->value += y * (Int128)(y > 0 ? part->lower[type] : part->upper[type]);
    return y;
}

/* A bin in service, or one whose end pays for the review. */
static void add_bin(Serving *serving, uint32_t bin, Int128 reduced)
{
    uint8_t fix = serving->part->fix[bin];
    if (fix == BIN_ON || (fix == BIN_FREE && reduced < 0)) {
        serving->value += reduced;
        return;
    }
    if (!serving->model->problem->on[bin] || serving->review_left <= 0)
        return;
    Int128 paid = fix == BIN_OFF ? serving->review_left : MIN(reduced, serving->review_left);
    leaf_add_multiplier(serving->multipliers, (Key){ROW_CHANGE_BIN, {bin, 0, 0, 0}}, paid,
                        serving->fits);
    serving->value += paid;
    serving->review_left -= paid;
}

Int128 leaf_certain_costs(const PriceModel *model)
{
    const Problem *problem = model->problem;
    Int128 cost = problem->constant;
    cost += model->must_change ? problem->review_cost : 0;
    for (uint32_t s = 0; s < problem->n_services; s++)
        cost += model->must_notice[s] ? problem->notice_cost : 0;
    return cost;
}

Int128 leaf_serving_value(const PriceModel *model, const PricePart *part, const BranchNodes *nodes,
                          const Int128 *serve, int64_t scale, GArray *multipliers, bool *ret_fits)
{
    Serving serving = {model, part, nodes, serve, multipliers, ret_fits, 0, 0};
    serving.review_left = model->must_change ? 0 : (Int128)model->problem->review_cost * scale;
    for (uint32_t t = 0; t < model->n_types; t++) {
        Int128 y = price_count(&serving, t);
        for (uint32_t k = 0; k < model->bins[t].n; k++)
            add_bin(&serving, model->bins[t].index[k], serve[model->bins[t].index[k]] - y);
    }
    return serving.value;
}
