#include "solver/pack_fill.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PRICE_ROOM   0x1p50 /* what a whole bin is worth at the prices, about */
#define PRICE_ROUNDS 24     /* of fitting the prices to the weights, the first time */
#define PRICE_AGAIN  6      /* later: they were fitted to similar weights */
#define PRICE_STEP   0.5

#define USUAL_WORDS 2 /* of four resources in one period and some rules */
#define WORD_BITS   64

#define LEAST_HALVINGS 12 /* of what is not known: then it is known well enough */

typedef struct {
    uint32_t class, n; /* n: still to choose from */
    uint32_t chosen;
    int64_t weight, size;
    const int64_t *demand;
} Entry;

typedef struct {
    Entry *entries;
    uint32_t n_entries;
    /* Room left and demands in the dimensions that can bind, as many in a word as there is room
     * for, each below a guard bit: set in what is left, it falls where more is subtracted. */
    uint32_t n_words;
    uint64_t *guards; /* [n_words] */
    uint64_t *left;   /* [n_words] */
    uint64_t *needs;  /* [word * n_entries + entry] */
    int64_t room;
    uint64_t work;
    bool gave_up;
    PackFill *fill;
} Fill;

static int compare_entries(const void *a, const void *b)
{
    const Entry *left = a, *right = b;
    Int128 of_left = (Int128)left->weight * right->size;
    Int128 of_right = (Int128)right->weight * left->size;
    if (of_left != of_right)
        return of_left > of_right ? -1 : 1;
    return left->class < right->class ? -1 : left->class > right->class;
}

/* At most the weight of anything from the place in the list on, on top of weight; stops where it is
 * above enough. Each entry of the list fits once. */
static Int128 bound_from(Fill *fill, const uint32_t *list, uint32_t n, Int128 weight,
                         int64_t enough)
{
    int64_t room = fill->room;
    for (uint32_t i = 0; i < n && weight <= enough; i++) {
        const Entry *entry = &fill->entries[list[i]];
        if (fill->work == 0) {
            fill->gave_up = true;
            return weight;
        }
        fill->work--;
        if ((Int128)entry->size * entry->n > room)
            return weight + (Int128)entry->weight * room / entry->size;
        weight += (Int128)entry->weight * entry->n;
        room -= entry->size * entry->n;
    }
    return weight;
}

static inline uint32_t list_of_words(const Fill *fill, const uint32_t *list, uint32_t n,
                                     uint32_t n_words, uint32_t *ret_list)
{
    uint32_t n_fitting = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t fallen = 0;
        for (uint32_t w = 0; w < n_words; w++)
            fallen |= ~(fill->left[w] - fill->needs[(gsize)w * fill->n_entries + list[i]]) &
                      fill->guards[w];
        ret_list[n_fitting] = list[i]; /* no branch: it is as often so as not */
        n_fitting += fallen == 0;
    }
    return n_fitting;
}

/* Those of the list of which one more fits, from the one chosen last on; returns how many. */
static uint32_t list_fitting(const Fill *fill, const uint32_t *list, uint32_t n, uint32_t *ret_list)
{
    uint32_t is_used_up = n > 0 && fill->entries[list[0]].n == 0;
    list += is_used_up;
    n -= is_used_up;
    if (fill->n_words == USUAL_WORDS) /* known when compiled, it takes half the time */
        return list_of_words(fill, list, n, USUAL_WORDS, ret_list);
    return list_of_words(fill, list, n, fill->n_words, ret_list);
}

static void choose(Fill *fill, uint32_t number)
{
    Entry *entry = &fill->entries[number];
    for (uint32_t w = 0; w < fill->n_words; w++)
        fill->left[w] -= fill->needs[(gsize)w * fill->n_entries + number];
    fill->room -= entry->size;
    entry->n--;
    entry->chosen++;
}

