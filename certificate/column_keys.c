/* From the key of a column to its number, and from number to number over all of them. */
#include "certificate/columns.h"
#include "certificate/limits.h"

#define N_INDICES 4

static void set_sizes(uint64_t sizes[N_INDICES], uint64_t first, uint64_t second, uint64_t third)
{
    sizes[0] = first;
    sizes[1] = second;
    sizes[2] = third;
    sizes[3] = 0;
}

/* How many values each index of a kind runs through; 0 for one that is not used. */
static void index_sizes(const Columns *columns, uint32_t kind, uint64_t sizes[N_INDICES])
{
    const Model *model = columns->model;
    uint64_t n_zones = (uint64_t)model->n_zones + model->n_hosts;
    uint64_t most = MAX(MAX(n_zones, model->n_domains), 1); /* places of a breach: see exists() */
    switch ((ColumnKind)kind) {
    case COLUMN_PLACE:
        set_sizes(sizes, model->n_domains, model->n_hosts, 0);
        return;
    case COLUMN_SERVE:
        set_sizes(sizes, model->n_hosts, 0, 0);
        return;
    case COLUMN_NOTICE:
        set_sizes(sizes, model->n_services, 0, 0);
        return;
    case COLUMN_OVERLOAD:
        set_sizes(sizes, model->n_hosts, model->n_resources, model->policy.n_periods);
        return;
    case COLUMN_BALANCE:
        set_sizes(sizes, model->n_balances, model->n_hosts, model->policy.n_periods);
        return;
    case COLUMN_LICENCE:
        set_sizes(sizes, model->n_licences, model->n_hosts, 0);
        return;
    case COLUMN_TIER:
        set_sizes(sizes, model->n_tiers, model->n_hosts, 0);
        return;
    case COLUMN_BREACH:
        set_sizes(sizes, model->n_rules, most, 0);
        return;
    case COLUMN_USED:
        set_sizes(sizes, model->n_rules, most, model->n_hosts);
        return;
    case COLUMN_ZONE_USED:
        set_sizes(sizes, model->n_services, n_zones, 0);
        return;
    case COLUMN_LARGEST:
        set_sizes(sizes, model->n_resources, 0, 0);
        return;
    case COLUMN_ABOVE:
        set_sizes(sizes, model->n_resources, model->n_hosts, 0);
        return;
    case COLUMN_CHANGE:
    case COLUMN_BUSIEST:
    case N_COLUMN_KINDS:
        break;
    }
    set_sizes(sizes, 0, 0, 0);
}

static const uint32_t n_indices[N_COLUMN_KINDS] = {
    [COLUMN_PLACE] = 2,    [COLUMN_SERVE] = 1,   [COLUMN_CHANGE] = 0,    [COLUMN_NOTICE] = 1,
    [COLUMN_OVERLOAD] = 3, [COLUMN_BALANCE] = 3, [COLUMN_LICENCE] = 2,   [COLUMN_TIER] = 2,
    [COLUMN_BREACH] = 2,   [COLUMN_USED] = 3,    [COLUMN_ZONE_USED] = 2, [COLUMN_BUSIEST] = 0,
    [COLUMN_LARGEST] = 1,  [COLUMN_ABOVE] = 2,
};

static bool in_range(const Columns *columns, const Key *key)
{
    if (key->kind >= N_COLUMN_KINDS)
        return false;
    uint64_t sizes[N_INDICES];
    index_sizes(columns, key->kind, sizes);
    for (uint32_t i = 0; i < N_INDICES; i++)
        if (i < n_indices[key->kind] ? key->index[i] >= sizes[i] : key->index[i] != 0)
            return false;
    return true;
}

static bool breach_exists(const Columns *columns, const uint32_t *index)
{
    const Model *model = columns->model;
    const Rule *rule = &model->rules[index[0]];
    if (index[1] >= columns->breach_first[index[0] + 1] - columns->breach_first[index[0]])
        return false;
    if (rule->kind == RULE_KIND_SPREAD_ZONE)
        return judge_zone_exists(model, index[1]);
    return rule->kind != RULE_KIND_LONELY || rule->n_groups == 0 ||
           !index_set_has(&rule->groups[0], index[1]);
}

static bool used_exists(const Columns *columns, const uint32_t *index)
{
    uint64_t n = columns->used_first[index[0] + 1] - columns->used_first[index[0]];
    return (uint64_t)index[1] * columns->model->n_hosts + index[2] < n;
}

