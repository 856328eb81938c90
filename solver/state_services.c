#include "solver/state_services.h"

struct StateServices {
    uint32_t **in_zone; /* [service][zone] items; NULL where nothing is asked for */
    uint32_t **in_site; /* [service][site] the same */
    uint32_t *n_zones;  /* [service] zones with an item */
    IndexList *wanted;  /* [service] services that must have it near */
    uint32_t n_services;
};

static void want(IndexList *wanted, uint32_t service)
{
    wanted->index = g_renew(uint32_t, wanted->index, (gsize)wanted->n + 1);
    wanted->index[wanted->n++] = service;
}

static void count_sites(StateServices *services, const Problem *problem, uint32_t service)
{
    if (services->in_site[service] == NULL)
        services->in_site[service] = g_new0(uint32_t, (gsize)problem->n_sites + 1);
}

static bool asks_for_nothing(const Problem *problem)
{
    for (uint32_t s = 0; s < problem->n_services; s++)
        if (problem->services[s].min_zones > 1 || problem->services[s].near.n > 0)
            return false;
    return true;
}

StateServices *state_services_new(SearchState *state)
{
    const Problem *problem = state->problem;
    if (asks_for_nothing(problem))
        return NULL;
    StateServices *services = g_new0(StateServices, 1);
    gsize n = (gsize)problem->n_services + 1;
    services->n_services = problem->n_services;
    services->in_zone = g_new0(uint32_t *, n);
    services->in_site = g_new0(uint32_t *, n);
    services->n_zones = g_new0(uint32_t, n);
    services->wanted = g_new0(IndexList, n);
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const ServiceLimits *limits = &problem->services[s];
        if (limits->min_zones > 1) {
            services->in_zone[s] = g_new0(uint32_t, (gsize)problem->n_zones + 1);
            state->breaches += limits->min_zones;
        }
        for (uint32_t k = 0; k < limits->near.n; k++) {
            want(&services->wanted[limits->near.index[k]], s);
            count_sites(services, problem, limits->near.index[k]);
            count_sites(services, problem, s);
        }
    }
    return services;
}

void state_services_free(StateServices *services)
{
    if (services == NULL)
        return;
    for (uint32_t s = 0; s < services->n_services; s++) {
        g_free(services->in_zone[s]);
        g_free(services->in_site[s]);
        g_free(services->wanted[s].index);
    }
    g_free(services->in_zone);
    g_free(services->in_site);
    g_free(services->n_zones);
    g_free(services->wanted);
    g_free(services);
}

static void change_zone(SearchState *state, uint32_t service, uint32_t zone, int sign)
{
    StateServices *services = state->services;
    uint32_t *count = &services->in_zone[service][zone];
    *count += (uint32_t)sign;
    if (*count != (sign > 0 ? 1 : 0))
        return;
    bool was_short = services->n_zones[service] < state->problem->services[service].min_zones;
    services->n_zones[service] += (uint32_t)sign;
    bool is_short = services->n_zones[service] < state->problem->services[service].min_zones;
    if (sign > 0 ? was_short : is_short)
        state->breaches -= sign;
}

/* A breach is a service on a site where one that it needs is not; one that needs itself is never
 * short of it. */
static void change_site(SearchState *state, uint32_t service, uint32_t site, int sign)
{
    StateServices *services = state->services;
    const IndexList *near = &state->problem->services[service].near;
    const IndexList *wanted = &services->wanted[service];
    uint32_t *count = &services->in_site[service][site];
    *count += (uint32_t)sign;
    if (*count != (sign > 0 ? 1 : 0))
        return;
    for (uint32_t k = 0; k < near->n; k++)
        if (near->index[k] != service && services->in_site[near->index[k]][site] == 0)
            state->breaches += sign;
    for (uint32_t k = 0; k < wanted->n; k++)
        if (wanted->index[k] != service && services->in_site[wanted->index[k]][site] > 0)
            state->breaches -= sign;
}

void state_services_change(SearchState *state, uint32_t item, uint32_t bin, int sign)
{
    const Problem *problem = state->problem;
    uint32_t service = problem->service_of_item[item];
    if (state->services == NULL || service == NO_INDEX)
        return;
    if (state->services->in_zone[service] != NULL)
        change_zone(state, service, problem->zone[bin], sign);
    if (state->services->in_site[service] != NULL)
        change_site(state, service, problem->site[bin], sign);
}
