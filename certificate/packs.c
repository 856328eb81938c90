#include "certificate/packs.h"

#include "certificate/limits.h"
#include "certificate/pack_entries.h"
#include "certificate/pack_table.h"

#define MOST_WORK  UINT64_C(4000000000) /* domains looked at for all packs of a proof */
#define MOST_DEPTH 4096                 /* domains on one host */

typedef struct {
    const Columns *columns;
    const Together *together;
    uint64_t work; /* still allowed */
} Judged;

typedef struct {
    const PackEntry *entries;
    uint32_t n_dimensions;
    Int128 *left;         /* [dimension] */
    int64_t *spread_left; /* [rule] */
    Int128 room;          /* left at the prices */
    Int128 most;
    uint64_t *work; /* still allowed */
    bool gave_up;
} Look;

static uint32_t n_dimensions(const Model *model)
{
    return model->n_resources * model->policy.n_periods;
}

static bool fits(const Look *look, const PackEntry *entry)
{
    for (uint32_t d = 0; d < look->n_dimensions; d++)
        if (entry->demand[d] > look->left[d])
            return false;
    for (guint i = 0; entry->shares != NULL && i < entry->shares->len; i++) {
        SpreadShare share = g_array_index(entry->shares, SpreadShare, i);
        if (share.n > look->spread_left[share.rule])
            return false;
    }
    return true;
}

/* Puts an entry there (sign 1) or takes it off (−1). */
static void change(Look *look, const PackEntry *entry, int sign)
{
    for (uint32_t d = 0; d < look->n_dimensions; d++)
        look->left[d] -= sign * entry->demand[d];
    for (guint i = 0; entry->shares != NULL && i < entry->shares->len; i++) {
        SpreadShare share = g_array_index(entry->shares, SpreadShare, i);
        look->spread_left[share.rule] -= sign * (int64_t)share.n;
    }
    look->room -= sign * entry->size;
}

/* Counts domains looked at; false, and the look ends, where that is more than is allowed. */
static bool may_work(Look *look, uint64_t n)
{
    look->gave_up = look->gave_up || n > *look->work;
    *look->work -= look->gave_up ? 0 : n;
    return !look->gave_up;
}

/* Could what is on the host and some of the list be heavier than most? All of it fits alone; the
 * heaviest for their size fill the room, the last one in part. */
static bool may_be_heavier(Look *look, const uint32_t *list, uint32_t n, Int128 weight)
{
    Int128 room = look->room;
    for (uint32_t i = 0; i < n && weight <= look->most; i++) {
        const PackEntry *entry = &look->entries[list[i]];
        if (!may_work(look, 1))
            return false;
        if (entry->size > room)
            return weight + exact_floor_divide(entry->weight * room, entry->size) > look->most;
        weight += entry->weight;
        room -= entry->size;
    }
    return weight > look->most;
}

/* Those of the list that still fit; returns how many. */
static uint32_t list_fitting(Look *look, const uint32_t *list, uint32_t n, uint32_t *ret_list)
{
    uint32_t n_fitting = 0;
    for (uint32_t i = 0; i < n && may_work(look, 1); i++)
        if (fits(look, &look->entries[list[i]]))
            ret_list[n_fitting++] = list[i];
    return n_fitting;
}

/* Is some set heavier that adds domains of the list to what is on the host? list: what fits now,
 * heaviest for its size first. A domain just like the one left out before it is left out too: a set
 * with it weighs and fills what the set with the other one does, which was seen. */
static bool is_heavier(Look *look, const uint32_t *list, uint32_t n, Int128 weight, uint32_t depth)
{
    if (weight > look->most)
        return true;
    if (depth == MOST_DEPTH)
        look->gave_up = true;
    for (uint32_t i = 0; i < n && !look->gave_up; i++) {
        const PackEntry *entry = &look->entries[list[i]];
        if (!may_be_heavier(look, list + i, n - i, weight))
            return false;
        if (i > 0 &&
            judge_pack_entries_alike(&look->entries[list[i - 1]], entry, look->n_dimensions))
            continue;
        change(look, entry, 1);
        g_autofree uint32_t *deeper = g_new(uint32_t, (gsize)n - i);
        uint32_t n_deeper = list_fitting(look, list + i + 1, n - i - 1, deeper);
        bool found = is_heavier(look, deeper, n_deeper, weight + entry->weight, depth + 1);
        change(look, entry, -1);
        if (found)
            return true;
    }
    return false;
}

/* What each hard spread lets on a host. */
static int64_t *spread_limits(const Model *model)
{
    int64_t *limits = g_new(int64_t, (gsize)model->n_rules + 1);
    for (uint32_t i = 0; i < model->n_rules; i++)
        limits[i] = model->rules[i].limit;
    return limits;
}

/* table: the heaviest sets of all domains of the pack, whatever rules say; where they are light
 * enough there is no need to look. */
