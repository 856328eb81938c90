#include "model/rules.h"
#include "plan/alternative_parts.h"

/* Domains of the service on that host, zone or site; with: what numbers a host's place. */
static int64_t count_at(const Alternatives *alternatives, uint32_t service,
                        uint32_t (*place_of)(const Model *, uint32_t), uint32_t place)
{
    const IndexSet *set = &alternatives->service_domains[service];
    int64_t n = 0;
    for (uint32_t i = 0; i < set->n; i++)
        n += place_of(alternatives->model, alternatives->placement[set->index[i]]) == place;
    return n;
}

static uint32_t same_host(const Model *model, uint32_t host)
{
    (void)model;
    return host;
}

static uint32_t zone_of(const Model *model, uint32_t host)
{
    return zone_of_host(model, host);
}

static uint32_t site_of(const Model *model, uint32_t host)
{
    return site_of_host(model, host);
}

static uint32_t count_zones(const Alternatives *alternatives, uint32_t service)
{
    const IndexSet *set = &alternatives->service_domains[service];
    g_autoptr(GHashTable) zones = g_hash_table_new(NULL, NULL);
    for (uint32_t i = 0; i < set->n; i++)
        g_hash_table_add(zones, GUINT_TO_POINTER(zone_of_host(
                                    alternatives->model, alternatives->placement[set->index[i]])));
    return g_hash_table_size(zones);
}

/* Has each service that must be near it a domain in every site where it has one? */
static bool is_near(const Alternatives *alternatives, uint32_t service)
{
    const Model *model = alternatives->model;
    const IndexSet *set = &alternatives->service_domains[service];
    for (uint32_t k = 0; k < model->services[service].near.n; k++)
        for (uint32_t i = 0; i < set->n; i++)
            if (count_at(alternatives, model->services[service].near.index[k], site_of,
                         site_of_host(model, alternatives->placement[set->index[i]])) == 0)
                return false;
    return true;
}

static bool keeps_own_limits(const Alternatives *alternatives, uint32_t service, uint32_t host)
{
    const Model *model = alternatives->model;
    const Service *limits = &model->services[service];
    bool per_host = limits->max_per_host == NO_LIMIT ||
                    count_at(alternatives, service, same_host, host) <= limits->max_per_host;
    bool per_zone =
        limits->max_per_zone == NO_LIMIT ||
        count_at(alternatives, service, zone_of, zone_of_host(model, host)) <= limits->max_per_zone;
    return per_host && per_zone &&
           (limits->min_zones <= 1 || count_zones(alternatives, service) >= limits->min_zones);
}

Obstacle alternatives_service_obstacle(Alternatives *alternatives, uint32_t domain, uint32_t host)
{
    const Model *model = alternatives->model;
    uint32_t own = model->domains[domain].service;
    if (own == INDEX_NONE)
        return (Obstacle){.kind = OBSTACLE_NONE};
    if (!keeps_own_limits(alternatives, own, host))
        return (Obstacle){.kind = OBSTACLE_SERVICE, .service = own};
    for (uint32_t service = 0; service < model->n_services; service++) {
        const IndexSet *near = &model->services[service].near;
        bool concerned = near->n > 0 && (service == own || index_set_has(near, own));
        if (concerned && !is_near(alternatives, service))
            return (Obstacle){.kind = OBSTACLE_SERVICE, .service = service};
    }
    return (Obstacle){.kind = OBSTACLE_NONE};
}
