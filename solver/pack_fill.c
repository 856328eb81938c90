#include "solver/pack_fill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PRICE_ROOM   0x1p50 /* what a whole bin is worth at the prices, about */
#define PRICE_ROUNDS 24     /* of fitting the prices to the weights */
#define PRICE_STEP   0.5

typedef struct {
    uint32_t item;
    int64_t weight, size;
} Entry;

typedef struct {
    const Problem *problem;
    const Entry *entries;
    uint32_t n_entries;
    int64_t *left; /* [d] */
    int64_t room;
    uint32_t *chosen, n_chosen;
    uint64_t work;
    bool gave_up;
    PackFill *fill;
} Fill;

static int64_t hard_of(const Problem *problem, uint32_t bin, uint32_t d)
{
    return problem_hard(problem, bin, d / problem->n_periods);
}

static const int64_t *demand_of(const Problem *problem, uint32_t item)
{
    return problem->demand + (gsize)item * problem->n_dimensions;
}

static int compare_entries(const void *a, const void *b)
{
    const Entry *left = a, *right = b;
    Int128 of_left = (Int128)left->weight * right->size;
    Int128 of_right = (Int128)right->weight * left->size;
    if (of_left != of_right)
        return of_left > of_right ? -1 : 1;
    return left->item < right->item ? -1 : left->item > right->item;
}

static bool fits(const Fill *fill, uint32_t item)
{
    const int64_t *demand = demand_of(fill->problem, item);
    for (uint32_t d = 0; d < fill->problem->n_dimensions; d++)
        if (demand[d] > fill->left[d])
            return false;
    return true;
}

/* At most the weight of anything from the place in the list on, on top of weight; stops where that
 * is enough. Everything in the list fits alone. */
static Int128 bound_from(Fill *fill, const uint32_t *list, uint32_t n, uint32_t from, Int128 weight)
{
    int64_t room = fill->room;
    for (uint32_t i = from; i < n && weight <= fill->fill->weight; i++) {
        const Entry *entry = &fill->entries[list[i]];
        if (fill->work == 0) {
            fill->gave_up = true;
            return weight;
        }
        fill->work--;
        if (entry->size > room)
            return weight + (Int128)entry->weight * room / entry->size;
        weight += entry->weight;
        room -= entry->size;
    }
    return weight;
}

/* Those of the list from there on that still fit; returns how many. */
static uint32_t list_fitting(const Fill *fill, const uint32_t *list, uint32_t n, uint32_t from,
                             uint32_t *ret_list)
{
    uint32_t n_fitting = 0;
    for (uint32_t i = from; i < n; i++)
        if (fits(fill, fill->entries[list[i]].item))
            ret_list[n_fitting++] = list[i];
    return n_fitting;
}

static void change(Fill *fill, const Entry *entry, int sign)
{
    const int64_t *demand = demand_of(fill->problem, entry->item);
    for (uint32_t d = 0; d < fill->problem->n_dimensions; d++)
        fill->left[d] -= sign * demand[d];
    fill->room -= sign * entry->size;
}

static void take_best(Fill *fill, int64_t weight)
{
    fill->fill->weight = weight;
    fill->fill->is_found = true;
    fill->fill->n_items = fill->n_chosen;
    memcpy(fill->fill->items, fill->chosen, fill->n_chosen * sizeof(uint32_t));
}

/* list: entries that fit now, in order. */
static void look(Fill *fill, const uint32_t *list, uint32_t n, int64_t weight)
{
    if (weight > fill->fill->weight)
        take_best(fill, weight);
    for (uint32_t i = 0; i < n; i++) {
        const Entry *entry = &fill->entries[list[i]];
        if (bound_from(fill, list, n, i, weight) <= fill->fill->weight || fill->gave_up)
            return;
        change(fill, entry, 1);
        fill->chosen[fill->n_chosen++] = entry->item;
        g_autofree uint32_t *deeper = g_new(uint32_t, (gsize)n - i);
        look(fill, deeper, list_fitting(fill, list, n, i + 1, deeper), weight + entry->weight);
        fill->n_chosen--;
        change(fill, entry, -1);
    }
}

static void set_sizes(const PackBin *bin, GArray *entries)
{
    for (guint i = 0; i < entries->len; i++) {
        Entry *entry = &g_array_index(entries, Entry, i);
        const int64_t *demand = demand_of(bin->problem, entry->item);
        entry->size = 0;
        for (uint32_t d = 0; d < bin->problem->n_dimensions; d++)
            entry->size += bin->prices[d] * demand[d];
    }
    qsort(entries->data, entries->len, sizeof(Entry), compare_entries);
}

/* Share of each dimension that the heaviest for their size use, filled up in part; returns their
 * weight. */
