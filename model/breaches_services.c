#include <inttypes.h>

#include "model/breach_list.h"
#include "model/rules.h"

/* The domains of each service: those of service s from first[s] to before first[s + 1]. */
typedef struct {
    uint32_t *first;   /* [n_services + 1] */
    uint32_t *domains; /* [n_domains] */
} Members;

static void members_clear(Members *members)
{
    g_free(members->first);
    g_free(members->domains);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Members, members_clear)

static Members find_members(const Model *model)
{
    Members members = {g_new0(uint32_t, (gsize)model->n_services + 1),
                       g_new(uint32_t, (gsize)model->n_domains + 1)};
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (model->domains[i].service != INDEX_NONE)
            members.first[model->domains[i].service + 1]++;
    for (uint32_t service = 0; service < model->n_services; service++)
        members.first[service + 1] += members.first[service];
    g_autofree uint32_t *next =
        g_memdup2(members.first, ((gsize)model->n_services + 1) * sizeof *next);
    for (uint32_t i = 0; i < model->n_domains; i++)
        if (model->domains[i].service != INDEX_NONE)
            members.domains[next[model->domains[i].service]++] = i;
    return members;
}

/* Domains of a service on each host, [n_hosts]. */
static int64_t *count_by_host(const BreachList *list, const Members *members, uint32_t service)
{
    int64_t *counts = g_new0(int64_t, (gsize)list->model->n_hosts + 1);
    for (uint32_t k = members->first[service]; k < members->first[service + 1]; k++) {
        uint32_t host = list->placement[members->domains[k]];
        if (host != INDEX_NONE)
            counts[host]++;
    }
    return counts;
}

/* Domains of a service in each zone or site; n_named: the numbered ones before a host's own. */
static int64_t *sum_by_area(const BreachList *list, const int64_t *by_host, uint32_t n_named,
                            uint32_t (*area_of)(const Model *, uint32_t))
{
    int64_t *counts = g_new0(int64_t, (gsize)n_named + list->model->n_hosts + 1);
    for (uint32_t host = 0; host < list->model->n_hosts; host++)
        counts[area_of(list->model, host)] += by_host[host];
    return counts;
}

static uint32_t zone_of(const Model *model, uint32_t host)
{
    return zone_of_host(model, host);
}

static uint32_t site_of(const Model *model, uint32_t host)
{
    return site_of_host(model, host);
}

/* The name of a zone or site, or of the host that is one of its own. */
static const char *area_name(const Model *model, char *const *names, uint32_t n_named,
                             uint32_t area)
{
    return area < n_named ? names[area] : model->hosts[area - n_named].name;
}

static bool has_domain(const BreachList *list, const Members *members, uint32_t service)
{
    for (uint32_t k = members->first[service]; k < members->first[service + 1]; k++)
        if (domain_is_wanted(list->model, members->domains[k]))
            return true;
    return false;
}

static void check_per_host(BreachList *list, const Service *service, const int64_t *by_host)
{
    for (uint32_t host = 0; host < list->model->n_hosts; host++)
        if (service->max_per_host != NO_LIMIT && by_host[host] > service->max_per_host)
            breach_add(list, "max_per_host",
                       "service '%s' has %" PRId64 " domains on host '%s', more than %" PRId64,
                       service->name, by_host[host], list->model->hosts[host].name,
                       service->max_per_host);
}

static void check_zones(BreachList *list, const Service *service, const int64_t *by_host)
{
    const Model *model = list->model;
    g_autofree int64_t *by_zone = sum_by_area(list, by_host, model->n_zones, zone_of);
    uint32_t n_used = 0;
    for (uint32_t zone = 0; zone < model->n_zones + model->n_hosts; zone++) {
        n_used += by_zone[zone] > 0;
        if (service->max_per_zone != NO_LIMIT && by_zone[zone] > service->max_per_zone)
            breach_add(list, "max_per_zone",
                       "service '%s' has %" PRId64 " domains in zone '%s', more than %" PRId64,
                       service->name, by_zone[zone],
                       area_name(model, model->zones, model->n_zones, zone), service->max_per_zone);
    }
    if (n_used > 0 && n_used < service->min_zones)
        breach_add(list, "min_zones", "service '%s' is in %u %s, fewer than %u", service->name,
                   n_used, n_used == 1 ? "zone" : "zones", service->min_zones);
}

static void check_near(BreachList *list, const Members *members, const Service *service,
                       const int64_t *by_host)
{
    const Model *model = list->model;
    g_autofree int64_t *by_site = sum_by_area(list, by_host, model->n_sites, site_of);
    for (uint32_t i = 0; i < service->near.n; i++) {
        uint32_t other = service->near.index[i];
        g_autofree int64_t *other_by_host = count_by_host(list, members, other);
        g_autofree int64_t *other_by_site =
            sum_by_area(list, other_by_host, model->n_sites, site_of);
        for (uint32_t site = 0; site < model->n_sites + model->n_hosts; site++)
            if (by_site[site] > 0 && other_by_site[site] == 0)
                breach_add(list, "near",
                           "service '%s' has no domain of service '%s' near it in "
                           "site '%s'",
                           service->name, model->services[other].name,
                           area_name(model, model->sites, model->n_sites, site));
    }
}

static void check_licences(BreachList *list)
{
    const Model *model = list->model;
    for (uint32_t licence = 0; licence < model->n_licences; licence++) {
        g_autofree bool *has = g_new0(bool, (gsize)model->n_hosts + 1);
        int64_t n = 0;
        for (uint32_t i = 0; i < model->n_domains; i++) {
            uint32_t host = list->placement[i];
            if (host == INDEX_NONE || has[host] ||
                !index_set_has(&model->domains[i].licences, licence))
                continue;
            has[host] = true;
            n++;
        }
        if (model->licences[licence].max_hosts != NO_LIMIT &&
            n > model->licences[licence].max_hosts)
            breach_add(list, "max_hosts",
                       "licence '%s' is used on %" PRId64 " hosts, more than %" PRId64,
                       model->licences[licence].name, n, model->licences[licence].max_hosts);
    }
}

static void check_replicas(BreachList *list, const Service *service, const int64_t *by_host)
{
    int64_t n = 0;
    for (uint32_t host = 0; host < list->model->n_hosts; host++)
        n += by_host[host];
    if (n < service->min_replicas)
        breach_add(list, "min_replicas", "service '%s' has %" PRId64 " %s, fewer than %" PRId64,
                   service->name, n, n == 1 ? "domain" : "domains", service->min_replicas);
    if (service->max_replicas != NO_LIMIT && n > service->max_replicas)
        breach_add(list, "max_replicas", "service '%s' has %" PRId64 " %s, more than %" PRId64,
                   service->name, n, n == 1 ? "domain" : "domains", service->max_replicas);
}

void breaches_of_services(BreachList *list)
{
    g_auto(Members) members = find_members(list->model);
    for (uint32_t i = 0; i < list->model->n_services; i++) {
        const Service *service = &list->model->services[i];
        g_autofree int64_t *by_host = count_by_host(list, &members, i);
        check_replicas(list, service, by_host);
        if (!has_domain(list, &members, i))
            continue;
        check_per_host(list, service, by_host);
        check_zones(list, service, by_host);
        check_near(list, &members, service, by_host);
    }
    check_licences(list);
}
