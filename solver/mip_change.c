/* Rows of what people are asked to do: changes, notices, budgets. */
#include "solver/mip_build.h"

void mip_change_item_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    uint32_t change = mip_column(builder, MIP_KEY(COLUMN_CHANGE, 0));
    for (uint32_t item = 0; item < problem->n_items; item++) {
        if (!problem_stays(problem, item) || !problem_has_fact(problem, FACT_ITEM, item))
            continue;
        mip_add_term(builder, mip_place(builder->mip, item, problem->home[item]), 1);
        mip_add_term(builder, change, 1);
        mip_add_row(builder, MIP_KEY(ROW_CHANGE_ITEM, item), SENSE_AT_LEAST, 1);
    }
}

void mip_change_bin_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    uint32_t change = mip_column(builder, MIP_KEY(COLUMN_CHANGE, 0));
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        bool on = problem->on[bin];
        if (!problem->may_serve[bin])
            continue;
        mip_add_term(builder, change, 1);
        mip_add_term(builder, mip_serve(builder, bin), on ? 1 : -1);
        mip_add_row(builder, MIP_KEY(ROW_CHANGE_BIN, bin), SENSE_AT_LEAST, on ? 1 : 0);
    }
}

void mip_notice_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t service = problem->service_of_item[item];
        if (service == NO_INDEX || !problem_stays(problem, item) ||
            !problem_has_fact(problem, FACT_ITEM, item))
            continue;
        mip_add_term(builder, mip_place(builder->mip, item, problem->home[item]), 1);
        mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_NOTICE, service)), 1);
        mip_add_row(builder, MIP_KEY(ROW_NOTICE, item), SENSE_AT_LEAST, 1);
    }
}

void mip_max_moves_row(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    if (problem->max_moves == UNLIMITED || !problem_has_fact(problem, FACT_MAX_MOVES, 0))
        return;
    int64_t constant = problem->leaving.n;
    for (uint32_t item = 0; item < problem->n_items; item++)
        constant += mip_add_moved(builder, item, 1);
    mip_add_row(builder, MIP_KEY(ROW_MAX_MOVES, 0), SENSE_AT_MOST, problem->max_moves - constant);
}

void mip_max_memory_row(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    if (problem->max_memory_mib == UNLIMITED || !problem_has_fact(problem, FACT_MAX_MEMORY, 0))
        return;
    int64_t constant = problem->leaving.memory_mib;
    for (uint32_t item = 0; item < problem->n_items; item++)
        constant += mip_add_moved(builder, item, problem->memory[item]);
    mip_add_row(builder, MIP_KEY(ROW_MAX_MEMORY, 0), SENSE_AT_MOST,
                problem->max_memory_mib - constant);
}

static void add_move_minutes(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    for (uint32_t c = 0; c < mip->place_start[problem->n_items]; c++) {
        const uint32_t *index = mip->columns[c].key.index;
        if (problem_is_move(problem, index[0], index[1]))
            mip_add_term(builder, c, problem_move_umin(problem, index[0], index[1]));
    }
}

/* All minutes of moves, notices, power changes and review. */
void mip_max_operator_row(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    int64_t rhs = problem->max_operator_umin, power = problem->power_change_umin;
    if (rhs == UNLIMITED || !problem_has_fact(problem, FACT_MAX_OPERATOR, 0))
        return;
    rhs -= problem->leaving.umin;
    add_move_minutes(builder);
    for (uint32_t s = 0; s < problem->n_services; s++)
        mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_NOTICE, s)), problem->notice_umin);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        mip_add_term(builder, mip_serve(builder, bin), problem->on[bin] ? -power : power);
        rhs -= problem->on[bin] ? power : 0;
    }
    mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_CHANGE, 0)), problem->review_umin);
    mip_add_row(builder, MIP_KEY(ROW_MAX_OPERATOR, 0), SENSE_AT_MOST, rhs);
}

void mip_busiest_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    uint32_t busiest = mip_column(builder, MIP_KEY(COLUMN_BUSIEST, 0));
    for (uint32_t s = 0; s < problem->n_services && busiest != NO_INDEX; s++) {
        const IndexList *items = &problem->services[s].items;
        int64_t constant = -(int64_t)problem->services[s].n_leaving;
        mip_add_term(builder, busiest, 1);
        for (uint32_t k = 0; k < items->n; k++)
            constant += mip_add_moved(builder, items->index[k], -1);
        mip_add_row(builder, MIP_KEY(ROW_BUSIEST, s), SENSE_AT_LEAST, -constant);
    }
}
