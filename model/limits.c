#include "common/rational.h"
#include "model/cost.h"

static int64_t permille_of(int64_t capacity, int64_t permille)
{
    return capacity * permille / 1000; /* at most 10^12 × 10^5 */
}

int64_t host_hard_limit(const Model *model, uint32_t host, uint32_t resource)
{
    return permille_of(model->hosts[host].capacity[resource],
                       model->resources[resource].hard_permille);
}

int64_t host_soft_limit(const Model *model, uint32_t host, uint32_t resource)
{
    int64_t own = model->hosts[host].soft_amount[resource];
    if (own != NO_LIMIT)
        return own;
    return permille_of(model->hosts[host].capacity[resource],
                       model->resources[resource].soft_permille);
}

/* ⌊capacity × (1 − 1/slowdown)⌋ */
static int64_t slowdown_limit(int64_t capacity, Decimal slowdown)
{
    g_autoptr(Rational) most = rational_new_decimal(slowdown);
    g_autoptr(Rational) kept = rational_copy(most);
    g_autoptr(Rational) one = rational_new_integer(1);
    rational_subtract(kept, one);
    rational_divide(kept, most);
    int64_t limit = 0;
    rational_floor(kept, capacity, &limit); /* below the capacity, so it fits */
    return limit;
}

int64_t host_tier_limit(const Model *model, uint32_t host, uint32_t tier, uint32_t resource)
{
    int64_t capacity = model->hosts[host].capacity[resource];
    int64_t lowest = host_hard_limit(model, host, resource);
    for (uint32_t i = 0; i < model->tiers[tier].n_limits; i++) {
        const TierLimit *limit = &model->tiers[tier].limits[i];
        if (limit->resource != resource)
            continue;
        if (limit->hard_permille != NO_LIMIT)
            lowest = MIN(lowest, permille_of(capacity, limit->hard_permille));
        if (!decimal_is_zero(limit->max_slowdown))
            lowest = MIN(lowest, slowdown_limit(capacity, limit->max_slowdown));
    }
    return lowest;
}
