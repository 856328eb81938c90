#include "solver/price_model.h"

#include <math.h>
#include <string.h>

#define MICRO 1e6

int64_t price_net_serve_cost(const Problem *problem, uint32_t bin)
{
    int64_t power = problem->power_change_cost;
    return problem->serve_cost[bin] + (problem->on[bin] ? -power : power);
}

/* Types by equal limits and energy, in the order of their first bins. */
static void find_types(PriceModel *model)
{
    const Problem *problem = model->problem;
    gsize row = problem->n_resources * sizeof(int64_t);
    g_autofree uint8_t *key = g_malloc(row + sizeof(uint32_t));
    g_autoptr(GHashTable) types =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    model->type_of_bin = g_new(uint32_t, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        model->type_of_bin[bin] = NO_INDEX;
        if (!problem->may_serve[bin])
            continue;
        memcpy(key, problem->hard + (gsize)bin * problem->n_resources, row);
        memcpy(key + row, &problem->energy_type[bin], sizeof(uint32_t));
        GBytes *bytes = g_bytes_new(key, row + sizeof(uint32_t));
        gpointer found;
        if (g_hash_table_lookup_extended(types, bytes, NULL, &found)) {
            model->type_of_bin[bin] = GPOINTER_TO_UINT(found);
            g_bytes_unref(bytes);
            continue;
        }
        model->type_of_bin[bin] = model->n_types;
        g_hash_table_insert(types, bytes, GUINT_TO_POINTER(model->n_types++));
    }
}

static void list_bins(PriceModel *model)
{
    uint32_t n_bins = model->problem->n_bins;
    model->bins = g_new0(IndexList, (gsize)model->n_types + 1);
    for (uint32_t bin = 0; bin < n_bins; bin++)
        if (model->type_of_bin[bin] != NO_INDEX)
            model->bins[model->type_of_bin[bin]].n++;
    for (uint32_t t = 0; t < model->n_types; t++) {
        model->bins[t].index = g_new(uint32_t, model->bins[t].n);
        model->bins[t].n = 0;
    }
    for (uint32_t bin = 0; bin < n_bins; bin++)
        if (model->type_of_bin[bin] != NO_INDEX) {
            IndexList *list = &model->bins[model->type_of_bin[bin]];
            list->index[list->n++] = bin;
        }
}

static bool varies(const Problem *problem, uint32_t resource)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t p = 1; p < problem->n_periods; p++)
            if (problem_demand(problem, item, resource, p) !=
                problem_demand(problem, item, resource, 0))
                return true;
    return false;
}

static void find_dimensions(PriceModel *model)
{
    const Problem *problem = model->problem;
    model->dimension = g_new(PriceDimension, (gsize)problem->n_dimensions + 1);
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        uint32_t n_periods = varies(problem, r) ? problem->n_periods : 1;
        for (uint32_t p = 0; p < n_periods; p++)
            model->dimension[model->n_dimensions++] = (PriceDimension){r, p};
    }
    model->capacity = g_new(double, (gsize)model->n_types * model->n_dimensions + 1);
    for (uint32_t t = 0; t < model->n_types; t++)
        for (uint32_t d = 0; d < model->n_dimensions; d++)
            model->capacity[(gsize)t * model->n_dimensions + d] = (double)problem_hard(
                problem, model->bins[t].index[0], model->dimension[d].resource);
}

