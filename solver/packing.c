#include "solver/packing.h"

static void index_groups(Packing *packing)
{
    const Problem *problem = packing->problem;
    packing->groups_of_item = g_new0(GArray *, (gsize)problem->n_items + 1);
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (group->strength != GROUP_HARD || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        for (uint32_t g = 0; g < group->n_sets; g++)
            for (uint32_t k = 0; k < group->sets[g].n; k++) {
                GArray **groups = &packing->groups_of_item[group->sets[g].index[k]];
                if (*groups == NULL)
                    *groups = g_array_new(FALSE, FALSE, sizeof(uint32_t));
                g_array_append_val(*groups, i);
            }
    }
}

Packing *packing_new(const Problem *problem)
{
    Packing *packing = g_new0(Packing, 1);
    packing->problem = problem;
    packing->bin_of_item = g_new(uint32_t, (gsize)problem->n_items + 1);
    packing->load = g_new0(int64_t, (gsize)problem->n_bins * problem->n_dimensions + 1);
    packing->n_on_bin = g_new0(uint32_t, (gsize)problem->n_bins + 1);
    packing->tier_count = g_new0(uint32_t, (gsize)problem->n_tiers * problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        packing->bin_of_item[item] = NO_INDEX;
    index_groups(packing);
    return packing;
}

void packing_free(Packing *packing)
{
    if (packing == NULL)
        return;
    for (uint32_t item = 0; item < packing->problem->n_items; item++)
        if (packing->groups_of_item[item] != NULL)
            g_array_unref(packing->groups_of_item[item]);
    g_free(packing->groups_of_item);
    g_free(packing->bin_of_item);
    g_free(packing->load);
    g_free(packing->n_on_bin);
    g_free(packing->tier_count);
    g_free(packing);
}

/* Adds (sign 1) or takes (-1) what item needs to or from the load of a bin. */
static void add_load(Packing *packing, uint32_t item, uint32_t bin, int64_t sign)
{
    const Problem *problem = packing->problem;
    int64_t *load = packing->load + (gsize)bin * problem->n_dimensions;
    const int64_t *demand = problem->demand + (gsize)item * problem->n_dimensions;
    for (uint32_t d = 0; d < problem->n_dimensions; d++)
        load[d] += sign * demand[d];
}

void packing_place(Packing *packing, uint32_t item, uint32_t bin)
{
    uint32_t tier = problem_tier_of_item(packing->problem, item);
    packing->bin_of_item[item] = bin;
    packing->n_on_bin[bin]++;
    if (tier != NO_INDEX)
        packing->tier_count[(gsize)tier * packing->problem->n_bins + bin]++;
    add_load(packing, item, bin, 1);
}

void packing_remove(Packing *packing, uint32_t item)
{
    uint32_t tier = problem_tier_of_item(packing->problem, item);
    uint32_t bin = packing->bin_of_item[item];
    packing->bin_of_item[item] = NO_INDEX;
    packing->n_on_bin[bin]--;
    if (tier != NO_INDEX)
        packing->tier_count[(gsize)tier * packing->problem->n_bins + bin]--;
    add_load(packing, item, bin, -1);
}

static int64_t limit_of(const Packing *packing, uint32_t item, uint32_t bin, uint32_t r)
{
    const Problem *problem = packing->problem;
    int64_t limit =
        problem_has_fact(problem, FACT_CAPACITY, r) ? problem_hard(problem, bin, r) : INT64_MAX;
    uint32_t own_tier = problem_tier_of_item(problem, item);
    for (uint32_t t = 0; t < problem->n_tiers; t++) {
        int64_t hard =
            problem->tier_hard[((gsize)t * problem->n_bins + bin) * problem->n_resources + r];
        bool is_here = t == own_tier || packing->tier_count[(gsize)t * problem->n_bins + bin] > 0;
        if (is_here && problem_has_fact(problem, FACT_TIER, t) &&
            hard < problem_hard(problem, bin, r))
            limit = MIN(limit, hard);
    }
    return limit;
}

static bool fits_capacity(const Packing *packing, uint32_t item, uint32_t bin)
{
    const Problem *problem = packing->problem;
    const int64_t *load = packing->load + (gsize)bin * problem->n_dimensions;
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        int64_t limit = limit_of(packing, item, bin, r);
        for (uint32_t p = 0; p < problem->n_periods; p++)
            if (load[(gsize)r * problem->n_periods + p] + problem_demand(problem, item, r, p) >
                limit)
                return false;
    }
    return true;
}

static int64_t count_on(const Packing *packing, const IndexList *items, uint32_t bin)
{
    int64_t n = 0;
    for (uint32_t k = 0; k < items->n; k++)
        n += packing->bin_of_item[items->index[k]] == bin;
    return n;
}

