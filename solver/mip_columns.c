/* Columns of placing, serving and changing. */
#include "solver/mip_build.h"

static const Fraction FREE_OF_CHARGE = {0, 1};

static Fraction whole(int64_t micro)
{
    return (Fraction){micro, 1};
}

static bool placing_is_required(const Problem *problem, uint32_t item)
{
    return problem_has_fact(problem, FACT_ITEM, item);
}

void mip_place_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    uint32_t *start = g_new0(uint32_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        start[item] = builder->columns->len;
        for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
             bin = problem_next_allowed(problem, item, bin + 1))
            mip_add_column(builder, MIP_KEY(COLUMN_PLACE, item, bin), 1,
                           whole(problem_place_cost(problem, item, bin)), true);
    }
    start[problem->n_items] = builder->columns->len;
    builder->mip->place_start = start;
}

void mip_serve_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    builder->mip->serve_start = builder->columns->len;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        int64_t power = problem->power_change_cost;
        int64_t cost = problem->serve_cost[bin] + (problem->on[bin] ? -power : power);
        mip_add_column(builder, MIP_KEY(COLUMN_SERVE, bin), problem->may_serve[bin] ? 1 : 0,
                       whole(cost), true);
    }
}

/* Something changes for sure: an item cannot stay, or a bin that is on cannot serve. */
static bool must_change(const Problem *problem)
{
    if (problem->leaving.n > 0)
        return true;
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (!problem_stays(problem, item) && placing_is_required(problem, item))
            return true;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (problem->on[bin] && !problem->may_serve[bin])
            return true;
    return false;
}

static MipColumn *last_column(MipBuilder *builder)
{
    return &g_array_index(builder->columns, MipColumn, builder->columns->len - 1);
}

void mip_change_column(MipBuilder *builder)
{
    mip_add_column(builder, MIP_KEY(COLUMN_CHANGE, 0), 1, whole(builder->problem->review_cost),
                   true);
    last_column(builder)->lower = must_change(builder->problem);
}

void mip_notice_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const IndexList *items = &problem->services[s].items;
        if (items->n == 0 && problem->services[s].n_leaving == 0)
            continue;
        mip_add_column(builder, MIP_KEY(COLUMN_NOTICE, s), 1, whole(problem->notice_cost), true);
        last_column(builder)->lower = problem->services[s].n_leaving > 0;
        for (uint32_t k = 0; k < items->n; k++)
            if (!problem_stays(problem, items->index[k]) &&
                placing_is_required(problem, items->index[k]))
                last_column(builder)->lower = 1;
    }
}

/* The busiest service's number of moves. */
void mip_busiest_column(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    uint32_t largest = 0;
    for (uint32_t s = 0; s < problem->n_services; s++)
        largest = MAX(largest, problem->services[s].items.n + problem->services[s].n_leaving);
    if (problem->busiest_price.numerator > 0)
        mip_add_column(builder, MIP_KEY(COLUMN_BUSIEST, 0), largest, problem->busiest_price, true);
}

/* largest[r] (θ) and above[r, h] of the reserve. */
void mip_reserve_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t r = 0; r < problem->n_resources && problem->host_failures > 0; r++) {
        int64_t largest = 0;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            largest = MAX(largest, problem_hard(problem, bin, r));
        mip_add_column(builder, MIP_KEY(COLUMN_LARGEST, r), largest, FREE_OF_CHARGE, false);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            mip_add_column(builder, MIP_KEY(COLUMN_ABOVE, r, bin), problem_hard(problem, bin, r),
                           FREE_OF_CHARGE, false);
    }
}

static bool tier_limits_bin(const Problem *problem, uint32_t tier, uint32_t bin)
{
    for (uint32_t r = 0; r < problem->n_resources; r++)
        if (problem->tier_hard[((gsize)tier * problem->n_bins + bin) * problem->n_resources + r] <
            problem_hard(problem, bin, r))
            return true;
    return false;
}

static bool tier_may_use(const Problem *problem, uint32_t tier, uint32_t bin)
{
    for (uint32_t s = 0; s < problem->n_services; s++)
        if (problem->services[s].tier == tier &&
            mip_any_allowed(problem, &problem->services[s].items, bin))
            return true;
    return false;
}

void mip_tier_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t t = 0; t < problem->n_tiers; t++)
        for (uint32_t bin = 0; bin < problem->n_bins && problem_has_fact(problem, FACT_TIER, t);
             bin++)
            if (tier_limits_bin(problem, t, bin) && tier_may_use(problem, t, bin))
                mip_add_column(builder, MIP_KEY(COLUMN_TIER, t, bin), 1, FREE_OF_CHARGE, true);
}
