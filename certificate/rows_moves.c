/* Rows of what changes: review, notices, budgets. moved(v) = 1 − place[v,home(v)] where v may stay,
 * else 1; its constants stand on the right side. */
#include "certificate/limits.h"
#include "certificate/price.h"
#include "certificate/rows.h"

bool judge_row_change_item(RowSink *sink, const uint32_t *index)
{
    if (!sink->columns->stays[index[0]])
        return false;
    judge_row_place(sink, index[0], sink->columns->model->domains[index[0]].host, 1);
    judge_row_term(sink, COLUMN_CHANGE, 0, 0, 0, 1);
    judge_row_sides(sink, ROW_AT_LEAST, 1);
    return true;
}

bool judge_row_change_bin(RowSink *sink, const uint32_t *index)
{
    bool on = sink->columns->model->hosts[index[0]].on;
    if (on && !sink->columns->may_serve[index[0]])
        return false;
    judge_row_term(sink, COLUMN_SERVE, index[0], 0, 0, on ? 1 : -1);
    judge_row_term(sink, COLUMN_CHANGE, 0, 0, 0, 1);
    judge_row_sides(sink, ROW_AT_LEAST, on ? 1 : 0);
    return true;
}

bool judge_row_notice(RowSink *sink, const uint32_t *index)
{
    const Domain *domain = &sink->columns->model->domains[index[0]];
    if (!sink->columns->stays[index[0]] || domain->service == INDEX_NONE)
        return false;
    judge_row_place(sink, index[0], domain->host, 1);
    judge_row_term(sink, COLUMN_NOTICE, domain->service, 0, 0, 1);
    judge_row_sides(sink, ROW_AT_LEAST, 1);
    return true;
}

/* coefficient × moved(v); returns its constant. One that retires moves for sure, one that is left
 * as it is never. */
static Int128 add_moved(RowSink *sink, uint32_t domain, Int128 coefficient)
{
    const Model *model = sink->columns->model;
    if (!judge_is_wanted(model, domain))
        return judge_retires(model, domain) ? coefficient : 0;
    if (sink->columns->stays[domain])
        judge_row_place(sink, domain, model->domains[domain].host, -coefficient);
    return coefficient;
}

bool judge_row_max_moves(RowSink *sink, const uint32_t *index G_GNUC_UNUSED)
{
    const Model *model = sink->columns->model;
    if (model->policy.max_moves == NO_LIMIT)
        return false;
    Int128 constant = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        constant += add_moved(sink, domain, 1);
    judge_row_sides(sink, ROW_AT_MOST, model->policy.max_moves - constant);
    return true;
}

bool judge_row_max_operator(RowSink *sink, const uint32_t *index G_GNUC_UNUSED)
{
    const Model *model = sink->columns->model;
    const Policy *policy = &model->policy;
    if (policy->max_operator_umin == NO_LIMIT)
        return false;
    Int128 constant = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t home = model->domains[domain].host;
        if (judge_retires(model, domain))
            constant += judge_move_minutes(model, domain, home, INDEX_NONE);
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (host != home || !judge_is_placed(model, domain))
                judge_row_place(sink, domain, host, judge_move_minutes(model, domain, home, host));
    }
    for (uint32_t service = 0; service < model->n_services; service++)
        judge_row_term(sink, COLUMN_NOTICE, service, 0, 0, policy->service_notice_umin);
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        bool on = model->hosts[host].on;
        constant += on ? policy->power_change_umin : 0;
        judge_row_term(sink, COLUMN_SERVE, host, 0, 0,
                       on ? -policy->power_change_umin : policy->power_change_umin);
    }
    judge_row_term(sink, COLUMN_CHANGE, 0, 0, 0, policy->plan_review_umin);
    judge_row_sides(sink, ROW_AT_MOST, policy->max_operator_umin - constant);
    return true;
}

bool judge_row_max_memory(RowSink *sink, const uint32_t *index G_GNUC_UNUSED)
{
    const Model *model = sink->columns->model;
    if (model->policy.max_memory_gib == NO_LIMIT)
        return false;
    Int128 constant = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        constant += add_moved(sink, domain, judge_memory_mib(model, domain));
    judge_row_sides(sink, ROW_AT_MOST, (Int128)model->policy.max_memory_gib * 1024 - constant);
    return true;
}

/* busiest ≥ Σ over the service of moved(v) */
bool judge_row_busiest(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (decimal_is_zero(model->policy.busiest_service_cost))
        return false;
    Int128 constant = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (model->domains[domain].service == index[0])
            constant -= add_moved(sink, domain, -1);
    judge_row_term(sink, COLUMN_BUSIEST, 0, 0, 0, 1);
    judge_row_sides(sink, ROW_AT_LEAST, constant);
    return true;
}
