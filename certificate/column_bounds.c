#include "certificate/columns.h"
#include "certificate/limits.h"

/* ⌈ratio × capacity⌉, and what the other resource may be overcommitted by. */
static int64_t balance_upper(const Model *model, const Balance *balance, uint32_t host)
{
    const int64_t *capacity = model->hosts[host].capacity;
    Int128 upper =
        exact_ceiling_divide((Int128)balance->ratio_permille * capacity[balance->resource], 1000);
    upper += MAX(judge_hard_limit(model, host, balance->with) - capacity[balance->with], 0);
    return upper > INT64_MAX ? INT64_MAX : (int64_t)upper;
}

/* Number of domains, groups or hosts in the rule. */
static int64_t breach_upper(const Model *model, const Rule *rule)
{
    int64_t n_wanted = 0;

    if (rule->kind == RULE_KIND_SPLIT)
        return rule->n_groups;
    if (rule->kind == RULE_KIND_MAX_ON)
        return rule->hosts.n;
    for (uint32_t i = 0; rule->n_groups > 0 && i < rule->groups[0].n; i++)
        n_wanted += judge_is_wanted(model, rule->groups[0].index[i]) ? 1 : 0;
    return n_wanted;
}

static int64_t largest_service(const Columns *columns)
{
    uint32_t largest = 0;
    for (uint32_t service = 0; service < columns->model->n_services; service++)
        largest = MAX(largest, columns->n_domains_of[service] + columns->n_retire_of[service]);
    return largest;
}

static int64_t largest_hard(const Model *model, uint32_t resource)
{
    int64_t largest = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        largest = MAX(largest, judge_hard_limit(model, host, resource));
    return largest;
}

static void set_bounds(const Columns *columns, const Key *key, Column *column)
{
    const Model *model = columns->model;
    const uint32_t *index = key->index;
    column->lower = 0;
    column->upper = 1;
    switch ((ColumnKind)key->kind) {
    case COLUMN_SERVE:
        column->upper = columns->may_serve[index[0]] ? 1 : 0;
        break;
    case COLUMN_CHANGE:
        column->lower = columns->must_change ? 1 : 0;
        break;
    case COLUMN_NOTICE:
        column->lower = columns->must_notice[index[0]] ? 1 : 0;
        break;
    case COLUMN_OVERLOAD:
        column->upper = columns->overload_upper[((gsize)index[0] * model->n_resources + index[1]) *
                                                    model->policy.n_periods +
                                                index[2]];
        break;
    case COLUMN_BALANCE:
        column->upper = balance_upper(model, &model->balances[index[0]], index[1]);
        break;
    case COLUMN_BREACH:
        column->upper = breach_upper(model, &model->rules[index[0]]);
        break;
    case COLUMN_BUSIEST:
        column->upper = largest_service(columns);
        break;
    case COLUMN_LARGEST:
        column->upper = largest_hard(model, index[0]);
        break;
    case COLUMN_ABOVE:
        column->upper = judge_hard_limit(model, index[1], index[0]);
        break;
    case COLUMN_PLACE:
    case COLUMN_LICENCE:
    case COLUMN_TIER:
    case COLUMN_USED:
    case COLUMN_ZONE_USED:
    case N_COLUMN_KINDS:
        break;
    }
}

static bool set_place_cost(const Columns *columns, const uint32_t *index, Column *column)
{
    int64_t micro;
    if (!judge_column_costs_place(&columns->costs, columns->model, index[0], index[1], &micro))
        return false;
    column->cost = (Int128)micro * columns->scale;
    return true;
}

bool judge_columns_get(const Columns *columns, const Key *key, Column *ret_column)
{
    const ColumnCosts *costs = &columns->costs;
    const uint32_t *index = key->index;
    Int128 scale = columns->scale;
    Column column = {0};
    bool priced = true;
    set_bounds(columns, key, &column);
    switch ((ColumnKind)key->kind) {
    case COLUMN_PLACE:
        priced = set_place_cost(columns, index, &column);
        break;
    case COLUMN_SERVE:
        column.cost = costs->serve[index[0]] * scale;
        break;
    case COLUMN_CHANGE:
        column.cost = costs->change * scale;
        break;
    case COLUMN_NOTICE:
        column.cost = costs->notice * scale;
        break;
    case COLUMN_LICENCE:
        column.cost = costs->licence[(gsize)index[0] * columns->model->n_hosts + index[1]] * scale;
        break;
    case COLUMN_OVERLOAD:
        column.cost = costs->overload[index[1]];
        break;
    case COLUMN_BALANCE:
        column.cost = costs->balance[index[0]];
        break;
    case COLUMN_BREACH:
        column.cost = costs->breach[index[0]];
        break;
    case COLUMN_BUSIEST:
        column.cost = costs->busiest;
        break;
    case COLUMN_TIER:
    case COLUMN_USED:
    case COLUMN_ZONE_USED:
    case COLUMN_LARGEST:
    case COLUMN_ABOVE:
    case N_COLUMN_KINDS:
        break;
    }
    *ret_column = column;
    return priced;
}

bool judge_column_is_integer(uint32_t kind)
{
    return kind != COLUMN_OVERLOAD && kind != COLUMN_BALANCE && kind != COLUMN_LARGEST &&
           kind != COLUMN_ABOVE;
}
