/* Hard limits of a placement: services, licences and the reserve for failures. */
#include "solver/evaluate_parts.h"

/* Items of a list with each number (bin, zone or site). Caller frees. */
static uint32_t *count_items(const State *state, const IndexList *items, const uint32_t *number,
                             uint32_t n_numbers)
{
    uint32_t *count = g_new0(uint32_t, (gsize)n_numbers + 1);
    for (uint32_t k = 0; k < items->n; k++) {
        uint32_t bin = state->bin_of_item[items->index[k]];
        if (bin != NO_INDEX)
            count[number == NULL ? bin : number[bin]]++;
    }
    return count;
}

static bool check_per_host(const State *state, uint32_t s, Key *ret_broken)
{
    const Problem *problem = state->problem;
    const ServiceLimits *service = &problem->services[s];
    g_autofree uint32_t *count = count_items(state, &service->items, NULL, problem->n_bins);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (service->max_per_host != UNLIMITED && problem_has_fact(problem, FACT_PER_HOST, s) &&
            count[bin] > service->max_per_host)
            return state_broken(ret_broken, ROW_SERVICE_PER_HOST, s, bin, 0);
    return true;
}

static bool check_zones(const State *state, uint32_t s, Key *ret_broken)
{
    const Problem *problem = state->problem;
    const ServiceLimits *service = &problem->services[s];
    g_autofree uint32_t *count =
        count_items(state, &service->items, problem->zone, problem->n_zones);
    uint32_t n_used = 0;
    for (uint32_t z = 0; z < problem->n_zones; z++) {
        n_used += count[z] > 0;
        if (service->max_per_zone != UNLIMITED && problem_has_fact(problem, FACT_PER_ZONE, s) &&
            count[z] > service->max_per_zone)
            return state_broken(ret_broken, ROW_SERVICE_PER_ZONE, s, z, 0);
    }
    if (service->min_zones > 1 && problem_has_fact(problem, FACT_MIN_ZONES, s) &&
        n_used < service->min_zones)
        return state_broken(ret_broken, ROW_MIN_ZONES, s, 0, 0);
    return true;
}

static bool check_near(const State *state, uint32_t s, Key *ret_broken)
{
    const Problem *problem = state->problem;
    const ServiceLimits *service = &problem->services[s];
    for (uint32_t n = 0; n < service->near.n && problem_has_fact(problem, FACT_NEAR, s); n++) {
        uint32_t b = service->near.index[n];
        g_autofree uint32_t *count =
            count_items(state, &problem->services[b].items, problem->site, problem->n_sites);
        for (uint32_t k = 0; k < service->items.n; k++) {
            uint32_t bin = state->bin_of_item[service->items.index[k]];
            if (bin != NO_INDEX && count[problem->site[bin]] == 0)
                return state_broken(ret_broken, ROW_NEAR, service->items.index[k], b,
                                    problem->site[bin]);
        }
    }
    return true;
}

static bool check_licence(const State *state, uint32_t l, Key *ret_broken)
{
    const Problem *problem = state->problem;
    g_autofree uint32_t *count =
        count_items(state, &problem->licence_items[l], NULL, problem->n_bins);
    int64_t n_used = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        n_used += count[bin] > 0;
    if (problem->licence_max_bins[l] != UNLIMITED && problem_has_fact(problem, FACT_LICENCE, l) &&
        n_used > problem->licence_max_bins[l])
        return state_broken(ret_broken, ROW_LICENCE_HOSTS, l, 0, 0);
    return true;
}

bool state_check_services(const State *state, Key *ret_broken)
{
    for (uint32_t s = 0; s < state->problem->n_services; s++)
        if (!check_per_host(state, s, ret_broken) || !check_zones(state, s, ret_broken) ||
            !check_near(state, s, ret_broken))
            return false;
    for (uint32_t l = 0; l < state->problem->n_licences; l++)
        if (!check_licence(state, l, ret_broken))
            return false;
    return true;
}

int compare_descending(gconstpointer a, gconstpointer b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return left < right ? 1 : left > right ? -1 : 0;
}

/* Hard capacity in service less the largest host_failures bins. */
static int64_t capacity_after_failures(const Problem *problem, const bool *in_service,
                                       uint32_t resource)
{
    g_autoptr(GArray) hard = g_array_new(FALSE, FALSE, sizeof(int64_t));
    int64_t sum = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (in_service[bin])
            g_array_append_val(hard, problem->hard[(gsize)bin * problem->n_resources + resource]);
    g_array_sort(hard, compare_descending);
    for (uint32_t k = problem->host_failures; k < hard->len; k++)
        sum += g_array_index(hard, int64_t, k);
    return sum;
}

static int64_t largest_demand(const Problem *problem, uint32_t resource)
{
    int64_t largest = 0;
    for (uint32_t p = 0; p < problem->n_periods; p++) {
        int64_t sum = 0;
        for (uint32_t item = 0; item < problem->n_items; item++)
            sum += problem_demand(problem, item, resource, p);
        largest = MAX(largest, sum);
    }
    return largest;
}

static uint32_t short_resource(const Problem *problem, const bool *in_service)
{
    for (uint32_t r = 0; r < problem->n_resources && problem->host_failures > 0; r++)
        if (problem_has_fact(problem, FACT_RESERVE, r) &&
            capacity_after_failures(problem, in_service, r) < largest_demand(problem, r))
            return r;
    return NO_INDEX;
}

bool state_check_reserve(const State *state, Key *ret_broken)
{
    uint32_t resource = short_resource(state->problem, state->in_service);
    return resource == NO_INDEX || state_broken(ret_broken, ROW_RESERVE, resource, 0, 0);
}

bool problem_add_spares(const Problem *problem, bool *in_service)
{
    while (short_resource(problem, in_service) != NO_INDEX) {
        uint32_t cheapest = NO_INDEX;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (!in_service[bin] && problem->may_serve[bin] &&
                (cheapest == NO_INDEX || problem->serve_cost[bin] < problem->serve_cost[cheapest]))
                cheapest = bin;
        if (cheapest == NO_INDEX)
            return false;
        in_service[cheapest] = true;
    }
    return true;
}
