#include "model/move_costs.h"

#include <stdlib.h>

static int compare_indices(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int move_cost_compare(const void *left, const void *right)
{
    const MoveCost *a = left;
    const MoveCost *b = right;
    int order = compare_indices(a->from_host, b->from_host);
    order = order != 0 ? order : compare_indices(a->from_zone, b->from_zone);
    order = order != 0 ? order : compare_indices(a->to_host, b->to_host);
    return order != 0 ? order : compare_indices(a->to_zone, b->to_zone);
}

guint move_cost_hash(const void *cost)
{
    const MoveCost *ends = cost;
    guint hash = ends->from_host;
    hash = hash * 31 + ends->from_zone;
    hash = hash * 31 + ends->to_host;
    return hash * 31 + ends->to_zone;
}

gboolean move_cost_equal(const void *left, const void *right)
{
    return move_cost_compare(left, right) == 0;
}

static const MoveCost *find(const Model *model, MoveCost ends)
{
    if (model->n_move_costs == 0)
        return NULL;
    return bsearch(&ends, model->move_costs, model->n_move_costs, sizeof(MoveCost),
                   move_cost_compare);
}

uint32_t move_costs_of(const Model *model, uint32_t from, uint32_t to, const MoveCost *ret_rows[4])
{
    if (from == INDEX_NONE || to == INDEX_NONE)
        return 0;
    uint32_t from_zone = model->hosts[from].zone;
    uint32_t to_zone = model->hosts[to].zone;
    uint32_t n = 0;
    for (int way = 0; way < 4; way++) {
        bool by_from_zone = way >= 2, by_to_zone = way % 2 == 1;
        if ((by_from_zone && from_zone == INDEX_NONE) || (by_to_zone && to_zone == INDEX_NONE))
            continue;
        MoveCost ends = {.from_host = by_from_zone ? INDEX_NONE : from,
                         .from_zone = by_from_zone ? from_zone : INDEX_NONE,
                         .to_host = by_to_zone ? INDEX_NONE : to,
                         .to_zone = by_to_zone ? to_zone : INDEX_NONE};
        const MoveCost *row = find(model, ends);
        if (row != NULL)
            ret_rows[n++] = row;
    }
    return n;
}
