#include "solver/neighbours.h"

#include <math.h>

#define N_EACH  24
#define WINDOW  160 /* looked at on either side in the order of size */
#define N_SHAPE 8   /* dimensions compared */

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

static double distance(const double *a, const double *b, uint32_t n)
{
    double sum = 0;
    for (uint32_t k = 0; k < n; k++)
        sum += fabs(a[k] - b[k]);
    return sum;
}

typedef struct {
    uint32_t item;
    double distance;
} Near;

/* Keeps the nearest, sorted. */
static void offer_near(Near *near, uint32_t *n_near, Near offered)
{
    if (*n_near == N_EACH && offered.distance >= near[N_EACH - 1].distance)
        return;
    uint32_t at = *n_near < N_EACH ? (*n_near)++ : N_EACH - 1;
    while (at > 0 && near[at - 1].distance > offered.distance) {
        near[at] = near[at - 1];
        at--;
    }
    near[at] = offered;
}

Neighbours *neighbours_new(const SearchState *state)
{
    uint32_t n_items = state->problem->n_items, n_shape;
    g_autofree double *shape = shapes_of(state, &n_shape);
    g_autoptr(GArray) order = order_by_size(shape, n_shape, n_items);
    Neighbours *neighbours = g_new0(Neighbours, 1);
    neighbours->n_each = N_EACH;
    neighbours->items = g_new(uint32_t, (gsize)n_items * N_EACH + 1);
    for (uint32_t at = 0; at < n_items; at++) {
        Near near[N_EACH];
        uint32_t n_near = 0, item = g_array_index(order, Sized, at).item;
        uint32_t from = at > WINDOW ? at - WINDOW : 0, to = MIN(n_items - 1, at + WINDOW);
        for (uint32_t k = from; k <= to; k++) {
            uint32_t other = g_array_index(order, Sized, k).item;
            if (other != item)
                offer_near(near, &n_near,
                           (Near){other, distance(shape + (gsize)item * n_shape,
                                                  shape + (gsize)other * n_shape, n_shape)});
        }
        for (uint32_t k = 0; k < N_EACH; k++)
            neighbours->items[(gsize)item * N_EACH + k] = k < n_near ? near[k].item : item;
    }
    return neighbours;
}

void neighbours_free(Neighbours *neighbours)
{
    if (neighbours == NULL)
        return;
    g_free(neighbours->items);
    g_free(neighbours);
}
