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
    [ROW_ASSIGN] = {judge_row_assign, {OF_DOMAINS}},
    [ROW_LINK] = {judge_row_link, {OF_DOMAINS, OF_HOSTS}},
    [ROW_EMPTY] = {judge_row_empty, {OF_HOSTS}},
    [ROW_CAPACITY] = {judge_row_capacity, {OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_TRANSIENT] = {judge_row_transient, {OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_CHANGE_ITEM] = {judge_row_change_item, {OF_DOMAINS}},
    [ROW_CHANGE_BIN] = {judge_row_change_bin, {OF_HOSTS}},
    [ROW_NOTICE] = {judge_row_notice, {OF_DOMAINS}},
    [ROW_OVERLOAD] = {judge_row_overload, {OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_BALANCE] = {judge_row_balance, {OF_BALANCES, OF_HOSTS, OF_PERIODS}},
    [ROW_LICENCE_LINK] = {judge_row_licence_link, {OF_LICENCES, OF_DOMAINS, OF_HOSTS}},
    [ROW_LICENCE_HOSTS] = {judge_row_licence_hosts, {OF_LICENCES}},
    [ROW_TIER_LINK] = {judge_row_tier_link, {OF_DOMAINS, OF_HOSTS}},
    [ROW_TIER_CAPACITY] = {judge_row_tier_capacity, {OF_TIERS, OF_HOSTS, OF_RESOURCES, OF_PERIODS}},
    [ROW_SPREAD] = {judge_row_spread, {OF_RULES, OF_HOSTS}},
    [ROW_SPREAD_ZONE] = {judge_row_spread_zone, {OF_RULES, OF_ZONES}},
    [ROW_GATHER_EQUAL] = {judge_row_gather_equal, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_GATHER_LINK] = {judge_row_gather_link, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_GATHER] = {judge_row_gather, {OF_RULES}},
    [ROW_FENCE] = {judge_row_fence, {OF_RULES}},
    [ROW_BAN] = {judge_row_ban, {OF_RULES}},
    [ROW_ROOT] = {judge_row_root, {OF_RULES}},
    [ROW_LONELY_LINK] = {judge_row_lonely_link, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_LONELY] = {judge_row_lonely, {OF_RULES, OF_DOMAINS, OF_HOSTS}},
    [ROW_SPLIT_LINK] = {judge_row_split_link, {OF_RULES, OF_GROUPS, OF_DOMAINS, OF_HOSTS}},
    [ROW_SPLIT] = {judge_row_split, {OF_RULES, OF_HOSTS}},
    [ROW_MAX_ON] = {judge_row_max_on, {OF_RULES}},
    [ROW_KEEP] = {judge_row_keep, {OF_RULES}},
    [ROW_ZONE_USED] = {judge_row_zone_used, {OF_SERVICES, OF_ZONES}},
    [ROW_MIN_ZONES] = {judge_row_min_zones, {OF_SERVICES}},
    [ROW_SERVICE_PER_HOST] = {judge_row_service_per_host, {OF_SERVICES, OF_HOSTS}},
    [ROW_SERVICE_PER_ZONE] = {judge_row_service_per_zone, {OF_SERVICES, OF_ZONES}},
    [ROW_NEAR] = {judge_row_near, {OF_DOMAINS, OF_SERVICES, OF_SITES}},
    [ROW_MAX_MOVES] = {judge_row_max_moves, {OF_NOTHING}},
    [ROW_MAX_OPERATOR] = {judge_row_max_operator, {OF_NOTHING}},
    [ROW_MAX_MEMORY] = {judge_row_max_memory, {OF_NOTHING}},
    [ROW_BUSIEST] = {judge_row_busiest, {OF_SERVICES}},
    [ROW_RESERVE] = {judge_row_reserve, {OF_RESOURCES}},
    [ROW_RESERVE_HOST] = {judge_row_reserve_host, {OF_RESOURCES, OF_HOSTS}},
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

bool judge_rows_add(RowSink *sink, const Key *row)
{
    if (row->kind >= N_ROW_KINDS || shapes[row->kind].build == NULL)
        return false;
    const RowShape *shape = &shapes[row->kind];
    for (uint32_t i = 0; i < G_N_ELEMENTS(shape->sets); i++)
        if (row->index[i] >= set_size(sink->columns->model, shape->sets[i], row->index))
            return false;
    return shape->build(sink, row->index);
}

void judge_row_term(RowSink *sink, uint32_t kind, uint32_t index0, uint32_t index1, uint32_t index2,
                    Int128 coefficient)
{
    Key key = {kind, {index0, index1, index2, 0}};
    uint64_t number;
    if (coefficient == 0 || !judge_columns_find(sink->columns, &key, &number))
        return;
    if (sink->places != NULL)
        number -= sink->columns->first[COLUMN_SERVE];
    if (!exact_add_product(&sink->sums[number], coefficient, sink->y))
        sink->overflow = true;
}

void judge_row_place(RowSink *sink, uint32_t domain, uint32_t host, Int128 coefficient)
{
    const Columns *columns = sink->columns;
    if (coefficient == 0 || !judge_columns_allow(columns, domain, host))
        return;
    Int128 value;
    uint64_t number = (uint64_t)host * columns->model->n_domains + domain;
    bool fits = exact_multiply(coefficient, sink->y, &value);
    if (fits)
        fits = sink->places != NULL
                   ? judge_places_add_one(sink->places, domain, host, value)
                   : exact_add(&sink->sums[columns->first[COLUMN_PLACE] + number], value);
    sink->overflow = sink->overflow || !fits;
}

void judge_row_domain(RowSink *sink, uint32_t domain, Int128 coefficient)
{
    Int128 value;
    if (sink->places == NULL) {
        for (uint32_t host = 0; host < sink->columns->model->n_hosts; host++)
            judge_row_place(sink, domain, host, coefficient);
    } else if (!exact_multiply(coefficient, sink->y, &value) ||
               !judge_places_add_domain(sink->places, domain, value)) {
        sink->overflow = true;
    }
}

void judge_row_host(RowSink *sink, uint32_t host, Int128 coefficient)
{
    Int128 value;
    if (sink->places == NULL) {
        for (uint32_t domain = 0; domain < sink->columns->model->n_domains; domain++)
            judge_row_place(sink, domain, host, coefficient);
    } else if (!exact_multiply(coefficient, sink->y, &value) ||
               !judge_places_add_host(sink->places, host, value)) {
        sink->overflow = true;
    }
}

void judge_row_demand(RowSink *sink, uint32_t host, uint32_t resource, uint32_t period,
                      Int128 coefficient)
{
    const Model *model = sink->columns->model;
    Int128 value;
    if (sink->places == NULL) {
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            judge_row_place(sink, domain, host,
                            coefficient * model_demand(model, domain, resource, period));
    } else if (!exact_multiply(coefficient, sink->y, &value) ||
               !judge_places_add_demand(sink->places, host, resource, period, value)) {
        sink->overflow = true;
    }
}

void judge_row_sides(RowSink *sink, RowSense sense, Int128 right)
{
    sink->sense = sense;
    sink->right = right;
}
