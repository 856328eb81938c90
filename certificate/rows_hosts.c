/* Rows of what a host holds. */
#include "certificate/limits.h"
#include "certificate/rows.h"

bool judge_row_assign(RowSink *sink, const uint32_t *index)
{
    if (!judge_is_wanted(sink->columns->model, index[0]))
        return false;
    judge_row_domain(sink, index[0], 1);
    judge_row_sides(sink, ROW_EQUAL, 1);
    return true;
}

bool judge_row_link(RowSink *sink, const uint32_t *index)
{
    if (!judge_columns_allow(sink->columns, index[0], index[1]))
        return false;
    judge_row_place(sink, index[0], index[1], 1);
    judge_row_term(sink, COLUMN_SERVE, index[1], 0, 0, -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_empty(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (model->policy.host_failures != 0 && model->hosts[index[0]].state == HOST_STATE_UP)
        return false;
    judge_row_term(sink, COLUMN_SERVE, index[0], 0, 0, 1);
    judge_row_host(sink, index[0], -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_capacity(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    judge_row_demand(sink, index[0], index[1], index[2], 1);
    judge_row_term(sink, COLUMN_SERVE, index[0], 0, 0,
                   -judge_hard_limit(model, index[0], index[1]));
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_transient(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (!model->resources[index[1]].transient || model->hosts[index[0]].state == HOST_STATE_FAILED)
        return false;
    Int128 room = judge_hard_limit(model, index[0], index[1]);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        int64_t demand = model_demand(model, domain, index[1], index[2]);
        if (model->domains[domain].host == index[0])
            room -= demand;
        else
            judge_row_place(sink, domain, index[0], demand);
    }
    judge_row_sides(sink, ROW_AT_MOST, room);
    return true;
}

bool judge_row_tier_link(RowSink *sink, const uint32_t *index)
{
    uint32_t tier = judge_tier(sink->columns->model, index[0]);
    uint64_t number;
    Key key = {COLUMN_TIER, {tier, index[1], 0, 0}};
    if (tier == INDEX_NONE || !judge_columns_find(sink->columns, &key, &number))
        return false;
    judge_row_place(sink, index[0], index[1], 1);
    judge_row_term(sink, COLUMN_TIER, tier, index[1], 0, -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_tier_capacity(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    int64_t hard = judge_hard_limit(model, index[1], index[2]);
    int64_t lower = judge_tier_limit(model, index[0], index[1], index[2]);
    if (lower >= hard)
        return false;
    judge_row_demand(sink, index[1], index[2], index[3], 1);
    judge_row_term(sink, COLUMN_SERVE, index[1], 0, 0, -hard);
    judge_row_term(sink, COLUMN_TIER, index[0], index[1], 0, (Int128)hard - lower);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_overload(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (decimal_is_zero(model->resources[index[1]].overload_price))
        return false;
    judge_row_term(sink, COLUMN_OVERLOAD, index[0], index[1], index[2], 1);
    judge_row_demand(sink, index[0], index[1], index[2], -1);
    judge_row_sides(sink, ROW_AT_LEAST, -judge_soft_limit(model, index[0], index[1]));
    return true;
}

/* index: row of balance.csv, host, period */
bool judge_row_balance(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    const Balance *balance = &model->balances[index[0]];
    const int64_t *capacity = model->hosts[index[1]].capacity;
    Int128 ratio = balance->ratio_permille;
    if (decimal_is_zero(balance->price_per_h))
        return false;
    judge_row_term(sink, COLUMN_BALANCE, index[0], index[1], index[2], 1000);
    judge_row_demand(sink, index[1], balance->resource, index[2], ratio);
    judge_row_demand(sink, index[1], balance->with, index[2], -1000);
    judge_row_sides(sink, ROW_AT_LEAST,
                    ratio * capacity[balance->resource] - (Int128)1000 * capacity[balance->with]);
    return true;
}

bool judge_row_reserve(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (model->policy.host_failures == 0)
        return false;
    Int128 largest = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++) {
        Int128 demand = 0;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (judge_is_wanted(model, domain))
                demand += model_demand(model, domain, index[0], period);
        largest = MAX(largest, demand);
    }
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        judge_row_term(sink, COLUMN_SERVE, host, 0, 0, judge_hard_limit(model, host, index[0]));
        judge_row_term(sink, COLUMN_ABOVE, index[0], host, 0, -1);
    }
    judge_row_term(sink, COLUMN_LARGEST, index[0], 0, 0, -(Int128)model->policy.host_failures);
    judge_row_sides(sink, ROW_AT_LEAST, largest);
    return true;
}

bool judge_row_reserve_host(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (model->policy.host_failures == 0)
        return false;
    judge_row_term(sink, COLUMN_ABOVE, index[0], index[1], 0, 1);
    judge_row_term(sink, COLUMN_LARGEST, index[0], 0, 0, 1);
    judge_row_term(sink, COLUMN_SERVE, index[1], 0, 0,
                   -judge_hard_limit(model, index[1], index[0]));
    judge_row_sides(sink, ROW_AT_LEAST, 0);
    return true;
}