static void take_back(Fill *fill, uint32_t number)
{
    Entry *entry = &fill->entries[number];
    for (uint32_t w = 0; w < fill->n_words; w++)
        fill->left[w] += fill->needs[(gsize)w * fill->n_entries + number];
    fill->room += entry->size;
    entry->n++;
    entry->chosen--;
}

static void take_best(Fill *fill, int64_t weight)
{
    PackFill *best = fill->fill;
    best->weight = weight;
    best->is_found = true;
    best->n_parts = 0;
    for (uint32_t i = 0; i < fill->n_entries; i++)
        if (fill->entries[i].chosen > 0)
            best->parts[best->n_parts++] =
                (PackPart){fill->entries[i].class, fill->entries[i].chosen};
}

/* list: entries of which one more fits, in order. One that was looked at is left out of what is
 * looked at after it, so that each set is seen once. */
static void look(Fill *fill, const uint32_t *list, uint32_t n, int64_t weight)
{
    if (weight > fill->fill->weight)
        take_best(fill, weight);
    for (uint32_t i = 0; i < n; i++) {
        const Entry *entry = &fill->entries[list[i]];
        int64_t enough = fill->fill->weight;
        if (bound_from(fill, list + i, n - i, weight, enough) <= enough || fill->gave_up)
            return;
        choose(fill, list[i]);
        g_autofree uint32_t *deeper = g_new(uint32_t, (gsize)n - i);
        look(fill, deeper, list_fitting(fill, list + i, n - i, deeper), weight + entry->weight);
        take_back(fill, list[i]);
    }
}

static void set_sizes(const PackKinds *kinds, const PackKind *kind, GArray *entries)
{
    for (guint i = 0; i < entries->len; i++) {
        Entry *entry = &g_array_index(entries, Entry, i);
        entry->size = 0;
        for (uint32_t d = 0; d < kinds->problem->n_dimensions; d++)
            entry->size += kind->prices[d] * entry->demand[d];
    }
    if (entries->len > 0)
        qsort(entries->data, entries->len, sizeof(Entry), compare_entries);
}

/* Share of each dimension that the heaviest for their size use, filled up in part; returns their
 * weight. */
static double fractional_use(const PackKinds *kinds, uint32_t kind, const GArray *entries,
                             double *ret_use)
{
    uint32_t n_dimensions = kinds->problem->n_dimensions;
    double room = 0, weight = 0;
    for (uint32_t d = 0; d < n_dimensions; d++) {
        room += (double)kinds->kinds[kind].prices[d] * (double)pack_kind_hard(kinds, kind, d);
        ret_use[d] = 0;
    }
    for (guint i = 0; i < entries->len && room > 0; i++) {
        const Entry *entry = &g_array_index(entries, Entry, i);
        double part = entry->size <= 0 ? entry->n : MIN(entry->n, room / (double)entry->size);
        room -= part * (double)entry->size;
        weight += part * (double)entry->weight;
        for (uint32_t d = 0; d < n_dimensions; d++)
            ret_use[d] +=
                part * (double)entry->demand[d] / (double)MAX(1, pack_kind_hard(kinds, kind, d));
    }
    return weight;
}

static void price_shares(const PackKinds *kinds, uint32_t kind, const double *share)
{
    double all = 0;
    for (uint32_t d = 0; d < kinds->problem->n_dimensions; d++)
        all += share[d];
    for (uint32_t d = 0; d < kinds->problem->n_dimensions; d++)
        kinds->kinds[kind].prices[d] =
            llround(PRICE_ROOM * share[d] / all / (double)MAX(1, pack_kind_hard(kinds, kind, d)));
}

/* Shares of the room as the last prices had them, even ones at first; true where they were kept. */
static bool begin_shares(const PackKinds *kinds, uint32_t kind, double *ret_share)
{
    bool kept = false;
    for (uint32_t d = 0; d < kinds->problem->n_dimensions; d++) {
        double price = (double)kinds->kinds[kind].prices[d];
        ret_share[d] =
            MAX(1e-6, price * (double)MAX(1, pack_kind_hard(kinds, kind, d)) / PRICE_ROOM);
        kept = kept || price > 0;
    }
    return kept;
}

