/* Columns and rows of what a bin's load costs (overload, balance, licences) and of the reserve. */
#include "solver/exact.h"
#include "solver/mip_build.h"

static int64_t allowed_demand(const MipBuilder *builder, uint32_t bin, uint32_t r, uint32_t p)
{
    int64_t sum = 0;
    const Problem *problem = builder->problem;
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem_allows(problem, item, bin))
            sum += problem_demand(problem, item, r, p);
    return sum;
}

void mip_overload_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t r = 0; r < problem->n_resources; r++)
            for (uint32_t p = 0; p < problem->n_periods; p++) {
                if (problem->overload_price[r].numerator == 0)
                    continue;
                int64_t most = allowed_demand(builder, bin, r, p) -
                               problem->soft[(gsize)bin * problem->n_resources + r];
                mip_add_column(builder, MIP_KEY(COLUMN_OVERLOAD, bin, r, p), MAX(0, most),
                               problem->overload_price[r], false);
            }
}

void mip_overload_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t c = builder->mip->serve_start; c < builder->columns->len; c++) {
        MipColumn column = g_array_index(builder->columns, MipColumn, c);
        if (column.key.kind != COLUMN_OVERLOAD || column.upper == 0)
            continue;
        uint32_t bin = column.key.index[0], r = column.key.index[1], p = column.key.index[2];
        mip_add_term(builder, c, 1);
        for (uint32_t k = builder->bin_start[bin]; k < builder->bin_start[bin + 1]; k++) {
            uint32_t place = builder->bin_columns[k];
            uint32_t item = builder->mip->columns[place].key.index[0];
            mip_add_term(builder, place, -problem_demand(problem, item, r, p));
        }
        mip_add_row(builder, MIP_KEY(ROW_OVERLOAD, bin, r, p), SENSE_AT_LEAST,
                    -problem->soft[(gsize)bin * problem->n_resources + r]);
    }
}

static int64_t capacity_of(const Problem *problem, uint32_t bin, uint32_t resource)
{
    return problem->capacity[(gsize)bin * problem->n_resources + resource];
}

/* More than the ratio's share of the capacity only where the other resource may be used above its
 * capacity. */
static int64_t balance_upper(const Problem *problem, const BalancePrice *balance, uint32_t bin)
{
    Int128 share = (Int128)balance->ratio_permille * capacity_of(problem, bin, balance->resource);
    int64_t above =
        problem_hard(problem, bin, balance->with) - capacity_of(problem, bin, balance->with);
    if (!problem_has_fact(problem, FACT_CAPACITY, balance->with))
        above = INT64_MAX / 4;
    return (int64_t)ceil_divide(share, 1000) + MAX(0, above);
}

void mip_balance_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t b = 0; b < problem->n_balances; b++) {
        const BalancePrice *balance = &problem->balances[b];
        for (uint32_t bin = 0; bin < problem->n_bins && balance->price.numerator != 0; bin++)
            for (uint32_t p = 0; p < problem->n_periods; p++)
                mip_add_column(builder, MIP_KEY(COLUMN_BALANCE, b, bin, p),
                               balance_upper(problem, balance, bin), balance->price, false);
    }
}

static void balance_row(MipBuilder *builder, uint32_t column)
{
    const Problem *problem = builder->problem;
    Key key = g_array_index(builder->columns, MipColumn, column).key;
    uint32_t bin = key.index[1], p = key.index[2];
    const BalancePrice *balance = &problem->balances[key.index[0]];
    mip_add_term(builder, column, 1000);
    for (uint32_t k = builder->bin_start[bin]; k < builder->bin_start[bin + 1]; k++) {
        uint32_t place = builder->bin_columns[k];
        uint32_t item = builder->mip->columns[place].key.index[0];
        mip_add_term(builder, place,
                     balance->ratio_permille * problem_demand(problem, item, balance->resource, p) -
                         1000 * problem_demand(problem, item, balance->with, p));
    }
    mip_add_row(builder, MIP_KEY(ROW_BALANCE, key.index[0], bin, p), SENSE_AT_LEAST,
                balance->ratio_permille * capacity_of(problem, bin, balance->resource) -
                    1000 * capacity_of(problem, bin, balance->with));
}

void mip_balance_rows(MipBuilder *builder)
{
    for (uint32_t c = builder->mip->serve_start; c < builder->columns->len; c++)
        if (g_array_index(builder->columns, MipColumn, c).key.kind == COLUMN_BALANCE)
            balance_row(builder, c);
}

void mip_licence_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t l = 0; l < problem->n_licences; l++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (mip_any_allowed(problem, &problem->licence_items[l], bin))
                mip_add_column(
                    builder, MIP_KEY(COLUMN_LICENCE, l, bin), 1,
                    (Fraction){problem->licence_cost[(gsize)l * problem->n_bins + bin], 1}, true);
}

void mip_licence_link_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    const Mip *mip = builder->mip;
    for (uint32_t l = 0; l < problem->n_licences; l++)
        for (uint32_t k = 0; k < problem->licence_items[l].n; k++) {
            uint32_t item = problem->licence_items[l].index[k];
            for (uint32_t c = mip->place_start[item]; c < mip->place_start[item + 1]; c++) {
                uint32_t bin = mip->columns[c].key.index[1];
                mip_add_term(builder, c, 1);
                mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_LICENCE, l, bin)), -1);
                mip_add_row(builder, MIP_KEY(ROW_LICENCE_LINK, l, item, bin), SENSE_AT_MOST, 0);
            }
        }
}

void mip_licence_hosts_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t l = 0; l < problem->n_licences; l++) {
        if (problem->licence_max_bins[l] == UNLIMITED ||
            !problem_has_fact(problem, FACT_LICENCE, l))
            continue;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_LICENCE, l, bin)), 1);
        mip_add_row(builder, MIP_KEY(ROW_LICENCE_HOSTS, l), SENSE_AT_MOST,
                    problem->licence_max_bins[l]);
    }
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

void mip_reserve_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t r = 0; r < problem->n_resources && problem->host_failures > 0; r++) {
        if (!problem_has_fact(problem, FACT_RESERVE, r))
            continue;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            mip_add_term(builder, mip_serve(builder, bin), problem_hard(problem, bin, r));
            mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_ABOVE, r, bin)), -1);
        }
        mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_LARGEST, r)),
                     -(int64_t)problem->host_failures);
        mip_add_row(builder, MIP_KEY(ROW_RESERVE, r), SENSE_AT_LEAST, largest_demand(problem, r));
    }
}

void mip_reserve_host_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t r = 0; r < problem->n_resources && problem->host_failures > 0; r++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_ABOVE, r, bin)), 1);
            mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_LARGEST, r)), 1);
            mip_add_term(builder, mip_serve(builder, bin), -problem_hard(problem, bin, r));
            mip_add_row(builder, MIP_KEY(ROW_RESERVE_HOST, r, bin), SENSE_AT_LEAST, 0);
        }
}