static bool exists(const Columns *columns, const Key *key)
{
    const Model *model = columns->model;
    const uint32_t *index = key->index;
    switch ((ColumnKind)key->kind) {
    case COLUMN_PLACE:
        return judge_columns_allow(columns, index[0], index[1]);
    case COLUMN_SERVE:
    case COLUMN_CHANGE:
        return true;
    case COLUMN_NOTICE:
        return columns->n_domains_of[index[0]] + columns->n_retire_of[index[0]] > 0;
    case COLUMN_OVERLOAD:
        return !decimal_is_zero(model->resources[index[1]].overload_price);
    case COLUMN_BALANCE:
        return !decimal_is_zero(model->balances[index[0]].price_per_h);
    case COLUMN_LICENCE:
        return columns->licence_needed[(gsize)index[0] * model->n_hosts + index[1]];
    case COLUMN_TIER:
        return columns->tier_limits[(gsize)index[0] * model->n_hosts + index[1]];
    case COLUMN_BREACH:
        return breach_exists(columns, index);
    case COLUMN_USED:
        return used_exists(columns, index);
    case COLUMN_ZONE_USED:
        return columns->n_domains_of[index[0]] > 0 && model->services[index[0]].min_zones > 1 &&
               judge_zone_exists(model, index[1]);
    case COLUMN_BUSIEST:
        return !decimal_is_zero(model->policy.busiest_service_cost);
    case COLUMN_LARGEST:
    case COLUMN_ABOVE:
        return model->policy.host_failures > 0;
    case N_COLUMN_KINDS:
        break;
    }
    return false;
}

static uint64_t number_of(const Columns *columns, const Key *key)
{
    const Model *model = columns->model;
    const uint32_t *index = key->index;
    uint64_t first = columns->first[key->kind];
    switch ((ColumnKind)key->kind) {
    case COLUMN_PLACE:
        return first + (uint64_t)index[1] * model->n_domains + index[0];
    case COLUMN_OVERLOAD:
        return first +
               ((uint64_t)index[0] * model->n_resources + index[1]) * model->policy.n_periods +
               index[2];
    case COLUMN_BALANCE:
        return first + ((uint64_t)index[0] * model->n_hosts + index[1]) * model->policy.n_periods +
               index[2];
    case COLUMN_LICENCE:
    case COLUMN_TIER:
    case COLUMN_ABOVE:
        return first + (uint64_t)index[0] * model->n_hosts + index[1];
    case COLUMN_BREACH:
        return first + columns->breach_first[index[0]] + index[1];
    case COLUMN_USED:
        return first + columns->used_first[index[0]] + (uint64_t)index[1] * model->n_hosts +
               index[2];
    case COLUMN_ZONE_USED:
        return first + columns->zone_first[index[0]] + index[1];
    case COLUMN_SERVE:
    case COLUMN_CHANGE:
    case COLUMN_NOTICE:
    case COLUMN_BUSIEST:
    case COLUMN_LARGEST:
    case N_COLUMN_KINDS:
        break;
    }
    return first + index[0];
}

bool judge_columns_find(const Columns *columns, const Key *key, uint64_t *ret_column)
{
    if (!in_range(columns, key) || !exists(columns, key))
        return false;
    *ret_column = number_of(columns, key);
    return true;
}

/* key: in range. */
static bool visit_column(const Columns *columns, const Key *key, ColumnVisitor visit, void *context)
{
    Column column;
    return !exists(columns, key) || (judge_columns_get(columns, key, &column) &&
                                     visit(context, key, number_of(columns, key), &column));
}

/* Domains innermost: that is how the numbers lie. */
static bool each_place(const Columns *columns, ColumnVisitor visit, void *context)
{
    for (uint32_t host = 0; host < columns->model->n_hosts; host++)
        for (uint32_t domain = 0; domain < columns->model->n_domains; domain++) {
            Key key = {COLUMN_PLACE, {domain, host, 0, 0}};
            if (!visit_column(columns, &key, visit, context))
                return false;
        }
    return true;
}

/* How far the second index of that kind can go at most, so that rules and services are not walked
 * in vain. */
static uint64_t second_size(const Columns *columns, const Key *key, uint64_t size)
{
    uint32_t first = key->index[0];
    if (key->kind == COLUMN_BREACH)
        return columns->breach_first[first + 1] - columns->breach_first[first];
    if (key->kind == COLUMN_USED)
        return (columns->used_first[first + 1] - columns->used_first[first]) /
               MAX(columns->model->n_hosts, 1);
    if (key->kind == COLUMN_ZONE_USED)
        return columns->zone_first[first + 1] - columns->zone_first[first];
    return size;
}

static bool each_of_kind(const Columns *columns, uint32_t kind, ColumnVisitor visit, void *context)
{
    uint64_t sizes[N_INDICES];
    Key key = {kind, {0}};
    index_sizes(columns, kind, sizes);
    uint64_t n_first = n_indices[kind] == 0 ? 1 : sizes[0];
    for (uint32_t i = 0; i < n_first; i++) {
        key.index[0] = i;
        uint64_t n_second = n_indices[kind] < 2 ? 1 : second_size(columns, &key, sizes[1]);
        for (uint32_t j = 0; j < n_second; j++)
            for (uint32_t k = 0; k < (n_indices[kind] < 3 ? 1 : sizes[2]); k++) {
                key.index[1] = j;
                key.index[2] = k;
                if (!visit_column(columns, &key, visit, context))
                    return false;
            }
    }
    return true;
}

bool judge_columns_each(const Columns *columns, ColumnVisitor visit, void *context)
{
    return each_place(columns, visit, context) && judge_columns_each_other(columns, visit, context);
}

bool judge_columns_each_other(const Columns *columns, ColumnVisitor visit, void *context)
{
    for (uint32_t kind = COLUMN_PLACE + 1; kind < N_COLUMN_KINDS; kind++)
        if (!each_of_kind(columns, kind, visit, context))
            return false;
    return true;
}
