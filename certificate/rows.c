#include "certificate/rows.h"

/* What an index of a row's key counts. */
typedef enum {
    OF_NOTHING,
    OF_DOMAINS,
    OF_HOSTS,
    OF_RESOURCES,
    OF_PERIODS,
    OF_BALANCES,
    OF_LICENCES,
    OF_TIERS,
    OF_RULES,
    OF_GROUPS, /* of the rule before it */
    OF_ZONES,
    OF_SITES,
    OF_SERVICES,
    N_SETS
} IndexSetKind;

typedef struct {
    RowBuilder build;
    IndexSetKind sets[4];
} RowShape;

static const RowShape shapes[N_ROW_KINDS] = {
    [ROW_ASSIGN] = {row_assign, {OF_DOMAINS}},
    [ROW_LINK] = {row_link, {OF_DOMAINS, OF_HOSTS}},
    [ROW_EMPTY] = {row_empty, {OF_HOSTS}},
    [ROW_CAPACITY] = {row_capacity, {OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_TRANSIENT] = {row_transient, {OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_CHANGE_ITEM] = {row_change_item, {OF_DOMAINS}},
    [ROW_CHANGE_BIN] = {row_change_bin, {OF_HOSTS}},
    [ROW_NOTICE] = {row_notice, {OF_DOMAINS}},
    [ROW_OVERLOAD] = {row_overload, {OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_BALANCE] = {row_balance, {OF_BALANCES, OF_HOSTS, OF_PERIODS}},
    [ROW_LICENCE_LINK] = {row_licence_link, {OF_LICENCES, OF_DOMAINS, OF_HOSTS}},
    [ROW_LICENCE_HOSTS] = {row_licence_hosts, {OF_LICENCES}},
    [ROW_TIER_LINK] = {row_tier_link, {OF_DOMAINS, OF_HOSTS}},
    [ROW_TIER_CAPACITY] = {row_tier_capacity, {OF_TIERS, OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_SPREAD] = {row_spread, {OF_RULES, OF_HOSTS}},
    [ROW_SPREAD_ZONE] = {row_spread_zone, {OF_RULES, OF_ZONES}},
    [ROW_GATHER_EQUAL] = {row_gather_equal, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_GATHER_LINK] = {row_gather_link, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_GATHER] = {row_gather, {OF_RULES}},
    [ROW_FENCE] = {row_fence, {OF_RULES}},
    [ROW_BAN] = {row_ban, {OF_RULES}},
    [ROW_ROOT] = {row_root, {OF_RULES}},
    [ROW_LONELY_LINK] = {row_lonely_link, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_LONELY] = {row_lonely, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_SPLIT_LINK] = {row_split_link, {OF_RULES, OF_GROUPS, OF_DOMAINS, OF_HOSTS}},
    [ROW_SPLIT] = {row_split, {OF_RULES, OF_HOSTS}},
    [ROW_MAX_ON] = {row_max_on, {OF_RULES}},
    [ROW_KEEP] = {row_keep, {OF_RULES}},
    [ROW_ZONE_USED] = {row_zone_used, {OF_SERVICES, OF_ZONES}},
    [ROW_MIN_ZONES] = {row_min_zones, {OF_SERVICES}},
    [ROW_SERVICE_PER_HOST] = {row_service_per_host, {OF_SERVICES, OF_HOSTS}},
    [ROW_SERVICE_PER_ZONE] = {row_service_per_zone, {OF_SERVICES, OF_ZONES}},
    [ROW_NEAR] = {row_near, {OF_DOMAINS, OF_SERVICES, OF_SITES}},
    [ROW_MAX_MOVES] = {row_max_moves, {OF_NOTHING}},
    [ROW_MAX_OPERATOR] = {row_max_operator, {OF_NOTHING}},
    [ROW_MAX_MEMORY] = {row_max_memory, {OF_NOTHING}},
    [ROW_BUSIEST] = {row_busiest, {OF_SERVICES}},
    [ROW_RESERVE] = {row_reserve, {OF_RESOURCES}},
    [ROW_RESERVE_HOST] = {row_reserve_host, {OF_RESOURCES, OF_HOSTS}},
};

/* 1 for an unused index, which must be 0: a row has one key only. */
static uint64_t set_size(const Model *model, IndexSetKind set, const uint32_t *index)
{
    const uint64_t sizes[N_SETS] = {
        [OF_NOTHING] = 1,
        [OF_DOMAINS] = model->n_domains,
        [OF_HOSTS] = model->n_hosts,
        [OF_RESOURCES] = model->n_resources,
        [OF_PERIODS] = model->policy.n_periods,
        [OF_BALANCES] = model->n_balances,
        [OF_LICENCES] = model->n_licences,
        [OF_TIERS] = model->n_tiers,
        [OF_RULES] = model->n_rules,
        [OF_ZONES] = (uint64_t)model->n_zones + model->n_hosts,
        [OF_SITES] = (uint64_t)model->n_sites + model->n_hosts,
        [OF_SERVICES] = model->n_services,
    };
    return set == OF_GROUPS ? model->rules[index[0]].n_groups : sizes[set];
}

bool rows_add(RowSink *sink, const Key *row)
{
    if (row->kind >= N_ROW_KINDS || shapes[row->kind].build == NULL)
        return false;
    const RowShape *shape = &shapes[row->kind];
    for (uint32_t i = 0; i < G_N_ELEMENTS(shape->sets); i++)
        if (row->index[i] >= set_size(sink->columns->model, shape->sets[i], row->index))
            return false;
    return shape->build(sink, row->index);
}

void row_term(RowSink *sink, uint32_t kind, uint32_t index0, uint32_t index1, uint32_t index2,
              Int128 coefficient)
{
    Key key = {kind, {index0, index1, index2, 0}};
    uint64_t number;
    if (coefficient != 0 && columns_find(sink->columns, &key, &number) &&
        !exact_add_product(&sink->sums[number], coefficient, sink->y))
        sink->overflow = true;
}

void row_place(RowSink *sink, uint32_t domain, uint32_t host, Int128 coefficient)
{
    const Columns *columns = sink->columns;
    uint64_t number = (uint64_t)host * columns->model->n_domains + domain;
    if (coefficient != 0 && columns->allowed[number] &&
        !exact_add_product(&sink->sums[columns->first[COLUMN_PLACE] + number], coefficient,
                           sink->y))
        sink->overflow = true;
}

void row_sides(RowSink *sink, RowSense sense, Int128 right)
{
    sink->sense = sense;
    sink->right = right;
}
