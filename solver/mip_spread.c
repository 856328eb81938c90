/* Rows that spread items: rules spread and spread_zone, limits of services, zones and sites. */
#include "solver/mip_build.h"

/* Σ over items of place[v, bin] ≤ limit·serve + breach, where it can be passed at all. */
static void host_row(MipBuilder *builder, Key key, const IndexList *items, uint32_t bin,
                     int64_t limit, uint32_t breach)
{
    if (mip_add_places_on(builder, items, bin, 1) <= limit) {
        mip_drop_terms(builder);
        return;
    }
    mip_add_term(builder, mip_serve(builder, bin), -limit);
    mip_add_term(builder, breach, -1);
    mip_add_row(builder, key, SENSE_AT_MOST, 0);
}

static void zone_row(MipBuilder *builder, Key key, const IndexList *items, uint32_t zone,
                     int64_t limit, uint32_t breach)
{
    int64_t n_items = 0;
    for (uint32_t k = 0; k < items->n; k++)
        n_items += mip_add_places_in(builder, items->index[k], builder->problem->zone, zone, 1) > 0;
    if (n_items <= limit) {
        mip_drop_terms(builder);
        return;
    }
    mip_add_term(builder, breach, -1);
    mip_add_row(builder, key, SENSE_AT_MOST, limit);
}

void mip_spread_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        for (uint32_t bin = 0; bin < problem->n_bins && mip_group_is(problem, i, GROUP_SPREAD);
             bin++)
            host_row(builder, MIP_KEY(ROW_SPREAD, i, bin), &group->sets[0], bin, group->limit,
                     mip_column(builder, MIP_KEY(COLUMN_BREACH, i, bin)));
    }
}

void mip_spread_zone_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        const Group *group = &problem->groups[i];
        for (uint32_t z = 0; z < problem->n_zones && mip_group_is(problem, i, GROUP_SPREAD_ZONE);
             z++)
            zone_row(builder, MIP_KEY(ROW_SPREAD_ZONE, i, z), &group->sets[0], z, group->limit,
                     mip_column(builder, MIP_KEY(COLUMN_BREACH, i, z)));
    }
}

void mip_service_per_host_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const ServiceLimits *service = &problem->services[s];
        if (service->max_per_host == UNLIMITED || !problem_has_fact(problem, FACT_PER_HOST, s))
            continue;
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            host_row(builder, MIP_KEY(ROW_SERVICE_PER_HOST, s, bin), &service->items, bin,
                     service->max_per_host, NO_INDEX);
    }
}

void mip_service_per_zone_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const ServiceLimits *service = &problem->services[s];
        if (service->max_per_zone == UNLIMITED || !problem_has_fact(problem, FACT_PER_ZONE, s))
            continue;
        for (uint32_t z = 0; z < problem->n_zones; z++)
            zone_row(builder, MIP_KEY(ROW_SERVICE_PER_ZONE, s, z), &service->items, z,
                     service->max_per_zone, NO_INDEX);
    }
}

static bool wants_zones(const Problem *problem, uint32_t service)
{
    return problem->services[service].min_zones > 1 &&
           problem_has_fact(problem, FACT_MIN_ZONES, service);
}

/* For each zone that some bin has, in order of number. */
void mip_zone_used_columns(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    g_autofree bool *has_bin = g_new0(bool, (gsize)problem->n_zones + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        has_bin[problem->zone[bin]] = true;
    for (uint32_t s = 0; s < problem->n_services; s++)
        for (uint32_t z = 0; z < problem->n_zones && wants_zones(problem, s); z++)
            if (has_bin[z])
                mip_add_column(builder, MIP_KEY(COLUMN_ZONE_USED, s, z), 1, (Fraction){0, 1}, true);
}

void mip_zone_used_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t c = builder->mip->serve_start; c < builder->columns->len; c++) {
        Key key = g_array_index(builder->columns, MipColumn, c).key;
        if (key.kind != COLUMN_ZONE_USED)
            continue;
        const IndexList *items = &problem->services[key.index[0]].items;
        mip_add_term(builder, c, 1);
        for (uint32_t k = 0; k < items->n; k++)
            mip_add_places_in(builder, items->index[k], problem->zone, key.index[1], -1);
        mip_add_row(builder, MIP_KEY(ROW_ZONE_USED, key.index[0], key.index[1]), SENSE_AT_MOST, 0);
    }
}

void mip_min_zones_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        if (!wants_zones(problem, s))
            continue;
        for (uint32_t z = 0; z < problem->n_zones; z++)
            mip_add_term(builder, mip_column(builder, MIP_KEY(COLUMN_ZONE_USED, s, z)), 1);
        mip_add_row(builder, MIP_KEY(ROW_MIN_ZONES, s), SENSE_AT_LEAST,
                    problem->services[s].min_zones);
    }
}

/* Where item is, service b is too: one row for each site that the item may use. */
static void near_rows(MipBuilder *builder, uint32_t item, uint32_t b)
{
    const Problem *problem = builder->problem;
    const IndexList *others = &problem->services[b].items;
    for (uint32_t g = 0; g < problem->n_sites; g++) {
        if (mip_add_places_in(builder, item, problem->site, g, 1) == 0)
            continue;
        for (uint32_t k = 0; k < others->n; k++)
            mip_add_places_in(builder, others->index[k], problem->site, g, -1);
        mip_add_row(builder, MIP_KEY(ROW_NEAR, item, b, g), SENSE_AT_MOST, 0);
    }
}

void mip_near_rows(MipBuilder *builder)
{
    const Problem *problem = builder->problem;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const ServiceLimits *service = &problem->services[s];
        if (!problem_has_fact(problem, FACT_NEAR, s))
            continue;
        for (uint32_t n = 0; n < service->near.n; n++)
            for (uint32_t k = 0; k < service->items.n && service->near.index[n] != s; k++)
                near_rows(builder, service->items.index[k], service->near.index[n]);
    }
}