/* Prices at which the fractional filling weighs least: dimensions in short supply rise. */
static void fit_prices(const PackKinds *kinds, uint32_t kind, GArray *entries)
{
    uint32_t n = kinds->problem->n_dimensions;
    int64_t *prices = kinds->kinds[kind].prices;
    g_autofree double *share = g_new(double, (gsize)n + 1);
    g_autofree double *use = g_new(double, (gsize)n + 1);
    uint32_t n_rounds = begin_shares(kinds, kind, share) ? PRICE_AGAIN : PRICE_ROUNDS;
    g_autofree int64_t *best = g_memdup2(prices, n * sizeof(int64_t));
    double least = INFINITY;
    for (uint32_t round = 0; round < n_rounds && n > 1; round++) {
        uint32_t slower = 1 + round / 4;
        price_shares(kinds, kind, share);
        set_sizes(kinds, &kinds->kinds[kind], entries);
        double weight = fractional_use(kinds, kind, entries, use);
        if (weight < least) {
            least = weight;
            memcpy(best, prices, n * sizeof(int64_t));
        }
        for (uint32_t d = 0; d < n; d++)
            share[d] *= exp(PRICE_STEP / slower * CLAMP(use[d] - 1, -1, 1));
    }
    memcpy(prices, best, n * sizeof(int64_t));
    if (n == 1)
        price_shares(kinds, kind, share);
    set_sizes(kinds, &kinds->kinds[kind], entries);
}

static GArray *list_entries(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
                            const uint32_t *n_of_class)
{
    GArray *entries = g_array_new(FALSE, TRUE, sizeof(Entry));
    for (uint32_t i = 0; i < kinds->kinds[kind].n_classes; i++) {
        uint32_t class = kinds->kinds[kind].classes[i];
        Entry entry = {.class = class,
                       .n = n_of_class[class],
                       .weight = weights[class],
                       .demand = pack_class_demand(kinds, class)};
        if (entry.weight > 0 && entry.n > 0)
            g_array_append_val(entries, entry);
    }
    return entries;
}

static int compare_parts(const void *a, const void *b)
{
    const PackPart *left = a, *right = b;
    return left->class < right->class ? -1 : left->class > right->class;
}

/* Whether all entries together pass the limit. */
static bool may_bind(const Fill *fill, uint32_t d, int64_t limit)
{
    Int128 sum = 0;
    for (uint32_t i = 0; i < fill->n_entries; i++)
        sum += (Int128)fill->entries[i].demand[d] * fill->entries[i].n;
    return sum > limit;
}

/* Where the dimension goes: the first word that has room, or a new one. */
static uint32_t word_for(Fill *fill, const uint32_t *n_used, uint32_t n_bits)
{
    gsize n = fill->n_entries;
    for (uint32_t word = 0; word < fill->n_words; word++)
        if (n_used[word] + n_bits <= WORD_BITS)
            return word;
    fill->needs = g_renew(uint64_t, fill->needs, n * (fill->n_words + 1));
    memset(fill->needs + n * fill->n_words, 0, n * sizeof *fill->needs);
    return fill->n_words++;
}

/* What never fits is as good as just too much. */
static void set_needs(Fill *fill, uint32_t d, int64_t limit, uint32_t word, uint32_t shift)
{
    for (uint32_t i = 0; i < fill->n_entries; i++)
        fill->needs[(gsize)word * fill->n_entries + i] +=
            (uint64_t)MIN(fill->entries[i].demand[d], limit + 1) << shift;
}

