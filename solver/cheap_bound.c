#include "solver/cheap_bound.h"

#include "solver/price_leaf.h"

#define SCALE (INT64_C(1) << 20)

typedef struct {
    const Problem *problem;
    uint32_t resource, period;
    int64_t *price; /* [bin] per unit of the resource, times scale; taken off serving */
} Prices;

static int64_t net_serve_cost(const Problem *problem, uint32_t bin)
{
    int64_t power = problem->power_change_cost;
    return problem->serve_cost[bin] + (problem->on[bin] ? -power : power);
}

/* Spreads the cost of serving over the capacity, rounded down so that serving is never below 0. */
static void set_prices(Prices *prices)
{
    const Problem *problem = prices->problem;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        int64_t cost = net_serve_cost(problem, bin);
        int64_t hard = problem_hard(problem, bin, prices->resource);
        prices->price[bin] = cost <= 0 || hard == 0 ? 0 : (int64_t)((Int128)cost * SCALE / hard);
    }
}

/* Times scale; false where the item may be nowhere or the number is too large. */
static bool cheapest_place(const Prices *prices, uint32_t item, int64_t *ret_cost)
{
    const Problem *problem = prices->problem;
    int64_t demand = problem_demand(problem, item, prices->resource, prices->period);
    bool found = false;
    Int128 least = 0;
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1)) {
        Int128 cost = (Int128)SCALE * problem_place_cost(problem, item, bin) +
                      (Int128)demand * prices->price[bin];
        least = found && least < cost ? least : cost;
        found = true;
    }
    *ret_cost = fits_int64(least) ? (int64_t)least : 0;
    return found && fits_int64(least);
}

Int128 cheap_forced_costs(const Problem *problem)
{
    Int128 cost = problem->constant;
    bool changes = problem->leaving.n > 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        changes = changes || (problem->on[bin] && !problem->may_serve[bin]);
    for (uint32_t item = 0; item < problem->n_items; item++)
        changes = changes || !problem_stays(problem, item);
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const IndexList *items = &problem->services[s].items;
        uint32_t k = 0;
        while (k < items->n && problem_stays(problem, items->index[k]))
            k++;
        cost += k < items->n || problem->services[s].n_leaving > 0 ? problem->notice_cost : 0;
    }
    return cost + (changes ? problem->review_cost : 0);
}

static Int128 fixed_costs(const Problem *problem)
{
    Int128 cost = cheap_forced_costs(problem);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (problem->may_serve[bin])
            cost += MIN(0, net_serve_cost(problem, bin));
    return cost;
}

/* Value times scale; false where an item has no place. */
static bool value_of(const Prices *prices, Int128 *ret_value)
{
    Int128 value = fixed_costs(prices->problem) * SCALE;
    for (uint32_t item = 0; item < prices->problem->n_items; item++) {
        int64_t cost;
        if (!cheapest_place(prices, item, &cost))
            return false;
        value += cost;
    }
    *ret_value = value;
    return true;
}

static Proof *write_proof(const Prices *prices)
{
    const Problem *problem = prices->problem;
    Proof *proof = proof_new(SCALE);
    proof->nodes = g_new0(ProofNode, 1);
    proof->n_nodes = 1;
    ProofNode *leaf = &proof->nodes[0];
    leaf->multipliers = g_new0(Multiplier, (gsize)problem->n_items + problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        Multiplier *multiplier = &leaf->multipliers[leaf->n_multipliers++];
        multiplier->row = (Key){ROW_ASSIGN, {item, 0, 0, 0}};
        cheapest_place(prices, item, &multiplier->y);
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        if (prices->price[bin] == 0)
            continue;
        Multiplier *multiplier = &leaf->multipliers[leaf->n_multipliers++];
        multiplier->row = (Key){ROW_CAPACITY, {bin, prices->resource, prices->period, 0}};
        multiplier->y = -prices->price[bin];
    }
    return proof;
}

/* Demand of all items as a share of all that may serve. */
static double scarcity(const Problem *problem, uint32_t resource, uint32_t period)
{
    double demand = 0, room = 1;
    for (uint32_t item = 0; item < problem->n_items; item++)
        demand += (double)problem_demand(problem, item, resource, period);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        room += problem->may_serve[bin] ? (double)problem_hard(problem, bin, resource) : 0;
    return demand / room;
}

Proof *cheap_bound(const Problem *problem, int64_t *ret_bound)
{
    Prices prices = {.problem = problem};
    double most = -1;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        for (uint32_t p = 0; p < problem->n_periods; p++)
            if (scarcity(problem, r, p) > most) {
                most = scarcity(problem, r, p);
                prices.resource = r;
                prices.period = p;
            }
    g_autofree int64_t *price = g_new0(int64_t, (gsize)problem->n_bins + 1);
    prices.price = price;
    if (problem->n_resources > 0)
        set_prices(&prices);
    Int128 value;
    if (problem->n_resources == 0 || !value_of(&prices, &value))
        return NULL;
    *ret_bound = price_leaf_bound(problem, value, SCALE);
    return write_proof(&prices);
}
