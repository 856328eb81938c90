#include "solver/neighbours.h"

#include <math.h>
#include <string.h>

#define N_EACH       24
#define WINDOW       160 /* looked at on either side in the order of size */
#define WINDOW_AMONG 16  /* the same where items are few */
#define N_SHAPE      8   /* dimensions compared */

typedef struct {
    double size;
    uint32_t item;
} Sized;

static int compare_sized(gconstpointer a, gconstpointer b)
{
    const Sized *left = a, *right = b;
    if (left->size != right->size)
        return left->size < right->size ? -1 : 1;
    return left->item < right->item ? -1 : left->item > right->item;
}

/* Demands as shares of all capacity, in up to N_SHAPE dimensions of the highest total use. */
static double *shapes_of(const SearchState *state, uint32_t *ret_n)
{
    const Problem *problem = state->problem;
    uint32_t n = state->n_dimensions, n_shape = MIN(n, N_SHAPE);
    g_autofree double *use = g_new0(double, (gsize)n + 1);
    g_autofree double *room = g_new0(double, (gsize)n + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t d = 0; d < n; d++)
            use[d] += state->demand[(gsize)item * n + d];
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t d = 0; d < n; d++)
            room[d] += state->limit[(gsize)bin * n + d];
    double *shape = g_new0(double, (gsize)problem->n_items *n_shape + 1);
    for (uint32_t k = 0; k < n_shape; k++) {
        uint32_t best = NO_INDEX;
        for (uint32_t d = 0; d < n; d++)
            if (use[d] >= 0 && (best == NO_INDEX || use[d] * room[best] > use[best] * room[d]))
                best = d;
        for (uint32_t item = 0; item < problem->n_items; item++)
            shape[(gsize)item * n_shape + k] = state->demand[(gsize)item * n + best] /
                                               MAX(room[best], 1) * use[best] / MAX(room[best], 1);
        use[best] = -1;
    }
    *ret_n = n_shape;
    return shape;
}

static GArray *order_by_size(const double *shape, uint32_t n_shape, uint32_t n_items)
{
    GArray *order = g_array_sized_new(FALSE, FALSE, sizeof(Sized), n_items);
    for (uint32_t item = 0; item < n_items; item++) {
        Sized sized = {0, item};
        for (uint32_t k = 0; k < n_shape; k++)
            sized.size += shape[(gsize)item * n_shape + k];
        g_array_append_val(order, sized);
    }
    g_array_sort(order, compare_sized);
    return order;
}

/* Some items by size, and what is compared of them: one column a dimension. */
typedef struct {
    const uint32_t *items; /* [n] */
    double *column;        /* [k * n + position] */
    uint32_t n, n_shape;
} Row;

static Row row_new(const Neighbours *neighbours, const uint32_t *items, uint32_t n)
{
    Row row = {.items = items, .n = n, .n_shape = neighbours->n_shape};
    row.column = g_new(double, (gsize)n *row.n_shape + 1);
    for (uint32_t at = 0; at < n; at++)
        for (uint32_t k = 0; k < row.n_shape; k++)
            row.column[(gsize)k * n + at] = neighbours->shape[(gsize)items[at] * row.n_shape + k];
    return row;
}

/* Of the item at a position from those at n others, from first on. */
static void find_distances(const Row *row, uint32_t at, uint32_t first, uint32_t n, double *ret)
{
    memset(ret, 0, n * sizeof *ret);
    for (uint32_t k = 0; k < row->n_shape; k++) {
        const double *column = row->column + (gsize)k * row->n;
        double own = column[at];
        for (uint32_t i = 0; i < n; i++)
            ret[i] += fabs(own - column[first + i]);
    }
}

typedef struct {
    uint32_t at;
    double distance;
} Near;

/* Keeps the nearest, sorted. */
static void offer_near(Near *near, uint32_t *n_near, uint32_t most, Near offered)
{
    if (*n_near == most && offered.distance >= near[most - 1].distance)
        return;
    uint32_t at = *n_near < most ? (*n_near)++ : most - 1;
    while (at > 0 && near[at - 1].distance > offered.distance) {
        near[at] = near[at - 1];
        at--;
    }
    near[at] = offered;
}

/* The items most like the one at a position, looking so far on either side: [n_each], at most
 * N_EACH; the item itself where there are too few. */
static void find_nearest(const Row *row, uint32_t at, uint32_t window, uint32_t n_each,
                         uint32_t *ret)
{
    Near near[N_EACH];
    double distance[2 * WINDOW + 1];
    uint32_t n_near = 0;
    uint32_t first = at > window ? at - window : 0, last = MIN(row->n - 1, at + window);
    find_distances(row, at, first, last - first + 1, distance);
    for (uint32_t k = first; k <= last; k++)
        if (k != at)
            offer_near(near, &n_near, n_each, (Near){k, distance[k - first]});
    for (uint32_t k = 0; k < n_each; k++)
        ret[k] = row->items[k < n_near ? near[k].at : at];
}

Neighbours *neighbours_new(const SearchState *state)
{
    uint32_t n_items = state->problem->n_items;
    Neighbours *neighbours = g_new0(Neighbours, 1);
    neighbours->shape = shapes_of(state, &neighbours->n_shape);
    g_autoptr(GArray) order = order_by_size(neighbours->shape, neighbours->n_shape, n_items);
    g_autofree uint32_t *sorted = g_new(uint32_t, (gsize)n_items + 1);
    neighbours->n_each = N_EACH;
    neighbours->items = g_new(uint32_t, (gsize)n_items * N_EACH + 1);
    neighbours->rank = g_new(uint32_t, (gsize)n_items + 1);
    for (uint32_t at = 0; at < n_items; at++) {
        sorted[at] = g_array_index(order, Sized, at).item;
        neighbours->rank[sorted[at]] = at;
    }
    Row row = row_new(neighbours, sorted, n_items);
    for (uint32_t at = 0; at < n_items; at++)
        find_nearest(&row, at, WINDOW, N_EACH, neighbours->items + (gsize)sorted[at] * N_EACH);
    g_free(row.column);
    return neighbours;
}

static int compare_ranks(gconstpointer a, gconstpointer b, gpointer data)
{
    const uint32_t *rank = data;
    uint32_t left = rank[*(const uint32_t *)a], right = rank[*(const uint32_t *)b];
    return left < right ? -1 : left > right;
}

void neighbours_among(const Neighbours *neighbours, uint32_t *items, uint32_t n, uint32_t *ret)
{
    g_qsort_with_data(items, (gint)n, sizeof *items, compare_ranks, neighbours->rank);
    Row row = row_new(neighbours, items, n);
    for (uint32_t at = 0; at < n; at++)
        find_nearest(&row, at, WINDOW_AMONG, NEIGHBOURS_AMONG, ret + (gsize)at * NEIGHBOURS_AMONG);
    g_free(row.column);
}

void neighbours_free(Neighbours *neighbours)
{
    if (neighbours == NULL)
        return;
    g_free(neighbours->items);
    g_free(neighbours->rank);
    g_free(neighbours->shape);
    g_free(neighbours);
}