static void fill_begin(Fill *fill, const PackKinds *kinds, uint32_t kind)
{
    g_autofree uint32_t *n_used = g_new0(uint32_t, (gsize)kinds->n_dimensions + 1);
    fill->guards = g_new0(uint64_t, (gsize)kinds->n_dimensions + 1);
    fill->left = g_new0(uint64_t, (gsize)kinds->n_dimensions + 1);
    for (uint32_t d = 0; d < kinds->n_dimensions; d++) {
        int64_t limit = pack_kind_hard(kinds, kind, d);
        if (d < kinds->problem->n_dimensions)
            fill->room += kinds->kinds[kind].prices[d] * limit;
        if (!may_bind(fill, d, limit))
            continue;
        uint32_t n_bits = g_bit_storage((gulong)limit + 1) + 1;
        uint32_t word = word_for(fill, n_used, n_bits), shift = n_used[word];
        n_used[word] += n_bits;
        fill->guards[word] |= UINT64_C(1) << (shift + n_bits - 1);
        fill->left[word] += (uint64_t)limit << shift;
        set_needs(fill, d, limit, word, shift);
    }
    for (uint32_t w = 0; w < fill->n_words; w++)
        fill->left[w] |= fill->guards[w];
}

/* Looking for the heaviest took too long: how much less than most can be shown to be more than any
 * weighs? Halfway to what is known is shown in far fewer steps, and a set that is heavier still is
 * found there soonest. */
static void lower_most(Fill *fill, const uint32_t *list, uint32_t n, int64_t most,
                       uint64_t max_work)
{
    PackFill *best = fill->fill;
    int64_t least = (most - best->weight) >> LEAST_HALVINGS;
    fill->work = max_work;
    fill->gave_up = false;
    best->work = n;
    while (most - best->weight > least) {
        int64_t known = best->weight, middle = known + (most - known) / 2;
        uint64_t before = fill->work;
        best->weight = middle;
        look(fill, list, n, 0);
        if (!fill->gave_up) {
            most = best->weight;
            best->work = before - fill->work;
        }
        if (best->weight == middle)
            best->weight = known;
        if (fill->gave_up)
            break;
    }
    best->at_most = MAX(most, best->weight);
}

void pack_fill(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
               const uint32_t *n_of_class, int64_t threshold, uint64_t max_work, PackFill *ret_fill)
{
    g_autoptr(GArray) entries = list_entries(kinds, kind, weights, n_of_class);
    fit_prices(kinds, kind, entries);
    *ret_fill = (PackFill){.weight = threshold, .parts = g_new(PackPart, (gsize)entries->len + 1)};
    Fill fill = {.entries = (Entry *)(void *)entries->data,
                 .n_entries = entries->len,
                 .work = UINT64_MAX,
                 .fill = ret_fill};
    fill_begin(&fill, kinds, kind);
    g_autofree uint32_t *all = g_new(uint32_t, (gsize)entries->len + 1);
    g_autofree uint32_t *list = g_new(uint32_t, (gsize)entries->len + 1);
    for (uint32_t i = 0; i < entries->len; i++)
        all[i] = i;
    uint32_t n = list_fitting(&fill, all, entries->len, list);
    int64_t most = (int64_t)MIN(bound_from(&fill, list, n, 0, INT64_MAX), INT64_MAX);
    fill.work = max_work;
    look(&fill, list, n, 0);
    ret_fill->work = max_work - fill.work;
    ret_fill->is_proved = !fill.gave_up;
    ret_fill->at_most = ret_fill->weight;
    if (!ret_fill->is_proved)
        lower_most(&fill, list, n, MAX(most, ret_fill->weight), max_work);
    if (!ret_fill->is_found)
        g_clear_pointer(&ret_fill->parts, g_free);
    else
        qsort(ret_fill->parts, ret_fill->n_parts, sizeof(PackPart), compare_parts);
    g_free(fill.guards);
    g_free(fill.left);
    g_free(fill.needs);
}

void pack_fill_fit(const PackKinds *kinds, uint32_t kind, const int64_t *weights,
                   const uint32_t *n_of_class)
{
    g_autoptr(GArray) entries = list_entries(kinds, kind, weights, n_of_class);
    fit_prices(kinds, kind, entries);
}
