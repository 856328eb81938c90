/* Rows of services.csv and licences.csv. */
#include "certificate/limits.h"
#include "certificate/rows.h"

typedef uint32_t (*PlaceOfHost)(const Model *model, uint32_t host);

/* coefficient × place[v,h] for the domains of a service and the hosts of a zone or site. */
static void add_service(RowSink *sink, uint32_t service, PlaceOfHost place_of, uint32_t place,
                        Int128 coefficient)
{
    const Model *model = sink->columns->model;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        if (place_of(model, host) != place)
            continue;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (model->domains[domain].service == service)
                judge_row_place(sink, domain, host, coefficient);
    }
}

bool judge_row_zone_used(RowSink *sink, const uint32_t *index)
{
    uint64_t number;
    Key key = {COLUMN_ZONE_USED, {index[0], index[1], 0, 0}};
    if (!judge_columns_find(sink->columns, &key, &number))
        return false;
    judge_row_term(sink, COLUMN_ZONE_USED, index[0], index[1], 0, 1);
    add_service(sink, index[0], judge_zone, index[1], -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_min_zones(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (model->services[index[0]].min_zones <= 1 || sink->columns->n_domains_of[index[0]] == 0)
        return false;
    for (uint32_t zone = 0; zone < model->n_zones + model->n_hosts; zone++)
        judge_row_term(sink, COLUMN_ZONE_USED, index[0], zone, 0, 1);
    judge_row_sides(sink, ROW_AT_LEAST, model->services[index[0]].min_zones);
    return true;
}

bool judge_row_service_per_host(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    int64_t most = model->services[index[0]].max_per_host;
    if (most == NO_LIMIT)
        return false;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (model->domains[domain].service == index[0])
            judge_row_place(sink, domain, index[1], 1);
    judge_row_term(sink, COLUMN_SERVE, index[1], 0, 0, -(Int128)most);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_service_per_zone(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    int64_t most = model->services[index[0]].max_per_zone;
    if (most == NO_LIMIT || !judge_zone_exists(model, index[1]))
        return false;
    add_service(sink, index[0], judge_zone, index[1], 1);
    judge_row_sides(sink, ROW_AT_MOST, most);
    return true;
}

/* index: domain, service that must be near, site */
bool judge_row_near(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    uint32_t service = model->domains[index[0]].service;
    if (service == INDEX_NONE || !index_set_has(&model->services[service].near, index[1]) ||
        !judge_site_exists(model, index[2]))
        return false;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (judge_site(model, host) == index[2])
            judge_row_place(sink, index[0], host, 1);
    add_service(sink, index[1], judge_site, index[2], -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_licence_link(RowSink *sink, const uint32_t *index)
{
    const Columns *columns = sink->columns;
    if (!index_set_has(&columns->model->domains[index[1]].licences, index[0]) ||
        !judge_columns_allow(columns, index[1], index[2]))
        return false;
    judge_row_place(sink, index[1], index[2], 1);
    judge_row_term(sink, COLUMN_LICENCE, index[0], index[2], 0, -1);
    judge_row_sides(sink, ROW_AT_MOST, 0);
    return true;
}

bool judge_row_licence_hosts(RowSink *sink, const uint32_t *index)
{
    const Model *model = sink->columns->model;
    if (model->licences[index[0]].max_hosts == NO_LIMIT)
        return false;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        judge_row_term(sink, COLUMN_LICENCE, index[0], host, 0, 1);
    judge_row_sides(sink, ROW_AT_MOST, model->licences[index[0]].max_hosts);
    return true;
}
