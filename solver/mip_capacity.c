/* Rows of assignment, service and hard capacity. */
#include "solver/mip_build.h"

void mip_assign_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        bool required = problem_has_fact(problem, FACT_ITEM, item);
        for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++)
            mip_add_term(builder, c, 1);
        mip_add_row(builder, MIP_KEY(ROW_ASSIGN, item), required ? SENSE_EQUAL : SENSE_AT_MOST, 1);
    }
}

void mip_link_rows(MipBuilder *builder)
{
    const Mip *mip = builder->mip;
    for (uint32_t c = 0; c < mip->place_start[builder->problem->n_items]; c++) {
        const uint32_t *index = mip->columns[c].key.index;
        mip_add_term(builder, c, 1);
        mip_add_term(builder, mip_serve(builder, index[1]), -1);
        mip_add_row(builder, MIP_KEY(ROW_LINK, index[0], index[1]), SENSE_AT_MOST, 0);
    }
}

/* A bin that is no spare serves only if it holds an item. */
void mip_empty_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        if (!problem->may_serve[bin] || problem_may_spare(problem, bin))
            continue;
        mip_add_term(builder, mip_serve(builder, bin), 1);
        for (uint32_t k = builder->bin_start[bin]; k < builder->bin_start[bin + 1]; k++)
            mip_add_term(builder, builder->bin_columns[k], -1);
        mip_add_row(builder, MIP_KEY(ROW_EMPTY, bin), SENSE_AT_MOST, 0);
    }
}

/* Σ demand·place over the items of a bin; false where no item may need anything. */
static bool add_demands(MipBuilder *builder, uint32_t bin, uint32_t resource, uint32_t period)
{
    const Mip *mip = builder->mip;
    uint32_t before = builder->terms->len;
    for (uint32_t k = builder->bin_start[bin]; k < builder->bin_start[bin + 1]; k++) {
        uint32_t column = builder->bin_columns[k];
        uint32_t item = mip->columns[column].key.index[0];
        mip_add_term(builder, column, problem_demand(builder->problem, item, resource, period));
    }
    return builder->terms->len > before;
}

void mip_capacity_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t r = 0; r < problem->n_resources; r++)
            for (uint32_t p = 0; p < problem->n_periods; p++) {
                if (!problem_has_fact(problem, FACT_CAPACITY, r) ||
                    !add_demands(builder, bin, r, p))
                    continue;
                mip_add_term(builder, mip_serve(builder, bin), -problem_hard(problem, bin, r));
                mip_add_row(builder, MIP_KEY(ROW_CAPACITY, bin, r, p), SENSE_AT_MOST, 0);
            }
}

/* Guests of other homes beside everything that is on the bin now. */
static void transient_row(MipBuilder *builder, uint32_t bin, uint32_t resource, uint32_t period)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    int64_t room =
        problem_hard(problem, bin, resource) - problem_held(problem, bin, resource, period);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem->home[item] == bin && problem_has_fact(problem, FACT_ITEM, item))
            room -= problem_demand(problem, item, resource, period);
    for (uint32_t k = builder->bin_start[bin]; k < builder->bin_start[bin + 1]; k++) {
        uint32_t column = builder->bin_columns[k];
        uint32_t item = mip->columns[column].key.index[0];
        if (problem->home[item] != bin)
            mip_add_term(builder, column, problem_demand(problem, item, resource, period));
    }
    mip_add_row(builder, MIP_KEY(ROW_TRANSIENT, bin, resource, period), SENSE_AT_MOST, room);
}

void mip_transient_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        if (!problem->transient[r] || !problem_has_fact(problem, FACT_TRANSIENT, r))
            continue;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            for (uint32_t p = 0; p < problem->n_periods && problem->state[bin] != BIN_FAILED; p++)
                transient_row(builder, bin, r, p);
    }
}

void mip_tier_link_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    for (uint32_t c = 0; c < mip->place_start[problem->n_items]; c++) {
        const uint32_t *index = mip->columns[c].key.index;
        uint32_t tier = problem_tier_of_item(problem, index[0]);
        uint32_t column =
            tier == NO_INDEX ? NO_INDEX : mip_column(builder, MIP_KEY(COLUMN_TIER, tier, index[1]));
        if (column == NO_INDEX)
            continue;
        mip_add_term(builder, c, 1);
        mip_add_term(builder, column, -1);
        mip_add_row(builder, MIP_KEY(ROW_TIER_LINK, index[0], index[1]), SENSE_AT_MOST, 0);
    }
}

static void tier_capacity_row(MipBuilder *builder, uint32_t column, uint32_t resource,
                              uint32_t period)
{
    const Problem *problem = builder->problem;
    Key key = g_array_index(builder->columns, MipColumn, column).key;
    uint32_t tier = key.index[0], bin = key.index[1];
    int64_t hard = problem_hard(problem, bin, resource);
    int64_t limit =
        problem->tier_hard[((gsize)tier * problem->n_bins + bin) * problem->n_resources + resource];
    if (limit >= hard || !add_demands(builder, bin, resource, period))
        return;
    mip_add_term(builder, mip_serve(builder, bin), -hard);
    mip_add_term(builder, column, hard - limit);
    mip_add_row(builder, MIP_KEY(ROW_TIER_CAPACITY, tier, bin, resource, period), SENSE_AT_MOST, 0);
}

void mip_tier_capacity_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t c = builder->mip->serve_start; c < builder->columns->len; c++) {
        if (g_array_index(builder->columns, MipColumn, c).key.kind != COLUMN_TIER)
            continue;
        for (uint32_t r = 0; r < problem->n_resources; r++)
            for (uint32_t p = 0; p < problem->n_periods; p++)
                tier_capacity_row(builder, c, r, p);
    }
}