static int64_t count_in_zone(const Packing *packing, const IndexList *items, uint32_t zone)
{
    int64_t n = 0;
    for (uint32_t k = 0; k < items->n; k++) {
        uint32_t bin = packing->bin_of_item[items->index[k]];
        n += bin != NO_INDEX && packing->problem->zone[bin] == zone;
    }
    return n;
}

static bool fits_gather(const Packing *packing, const IndexList *set, uint32_t bin)
{
    for (uint32_t k = 0; k < set->n; k++) {
        uint32_t other = packing->bin_of_item[set->index[k]];
        if (other != NO_INDEX && other != bin)
            return false;
    }
    return true;
}

static bool fits_split(const Packing *packing, const Group *group, uint32_t item, uint32_t bin)
{
    for (uint32_t g = 0; g < group->n_sets; g++)
        if (!index_list_has(&group->sets[g], item) && count_on(packing, &group->sets[g], bin) > 0)
            return false;
    return true;
}

/* One hard rule that has item in a set. Fences, bans and roots are in the allowed sets. */
static bool fits_group(const Packing *packing, const Group *group, uint32_t item, uint32_t bin)
{
    const IndexList *set = &group->sets[0];
    switch (group->kind) {
    case GROUP_SPREAD:
        return count_on(packing, set, bin) < group->limit;
    case GROUP_SPREAD_ZONE:
        return count_in_zone(packing, set, packing->problem->zone[bin]) < group->limit;
    case GROUP_GATHER:
        return fits_gather(packing, set, bin);
    case GROUP_LONELY:
        return count_on(packing, set, bin) == packing->n_on_bin[bin];
    case GROUP_SPLIT:
        return fits_split(packing, group, item, bin);
    default:
        return true;
    }
}

/* Rules that do not name the item: lonely sets already on the bin, hosts that must stay off. */
static bool fits_others(const Packing *packing, uint32_t item, uint32_t bin)
{
    const Problem *problem = packing->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        if (group->strength != GROUP_HARD || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        if (group->kind == GROUP_LONELY && !index_list_has(&group->sets[0], item) &&
            count_on(packing, &group->sets[0], bin) > 0)
            return false;
        if (group->kind != GROUP_MAX_ON || packing->n_on_bin[bin] > 0 ||
            !index_list_has(&group->bins, bin))
            continue;
        int64_t n_on = 0;
        for (uint32_t k = 0; k < group->bins.n; k++)
            n_on += packing->n_on_bin[group->bins.index[k]] > 0;
        if (n_on >= group->limit)
            return false;
    }
    return true;
}

static bool fits_service(const Packing *packing, uint32_t item, uint32_t bin)
{
    const Problem *problem = packing->problem;
    uint32_t s = problem->service_of_item[item];
    if (s == NO_INDEX)
        return true;
    const ServiceLimits *service = &problem->services[s];
    if (service->max_per_host != UNLIMITED && problem_has_fact(problem, FACT_PER_HOST, s) &&
        count_on(packing, &service->items, bin) >= service->max_per_host)
        return false;
    return service->max_per_zone == UNLIMITED || !problem_has_fact(problem, FACT_PER_ZONE, s) ||
           count_in_zone(packing, &service->items, problem->zone[bin]) < service->max_per_zone;
}

bool packing_fits(const Packing *packing, uint32_t item, uint32_t bin)
{
    if (!problem_allows(packing->problem, item, bin) || !fits_capacity(packing, item, bin))
        return false;
    const GArray *groups = packing->groups_of_item[item];
    for (guint k = 0; groups != NULL && k < groups->len; k++)
        if (!fits_group(packing, &packing->problem->groups[g_array_index(groups, uint32_t, k)],
                        item, bin))
            return false;
    return fits_service(packing, item, bin) && fits_others(packing, item, bin);
}

int64_t packing_added_cost(const Packing *packing, uint32_t item, uint32_t bin)
{
    const Problem *problem = packing->problem;
    int64_t cost = problem_place_cost(problem, item, bin);
    if (packing->n_on_bin[bin] == 0)
        cost += problem->serve_cost[bin] +
                (problem->on[bin] ? -problem->power_change_cost : problem->power_change_cost);
    return cost;
}

uint32_t packing_cheapest(const Packing *packing, uint32_t item, const bool *closed)
{
    uint32_t best = NO_INDEX;
    int64_t least = 0;
    for (uint32_t bin = problem_next_allowed(packing->problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(packing->problem, item, bin + 1)) {
        if (closed != NULL && closed[bin])
            continue;
        int64_t cost = packing_added_cost(packing, item, bin);
        if ((best != NO_INDEX && cost >= least) || !packing_fits(packing, item, bin))
            continue;
        best = bin;
        least = cost;
    }
    return best;
}
