/* Breaches of the rules, one function a kind. */
#include "solver/evaluate.h"

/* Number of a set's items with each number (bin or zone). */
static int64_t above_limit(const IndexList *set, const uint32_t *bin_of_item, const uint32_t *zone,
                           uint32_t n_numbers, int64_t limit)
{
    g_autofree uint32_t *count = g_new0(uint32_t, (gsize)n_numbers + 1);
    int64_t breaches = 0;
    for (uint32_t k = 0; k < set->n; k++) {
        uint32_t bin = bin_of_item[set->index[k]];
        if (bin != NO_INDEX)
            breaches += ++count[zone == NULL ? bin : zone[bin]] > limit;
    }
    return breaches;
}

static bool *bins_of_set(const Problem *problem, const IndexList *set, const uint32_t *bin_of_item)
{
    bool *has = g_new0(bool, (gsize)problem->n_bins + 1);
    for (uint32_t k = 0; k < set->n; k++)
        if (bin_of_item[set->index[k]] != NO_INDEX)
            has[bin_of_item[set->index[k]]] = true;
    return has;
}

static int64_t gather_breaches(const Problem *problem, const Group *group,
                               const uint32_t *bin_of_item)
{
    g_autofree bool *has = bins_of_set(problem, &group->sets[0], bin_of_item);
    int64_t n = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        n += has[bin];
    return MAX(0, n - 1);
}

static int64_t fence_breaches(const Group *group, const uint32_t *bin_of_item)
{
    int64_t breaches = 0;
    bool fence = group->kind == GROUP_FENCE;
    for (uint32_t k = 0; k < group->sets[0].n; k++) {
        uint32_t bin = bin_of_item[group->sets[0].index[k]];
        breaches += bin != NO_INDEX && index_list_has(&group->bins, bin) != fence;
    }
    return breaches;
}

static int64_t root_breaches(const Problem *problem, const Group *group,
                             const uint32_t *bin_of_item)
{
    int64_t breaches = 0;
    for (uint32_t k = 0; k < group->sets[0].n; k++) {
        uint32_t item = group->sets[0].index[k];
        uint32_t home = problem->home[item];
        breaches += home != NO_INDEX && bin_of_item[item] != home;
    }
    return breaches;
}

static int64_t lonely_breaches(const Problem *problem, const Group *group,
                               const uint32_t *bin_of_item)
{
    g_autofree bool *has = bins_of_set(problem, &group->sets[0], bin_of_item);
    int64_t breaches = 0;
    for (uint32_t item = 0; item < problem->n_items; item++)
        breaches += bin_of_item[item] != NO_INDEX && has[bin_of_item[item]] &&
                    !index_list_has(&group->sets[0], item);
    return breaches;
}

static int64_t split_breaches(const Problem *problem, const Group *group,
                              const uint32_t *bin_of_item)
{
    g_autofree uint32_t *present = g_new0(uint32_t, (gsize)problem->n_bins + 1);
    int64_t breaches = 0;
    for (uint32_t g = 0; g < group->n_sets; g++) {
        g_autofree bool *has = bins_of_set(problem, &group->sets[g], bin_of_item);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            breaches += has[bin] && ++present[bin] > 1;
    }
    return breaches;
}

static int64_t max_on_breaches(const Group *group, const bool *in_service)
{
    int64_t n = 0;
    for (uint32_t k = 0; k < group->bins.n; k++)
        n += in_service[group->bins.index[k]];
    return MAX(0, n - group->limit);
}

int64_t group_breaches(const Problem *problem, const Group *group, const uint32_t *bin_of_item,
                       const bool *in_service)
{
    switch (group->kind) {
    case GROUP_SPREAD:
        return above_limit(&group->sets[0], bin_of_item, NULL, problem->n_bins, group->limit);
    case GROUP_SPREAD_ZONE:
        return above_limit(&group->sets[0], bin_of_item, problem->zone, problem->n_zones,
                           group->limit);
    case GROUP_GATHER:
        return gather_breaches(problem, group, bin_of_item);
    case GROUP_FENCE:
    case GROUP_BAN:
        return fence_breaches(group, bin_of_item);
    case GROUP_ROOT:
        return root_breaches(problem, group, bin_of_item);
    case GROUP_LONELY:
        return lonely_breaches(problem, group, bin_of_item);
    case GROUP_SPLIT:
        return split_breaches(problem, group, bin_of_item);
    case GROUP_MAX_ON:
        return max_on_breaches(group, in_service);
    }
    g_assert_not_reached();
}
