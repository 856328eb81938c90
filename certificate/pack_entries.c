#include "certificate/pack_entries.h"

#include <stdlib.h>
#include <string.h>

static int compare_firsts(const void *a, const void *b)
{
    const PackEntry *left = a, *right = b;
    return left->first < right->first ? -1 : left->first > right->first;
}

static int compare_entries(const void *a, const void *b)
{
    const PackEntry *left = a, *right = b;
    Int128 of_left = left->weight * right->size, of_right = right->weight * left->size;
    if (of_left != of_right)
        return of_left > of_right ? -1 : 1;
    return left->first < right->first ? -1 : left->first > right->first;
}

static void sort(PackEntries *entries, int (*compare)(const void *, const void *))
{
    if (entries->n_entries > 0)
        qsort(entries->entries, entries->n_entries, sizeof *entries->entries, compare);
}

/* The pack's domains that may be there, by the first of those that they must be with. */
static void list(const Columns *columns, const Together *together, const Pack *pack,
                 uint32_t position, PackEntries *entries)
{
    uint32_t n = 0;
    entries->entries = g_new0(PackEntry, (gsize)pack->n_items + 1);
    for (uint32_t i = 0; i < pack->n_items; i++)
        if (pack->weights[i] > 0 &&
            judge_together_allow(together, columns, pack->items[i], pack->bins[position])) {
            PackEntry *entry = &entries->entries[entries->n_entries++];
            entry->first = together->first[pack->items[i]];
            entry->weight = pack->weights[i];
            entry->shares = together->shares[entry->first];
        }
    sort(entries, compare_firsts);
    for (uint32_t i = 0; i < entries->n_entries; i++) {
        PackEntry entry = entries->entries[i];
        if (n > 0 && entries->entries[n - 1].first == entry.first)
            entries->entries[n - 1].weight += entry.weight;
        else
            entries->entries[n++] = entry;
    }
    entries->n_entries = n;
}

/* The demand of all domains of an entry; false where it leaves 62 bits. */
static bool add_demand(const Model *model, const Together *together, uint32_t first,
                       uint32_t n_dimensions, int64_t *demand)
{
    for (uint32_t d = 0; d < n_dimensions; d++) {
        Int128 sum = 0;
        for (uint32_t with = first; with != INDEX_NONE; with = together->next[with])
            sum +=
                model_demand(model, with, d / model->policy.n_periods, d % model->policy.n_periods);
        if (sum >> 62 != 0)
            return false;
        demand[d] = (int64_t)sum;
    }
    return true;
}

bool judge_pack_entries(const Columns *columns, const Together *together, const Pack *pack,
                        uint32_t position, PackEntries *ret_entries)
{
    uint32_t n_dimensions = pack->n_dimensions;
    const int64_t *prices = pack->prices + (gsize)position * n_dimensions;
    *ret_entries = (PackEntries){0};
    list(columns, together, pack, position, ret_entries);
    ret_entries->demands = g_new0(int64_t, (gsize)ret_entries->n_entries * n_dimensions + 1);
    for (uint32_t i = 0; i < ret_entries->n_entries; i++) {
        PackEntry *entry = &ret_entries->entries[i];
        int64_t *demand = ret_entries->demands + (gsize)i * n_dimensions;
        if (!add_demand(columns->model, together, entry->first, n_dimensions, demand))
            return false;
        entry->demand = demand;
        for (uint32_t d = 0; d < n_dimensions; d++)
            if (!exact_add_product(&entry->size, prices[d], demand[d]))
                return false;
        if (entry->size >> 62 != 0 || entry->weight >> 62 != 0)
            return false;
    }
    sort(ret_entries, compare_entries);
    return true;
}

void judge_pack_entries_clear(PackEntries *entries)
{
    g_clear_pointer(&entries->entries, g_free);
    g_clear_pointer(&entries->demands, g_free);
}

static gsize shares_size(const PackEntry *entry)
{
    return entry->shares == NULL ? 0 : entry->shares->len * sizeof(SpreadShare);
}

bool judge_pack_entries_alike(const PackEntry *left, const PackEntry *right, uint32_t n_dimensions)
{
    gsize size = shares_size(left);
    return left->weight == right->weight && size == shares_size(right) &&
           memcmp(left->demand, right->demand, n_dimensions * sizeof *left->demand) == 0 &&
           (size == 0 || memcmp(left->shares->data, right->shares->data, size) == 0);
}
