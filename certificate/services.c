#include "certificate/final_state.h"
#include "certificate/limits.h"
#include "certificate/rules.h"

/* Domains of each service in each zone, site or host: [service * n_places + place]. */
typedef struct {
    gsize n_places;
    int64_t *n;
} Presence;

typedef uint32_t (*PlaceOfHost)(const Model *model, uint32_t host);

static uint32_t own_place(const Model *model G_GNUC_UNUSED, uint32_t host)
{
    return host;
}

static Presence presence_of(const Model *model, const Plan *plan, gsize n_places, PlaceOfHost place)
{
    Presence presence = {n_places, g_new0(int64_t, MAX(model->n_services * n_places, 1))};
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t service = model->domains[domain].service;
        uint32_t host = plan->host_of_domain[domain];
        if (service != INDEX_NONE && host != INDEX_NONE)
            presence.n[service * n_places + place(model, host)]++;
    }
    return presence;
}

static int64_t present(const Presence *presence, uint32_t service, gsize place)
{
    return presence->n[service * presence->n_places + place];
}

static const char *zone_name(const Model *model, uint32_t zone)
{
    return zone < model->n_zones ? model->zones[zone] : model->hosts[zone - model->n_zones].name;
}

static const char *site_name(const Model *model, uint32_t site)
{
    return site < model->n_sites ? model->sites[site] : model->hosts[site - model->n_sites].name;
}

static void check_zones(Checks *checks, const Model *model, const Presence *in_zone,
                        uint32_t service)
{
    const Service *checked = &model->services[service];
    uint32_t n_zones = 0;
    for (uint32_t zone = 0; zone < in_zone->n_places; zone++) {
        int64_t n = present(in_zone, service, zone);
        n_zones += n > 0 ? 1 : 0;
        if (checked->max_per_zone != NO_LIMIT && n > checked->max_per_zone)
            checks_break(checks,
                         "service '%s' has %" G_GINT64_FORMAT
                         " domains in zone '%s', allowed %" G_GINT64_FORMAT,
                         checked->name, n, zone_name(model, zone), checked->max_per_zone);
    }
    if (n_zones > 0 && n_zones < checked->min_zones)
        checks_break(checks, "service '%s' is in %u zones, needed %u", checked->name, n_zones,
                     checked->min_zones);
}

static void check_hosts(Checks *checks, const Model *model, const Presence *on_host,
                        uint32_t service)
{
    const Service *checked = &model->services[service];
    for (uint32_t host = 0; checked->max_per_host != NO_LIMIT && host < model->n_hosts; host++) {
        int64_t n = present(on_host, service, host);
        if (n > checked->max_per_host)
            checks_break(checks,
                         "service '%s' has %" G_GINT64_FORMAT
                         " domains on host '%s', allowed %" G_GINT64_FORMAT,
                         checked->name, n, model->hosts[host].name, checked->max_per_host);
    }
}

static void check_near(Checks *checks, const Model *model, const Presence *in_site,
                       uint32_t service)
{
    const Service *checked = &model->services[service];
    for (uint32_t i = 0; i < checked->near.n; i++)
        for (uint32_t site = 0; site < in_site->n_places; site++)
            if (present(in_site, service, site) > 0 &&
                present(in_site, checked->near.index[i], site) == 0)
                checks_break(checks, "service '%s' is in site '%s' without service '%s' near it",
                             checked->name, site_name(model, site),
                             model->services[checked->near.index[i]].name);
}

void judge_check_services(Checks *checks, const Model *model, const Plan *plan)
{
    gsize n_hosts = model->n_hosts;
    Presence on_host = presence_of(model, plan, n_hosts, own_place);
    Presence in_zone = presence_of(model, plan, n_hosts + model->n_zones, judge_zone);
    Presence in_site = presence_of(model, plan, n_hosts + model->n_sites, judge_site);
    checks_begin(checks, "services");
    for (uint32_t service = 0; service < model->n_services; service++) {
        check_hosts(checks, model, &on_host, service);
        check_near(checks, model, &in_site, service);
        check_zones(checks, model, &in_zone, service);
    }
    checks_end(checks, "%u services keep min_zones, max_per_host, max_per_zone and near",
               model->n_services);
    g_free(on_host.n);
    g_free(in_zone.n);
    g_free(in_site.n);
}
