#include "solver/load_services.h"

struct LoadServices {
    const Problem *problem;
    uint16_t **on_bin;  /* [service][bin] items; NULL without max_per_host */
    uint32_t **in_zone; /* [service][zone]; NULL without min_zones and max_per_zone */
    uint32_t **in_site; /* [service][site]; NULL where nothing near it is asked for */
    uint32_t *n_zones;  /* [service] zones with an item */
    IndexList *wanted;  /* [service] services that must have it near */
};

static void want(IndexList *wanted, uint32_t service)
{
    wanted->index = g_renew(uint32_t, wanted->index, (gsize)wanted->n + 1);
    wanted->index[wanted->n++] = service;
}

static void count_sites(LoadServices *services, uint32_t service)
{
    if (services->in_site[service] == NULL)
        services->in_site[service] = g_new0(uint32_t, (gsize)services->problem->n_sites + 1);
}

/* One that needs itself is never short of it. */
static void list_near(LoadServices *services, uint32_t service)
{
    const IndexList *near = &services->problem->services[service].near;
    for (uint32_t k = 0; k < near->n; k++) {
        if (near->index[k] == service)
            continue;
        want(&services->wanted[near->index[k]], service);
        count_sites(services, near->index[k]);
        count_sites(services, service);
    }
}

LoadServices *load_services_new(const Problem *problem)
{
    LoadServices *services = g_new0(LoadServices, 1);
    gsize n = (gsize)problem->n_services + 1;
    services->problem = problem;
    services->on_bin = g_new0(uint16_t *, n);
    services->in_zone = g_new0(uint32_t *, n);
    services->in_site = g_new0(uint32_t *, n);
    services->n_zones = g_new0(uint32_t, n);
    services->wanted = g_new0(IndexList, n);
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const ServiceLimits *limits = &problem->services[s];
        if (limits->max_per_host != UNLIMITED && limits->max_per_host < (int64_t)limits->items.n)
            services->on_bin[s] = g_new0(uint16_t, (gsize)problem->n_bins + 1);
        if (limits->items.n > 0 && (limits->min_zones > 1 || limits->max_per_zone != UNLIMITED))
            services->in_zone[s] = g_new0(uint32_t, (gsize)problem->n_zones + 1);
        list_near(services, s);
    }
    return services;
}

void load_services_free(LoadServices *services)
{
    if (services == NULL)
        return;
    for (uint32_t s = 0; s < services->problem->n_services; s++) {
        g_free(services->on_bin[s]);
        g_free(services->in_zone[s]);
        g_free(services->in_site[s]);
        g_free(services->wanted[s].index);
    }
    g_free(services->on_bin);
    g_free(services->in_zone);
    g_free(services->in_site);
    g_free(services->n_zones);
    g_free(services->wanted);
    g_free(services);
}

static int change_bin(LoadServices *services, uint32_t service, uint32_t bin, int sign)
{
    int64_t most = services->problem->services[service].max_per_host;
    uint16_t *count = &services->on_bin[service][bin];
    int64_t before = *count;
    *count = (uint16_t)(before + sign);
    return (int)(MAX(0, before + sign - most) - MAX(0, before - most));
}

static int change_zone(LoadServices *services, uint32_t service, uint32_t zone, int sign)
{
    const ServiceLimits *limits = &services->problem->services[service];
    uint32_t *count = &services->in_zone[service][zone];
    int64_t before = *count;
    int breaches = 0;
    *count = (uint32_t)(before + sign);
    if (limits->max_per_zone != UNLIMITED)
        breaches += (int)(MAX(0, before + sign - limits->max_per_zone) -
                          MAX(0, before - limits->max_per_zone));
    if (*count != (sign > 0 ? 1 : 0))
        return breaches;
    bool was_short = services->n_zones[service] < limits->min_zones;
    services->n_zones[service] += (uint32_t)sign;
    bool is_short = services->n_zones[service] < limits->min_zones;
    if (sign > 0 ? was_short : is_short)
        breaches -= sign;
    return breaches;
}

static int change_site(LoadServices *services, uint32_t service, uint32_t site, int sign)
{
    const IndexList *near = &services->problem->services[service].near;
    const IndexList *wanted = &services->wanted[service];
    uint32_t *count = &services->in_site[service][site];
    int breaches = 0;
    *count += (uint32_t)sign;
    if (*count != (sign > 0 ? 1 : 0))
        return 0;
    for (uint32_t k = 0; k < near->n; k++)
        if (near->index[k] != service && services->in_site[near->index[k]][site] == 0)
            breaches += sign;
    for (uint32_t k = 0; k < wanted->n; k++)
        if (services->in_site[wanted->index[k]][site] > 0)
            breaches -= sign;
    return breaches;
}

int load_services_change(LoadServices *services, uint32_t item, uint32_t bin, int sign)
{
    const Problem *problem = services->problem;
    uint32_t service = problem->service_of_item[item];
    int breaches = 0;
    if (service == NO_INDEX)
        return 0;
    if (services->on_bin[service] != NULL)
        breaches += change_bin(services, service, bin, sign);
    if (services->in_zone[service] != NULL)
        breaches += change_zone(services, service, problem->zone[bin], sign);
    if (services->in_site[service] != NULL)
        breaches += change_site(services, service, problem->site[bin], sign);
    return breaches;
}

bool load_services_are_wide(const LoadServices *services, uint32_t item)
{
    uint32_t service = services->problem->service_of_item[item];
    return service != NO_INDEX &&
           (services->in_zone[service] != NULL || services->in_site[service] != NULL);
}

int64_t load_services_above(const LoadServices *services, uint32_t item, uint32_t bin)
{
    uint32_t service = services->problem->service_of_item[item];
    if (service == NO_INDEX || services->on_bin[service] == NULL)
        return INT64_MIN;
    return services->on_bin[service][bin] - services->problem->services[service].max_per_host;
}