static double fractional_use(const PackBin *bin, const GArray *entries, double *ret_use)
{
    const Problem *problem = bin->problem;
    double room = 0, weight = 0;
    for (uint32_t d = 0; d < problem->n_dimensions; d++) {
        room += (double)bin->prices[d] * (double)hard_of(problem, bin->bin, d);
        ret_use[d] = 0;
    }
    for (guint i = 0; i < entries->len && room > 0; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        double part = entry->size <= 0 ? 1 : MIN(1, room / (double)entry->size);
        room -= part * (double)entry->size;
        weight += part * (double)entry->weight;
        for (uint32_t d = 0; d < problem->n_dimensions; d++)
            ret_use[d] += part * (double)demand_of(problem, entry->item)[d] /
                          (double)MAX(1, hard_of(problem, bin->bin, d));
    }
    return weight;
}

static void price_shares(const PackBin *bin, const double *share)
{
    double all = 0;
    for (uint32_t d = 0; d < bin->problem->n_dimensions; d++)
        all += share[d];
    for (uint32_t d = 0; d < bin->problem->n_dimensions; d++)
        bin->prices[d] = llround(PRICE_ROOM * share[d] / all /
                                 (double)MAX(1, hard_of(bin->problem, bin->bin, d)));
}

/* Prices at which the fractional filling weighs least: dimensions in short supply rise. */
static void fit_prices(const PackBin *bin, GArray *entries)
{
    uint32_t n = bin->problem->n_dimensions;
    g_autofree double *share = g_new(double, (gsize)n + 1);
    g_autofree double *use = g_new(double, (gsize)n + 1);
    g_autofree int64_t *best = g_memdup2(bin->prices, n * sizeof(int64_t));
    double least = INFINITY;
    for (uint32_t d = 0; d < n; d++)
        share[d] = MAX(1e-6, (double)bin->prices[d] *
                                 (double)MAX(1, hard_of(bin->problem, bin->bin, d)) / PRICE_ROOM);
    for (uint32_t round = 0; round < PRICE_ROUNDS; round++) {
        price_shares(bin, share);
        set_sizes(bin, entries);
        double weight = fractional_use(bin, entries, use);
        if (weight < least) {
            least = weight;
            memcpy(best, bin->prices, n * sizeof(int64_t));
        }
        uint32_t slower = 1 + round / 4;
        for (uint32_t d = 0; d < n; d++)
            share[d] *= exp(PRICE_STEP / slower * CLAMP(use[d] - 1, -1, 1));
    }
    memcpy(bin->prices, best, n * sizeof(int64_t));
    set_sizes(bin, entries);
}

static GArray *list_entries(const PackBin *bin, const int64_t *weights)
{
    GArray *entries = g_array_new(FALSE, TRUE, sizeof(Entry));
    for (uint32_t i = 0; i < bin->n_items; i++) {
        Entry entry = {bin->items[i], weights[bin->items[i]], 0};
        if (entry.weight > 0)
            g_array_append_val(entries, entry);
    }
    return entries;
}

void pack_fill(const PackBin *bin, const int64_t *weights, int64_t threshold, uint64_t max_work,
               PackFill *ret_fill)
{
    const Problem *problem = bin->problem;
    g_autoptr(GArray) entries = list_entries(bin, weights);
    fit_prices(bin, entries);
    *ret_fill = (PackFill){.weight = threshold, .items = g_new(uint32_t, (gsize)entries->len + 1)};
    g_autofree int64_t *left = g_new(int64_t, (gsize)problem->n_dimensions + 1);
    g_autofree uint32_t *chosen = g_new(uint32_t, (gsize)entries->len + 1);
    Fill fill = {.problem = problem,
                 .entries = (const Entry *)(const void *)entries->data,
                 .n_entries = entries->len,
                 .left = left,
                 .chosen = chosen,
                 .work = UINT64_MAX,
                 .fill = ret_fill};
    for (uint32_t d = 0; d < problem->n_dimensions; d++) {
        left[d] = hard_of(problem, bin->bin, d);
        fill.room += bin->prices[d] * left[d];
    }
    g_autofree uint32_t *all = g_new(uint32_t, (gsize)entries->len + 1);
    g_autofree uint32_t *list = g_new(uint32_t, (gsize)entries->len + 1);
    for (uint32_t i = 0; i < entries->len; i++)
        all[i] = i;
    uint32_t n = list_fitting(&fill, all, entries->len, 0, list);
    PackFill nothing = {.weight = INT64_MAX};
    fill.fill = &nothing; /* the bound of everything, not cut short */
    Int128 most = bound_from(&fill, list, n, 0, 0);
    fill.fill = ret_fill;
    fill.work = max_work;
    look(&fill, list, n, 0);
    ret_fill->work = max_work - fill.work;
    ret_fill->is_proved = !fill.gave_up;
    ret_fill->at_most = ret_fill->is_proved ? ret_fill->weight : (int64_t)MIN(most, INT64_MAX);
    ret_fill->at_most = MAX(ret_fill->at_most, ret_fill->weight);
    if (!ret_fill->is_found)
        g_clear_pointer(&ret_fill->items, g_free);
}