static char *refuse_host(Judged *judged, const Pack *pack, uint32_t position,
                         const JudgeTable *table)
{
    const Model *model = judged->columns->model;
    uint32_t host = pack->bins[position];
    g_auto(PackEntries) entries = {0};
    bool in_range = judge_pack_entries(judged->columns, judged->together, pack, position, &entries);
    g_autofree Int128 *left = g_new0(Int128, (gsize)pack->n_dimensions + 1);
    g_autofree int64_t *limits = g_new0(int64_t, (gsize)pack->n_dimensions + 1);
    g_autofree int64_t *spread_left = spread_limits(model);
    Look look = {.left = left, .spread_left = spread_left, .work = &judged->work};
    look.most = pack->most[position];
    look.n_dimensions = pack->n_dimensions;
    for (uint32_t d = 0; d < pack->n_dimensions; d++) {
        left[d] = limits[d] = judge_hard_limit(model, host, d / model->policy.n_periods);
        int64_t price = pack->prices[(gsize)position * pack->n_dimensions + d];
        if (!in_range || !exact_add_product(&look.room, price, left[d]) || look.room >> 62 != 0)
            return g_strdup_printf("its prices for host %u leave the range", host);
    }
    if (table != NULL && judge_table_heaviest(table, limits) <= look.most)
        return NULL;
    look.entries = entries.entries;
    g_autofree uint32_t *all = g_new(uint32_t, (gsize)entries.n_entries + 1);
    g_autofree uint32_t *list = g_new(uint32_t, (gsize)entries.n_entries + 1);
    for (uint32_t i = 0; i < entries.n_entries; i++)
        all[i] = i;
    if (is_heavier(&look, list, list_fitting(&look, all, entries.n_entries, list), 0, 0))
        return g_strdup_printf("domains that weigh more fit on host %u together", host);
    if (look.gave_up)
        return g_strdup_printf("host %u takes too long to be looked through", host);
    return NULL;
}

/* What was found of an earlier host holds of this one too: the same domains fit on both. */
static bool is_like_earlier(const Judged *judged, const Pack *pack, uint32_t earlier,
                            uint32_t position)
{
    const Model *model = judged->columns->model;
    uint32_t host = pack->bins[position], other = pack->bins[earlier];
    if (pack->most[earlier] > pack->most[position])
        return false;
    for (uint32_t r = 0; r < model->n_resources; r++)
        if (judge_hard_limit(model, host, r) != judge_hard_limit(model, other, r))
            return false;
    for (uint32_t i = 0; i < pack->n_items; i++)
        if (judge_together_allow(judged->together, judged->columns, pack->items[i], host) !=
            judge_together_allow(judged->together, judged->columns, pack->items[i], other))
            return false;
    return true;
}

/* For limits as large as any of the pack's hosts has. */
static JudgeTable *make_table(const Model *model, const Pack *pack, uint64_t *work)
{
    g_autofree int64_t *limits = g_new0(int64_t, (gsize)pack->n_dimensions + 1);
    for (uint32_t i = 0; i < pack->n_bins; i++)
        for (uint32_t d = 0; d < pack->n_dimensions; d++)
            limits[d] =
                MAX(limits[d], judge_hard_limit(model, pack->bins[i], d / model->policy.n_periods));
    return judge_table_new(model, pack, limits, work);
}

static char *refuse_hosts(Judged *judged, const Pack *pack)
{
    g_autoptr(JudgeTable) table = make_table(judged->columns->model, pack, &judged->work);
    for (uint32_t i = 0; i < pack->n_bins; i++) {
        uint32_t earlier = 0;
        while (earlier < i && !is_like_earlier(judged, pack, earlier, i))
            earlier++;
        char *why = earlier < i ? NULL : refuse_host(judged, pack, i, table);
        if (why != NULL)
            return why;
    }
    return NULL;
}

static bool is_rising(const uint32_t *numbers, uint32_t n, uint32_t end)
{
    for (uint32_t i = 0; i < n; i++)
        if (numbers[i] >= end || (i > 0 && numbers[i] <= numbers[i - 1]))
            return false;
    return true;
}

static char *refuse_shape(const Model *model, const Pack *pack)
{
    if (!is_rising(pack->items, pack->n_items, model->n_domains))
        return g_strdup("it names a domain twice, out of order or one that is not there");
    if (!is_rising(pack->bins, pack->n_bins, model->n_hosts))
        return g_strdup("it names a host twice, out of order or one that is not there");
    if (pack->n_dimensions != n_dimensions(model))
        return g_strdup("it has not one price for each resource and period");
    for (gsize i = 0; i < (gsize)pack->n_bins * pack->n_dimensions; i++)
        if (pack->prices[i] < 0)
            return g_strdup("it has a price below 0");
    for (uint32_t i = 0; i < pack->n_bins; i++)
        if (pack->most[i] < 0)
            return g_strdup("it says that nothing weighs less than 0");
    for (uint32_t i = 0; i < pack->n_items; i++)
        if (pack->weights[i] <= 0)
            return g_strdup("it has a weight that is not above 0");
    return NULL;
}

char *judge_packs_refuse(const Columns *columns, const Proof *proof)
{
    g_autoptr(Together) together = judge_together_new(columns->model);
    Judged judged = {columns, together, MOST_WORK};
    for (uint32_t number = 0; number < proof->n_packs; number++) {
        const Pack *pack = &proof->packs[number];
        g_autofree char *why = refuse_shape(columns->model, pack);
        if (why == NULL)
            why = refuse_hosts(&judged, pack);
        if (why != NULL)
            return g_strdup_printf("pack %u does not hold: %s", number, why);
    }
    return NULL;
}

bool judge_pack_find(const Pack *pack, uint32_t host, uint32_t *ret_position)
{
    uint32_t low = 0, high = pack->n_bins;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (pack->bins[middle] < host)
            low = middle + 1;
        else
            high = middle;
    }
    *ret_position = low;
    return low < pack->n_bins && pack->bins[low] == host;
}