/* Bins of each type in an allowed set: 0, 1 or 2 for more. */
static void count_allowed(const PriceModel *model, uint32_t item, uint8_t *counts)
{
    memset(counts, 0, model->n_types);
    for (uint32_t bin = problem_next_allowed(model->problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(model->problem, item, bin + 1)) {
        uint32_t type = model->type_of_bin[bin];
        if (type != NO_INDEX && counts[type] < 2)
            counts[type]++;
    }
}

/* The move alone, without what a pair of bins adds, which is never negative. */
static int64_t least_move_cost(const Problem *problem, uint32_t item)
{
    return problem->move_cost[(gsize)problem->move_class[item] * problem->n_pair_classes];
}

/* counts: bins of each type where the item may be, its home among them. */
static void price_item(PriceModel *model, uint32_t item, const uint8_t *counts)
{
    const Problem *problem = model->problem;
    uint32_t home = model->home[item];
    double move = (double)least_move_cost(problem, item) / MICRO;
    for (uint32_t t = 0; t < model->n_types; t++) {
        int64_t energy = problem->energy[(gsize)item * problem->n_energy_types +
                                         problem->energy_type[model->bins[t].index[0]]];
        bool is_home = home != NO_INDEX && model->type_of_bin[home] == t;
        model->place_cost[(gsize)item * model->n_types + t] =
            counts[t] > is_home ? move + (double)energy / MICRO : INFINITY;
    }
    if (model->home[item] != NO_INDEX)
        model->stay_cost[item] =
            (double)problem_place_cost(problem, item, model->home[item]) / MICRO;
}

static void price_items(PriceModel *model)
{
    const Problem *problem = model->problem;
    g_autofree uint8_t *counts =
        g_new(uint8_t, (gsize)problem->n_allowed_sets * model->n_types + 1);
    g_autofree bool *counted = g_new0(bool, (gsize)problem->n_allowed_sets + 1);
    model->home = g_new(uint32_t, (gsize)problem->n_items + 1);
    model->stay_cost = g_new0(double, (gsize)problem->n_items + 1);
    model->place_cost = g_new(double, (gsize)problem->n_items * model->n_types + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        model->home[item] = problem_stays(problem, item) ? problem->home[item] : NO_INDEX;
        uint32_t set = problem->allowed_set[item];
        uint8_t *own = counts + (gsize)set * model->n_types;
        if (!counted[set])
            count_allowed(model, item, own);
        counted[set] = true;
        price_item(model, item, own);
    }
}

static void find_certain(PriceModel *model)
{
    const Problem *problem = model->problem;
    model->must_notice = g_new0(bool, (gsize)problem->n_services + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        if (model->home[item] != NO_INDEX)
            continue;
        model->must_change = true;
        if (problem->service_of_item[item] != NO_INDEX)
            model->must_notice[problem->service_of_item[item]] = true;
    }
    for (uint32_t s = 0; s < problem->n_services; s++)
        model->must_notice[s] = model->must_notice[s] || problem->services[s].n_leaving > 0;
    model->must_change = model->must_change || problem->leaving.n > 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (problem->on[bin] && !problem->may_serve[bin])
            model->must_change = true;
    model->constant = (double)problem->constant / MICRO;
    model->review = model->must_change ? 0 : (double)problem->review_cost / MICRO;
    if (model->must_change)
        model->constant += (double)problem->review_cost / MICRO;
    for (uint32_t s = 0; s < problem->n_services; s++)
        if (model->must_notice[s])
            model->constant += (double)problem->notice_cost / MICRO;
}

/* Every item bears an equal share of its service's notice to begin with. */
static void share_notices(PriceModel *model)
{
    const Problem *problem = model->problem;
    model->notice = g_new0(double, (gsize)problem->n_items + 1);
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const IndexList *items = &problem->services[s].items;
        if (model->must_notice[s])
            continue;
        for (uint32_t k = 0; k < items->n; k++)
            model->notice[items->index[k]] = (double)problem->notice_cost / MICRO / items->n;
    }
}

static bool has_nowhere(const Problem *problem)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem_next_allowed(problem, item, 0) == NO_INDEX)
            return true;
    return false;
}

PriceModel *price_model_new(const Problem *problem)
{
    if (problem->n_resources == 0 || problem->n_items == 0 || problem->n_left_out > 0 ||
        has_nowhere(problem))
        return NULL;
    g_autoptr(PriceModel) model = g_new0(PriceModel, 1);
    model->problem = problem;
    find_types(model);
    if (model->n_types == 0 || model->n_types > PRICE_MAX_TYPES)
        return NULL;
    list_bins(model);
    find_dimensions(model);
    model->serve_cost = g_new(double, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        model->serve_cost[bin] = (double)price_net_serve_cost(problem, bin) / MICRO;
    price_items(model);
    find_certain(model);
    share_notices(model);
    return g_steal_pointer(&model);
}

void price_model_free(PriceModel *model)
{
    if (model == NULL)
        return;
    for (uint32_t t = 0; t < model->n_types && model->bins != NULL; t++)
        g_free(model->bins[t].index);
    g_free(model->bins);
    g_free(model->type_of_bin);
    g_free(model->dimension);
    g_free(model->capacity);
    g_free(model->serve_cost);
    g_free(model->home);
    g_free(model->stay_cost);
    g_free(model->place_cost);
    g_free(model->notice);
    g_free(model->must_notice);
    g_free(model);
}
