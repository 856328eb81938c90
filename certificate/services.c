#include "certificate/final_state.h"
#include "certificate/limits.h"
#include "certificate/rules.h"

typedef uint32_t (*PlaceOfHost)(const Model *model, uint32_t host);

static uint32_t own_place(const Model *model G_GNUC_UNUSED, uint32_t host)
{
    return host;
}

static int compare_places(gconstpointer left, gconstpointer right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

typedef struct {
    const Model *model;
    GArray **hosts_of; /* [n_services] uint32_t: hosts of its domains, one entry a domain */
    int64_t *n;        /* [places] domains there, of one service at a time; all 0 between */
} Presence;

static void presence_init(Presence *presence, const Model *model, const Plan *plan)
{
    presence->model = model;
    presence->hosts_of = g_new(GArray *, MAX(model->n_services, 1));
    presence->n = g_new0(int64_t, (gsize)model->n_hosts + MAX(model->n_zones, model->n_sites) + 1);
    for (uint32_t service = 0; service < model->n_services; service++)
        presence->hosts_of[service] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t service = model->domains[domain].service;
        if (service != INDEX_NONE && plan->host_of_domain[domain] != INDEX_NONE)
            g_array_append_val(presence->hosts_of[service], plan->host_of_domain[domain]);
    }
}

static void presence_clear(Presence *presence)
{
    for (uint32_t service = 0; service < presence->model->n_services; service++)
        g_array_unref(presence->hosts_of[service]);
    g_free(presence->hosts_of);
    g_free(presence->n);
}

static uint32_t place_at(const Presence *presence, uint32_t service, guint i, PlaceOfHost place)
{
    return place(presence->model, g_array_index(presence->hosts_of[service], uint32_t, i));
}

/* Sets n of each place where the service is, or to 0 again. */
static void count(Presence *presence, uint32_t service, PlaceOfHost place, int sign)
{
    for (guint i = 0; i < presence->hosts_of[service]->len; i++)
        presence->n[place_at(presence, service, i, place)] += sign;
}

/* The places where the service is, each once, by number (uint32_t). Caller frees. */
static GArray *places_of(Presence *presence, uint32_t service, PlaceOfHost place)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (guint i = 0; i < presence->hosts_of[service]->len; i++) {
        uint32_t at = place_at(presence, service, i, place);
        if (presence->n[at]++ == 0)
            g_array_append_val(places, at);
    }
    count(presence, service, place, -1);
    g_array_sort(places, compare_places);
    return places;
}

static const char *zone_name(const Model *model, uint32_t zone)
{
    return zone < model->n_zones ? model->zones[zone] : model->hosts[zone - model->n_zones].name;
}

static const char *site_name(const Model *model, uint32_t site)
{
    return site < model->n_sites ? model->sites[site] : model->hosts[site - model->n_sites].name;
}

static void check_zones(Checks *checks, Presence *presence, uint32_t service)
{
    const Service *checked = &presence->model->services[service];
    g_autoptr(GArray) zones = places_of(presence, service, judge_zone);
    count(presence, service, judge_zone, 1);
    for (guint i = 0; checked->max_per_zone != NO_LIMIT && i < zones->len; i++) {
        uint32_t zone = g_array_index(zones, uint32_t, i);
        if (presence->n[zone] > checked->max_per_zone)
            checks_break(checks,
                         "service '%s' has %" G_GINT64_FORMAT
                         " domains in zone '%s', allowed %" G_GINT64_FORMAT,
                         checked->name, presence->n[zone], zone_name(presence->model, zone),
                         checked->max_per_zone);
    }
    count(presence, service, judge_zone, -1);
    if (zones->len > 0 && zones->len < checked->min_zones)
        checks_break(checks, "service '%s' is in %u zones, needed %u", checked->name, zones->len,
                     checked->min_zones);
}

static void check_hosts(Checks *checks, Presence *presence, uint32_t service)
{
    const Service *checked = &presence->model->services[service];
    if (checked->max_per_host == NO_LIMIT)
        return;
    g_autoptr(GArray) hosts = places_of(presence, service, own_place);
    count(presence, service, own_place, 1);
    for (guint i = 0; i < hosts->len; i++) {
        uint32_t host = g_array_index(hosts, uint32_t, i);
        if (presence->n[host] > checked->max_per_host)
            checks_break(checks,
                         "service '%s' has %" G_GINT64_FORMAT
                         " domains on host '%s', allowed %" G_GINT64_FORMAT,
                         checked->name, presence->n[host], presence->model->hosts[host].name,
                         checked->max_per_host);
    }
    count(presence, service, own_place, -1);
}

static void check_near(Checks *checks, Presence *presence, uint32_t service)
{
    const Service *checked = &presence->model->services[service];
    g_autoptr(GArray) sites = places_of(presence, service, judge_site);
    for (uint32_t i = 0; i < checked->near.n; i++) {
        uint32_t other = checked->near.index[i];
        count(presence, other, judge_site, 1);
        for (guint k = 0; k < sites->len; k++) {
            uint32_t site = g_array_index(sites, uint32_t, k);
            if (presence->n[site] == 0)
                checks_break(checks, "service '%s' is in site '%s' without service '%s' near it",
                             checked->name, site_name(presence->model, site),
                             presence->model->services[other].name);
        }
        count(presence, other, judge_site, -1);
    }
}

void judge_check_services(Checks *checks, const Model *model, const Plan *plan)
{
    Presence presence;
    presence_init(&presence, model, plan);
    checks_begin(checks, "services");
    for (uint32_t service = 0; service < model->n_services; service++) {
        check_hosts(checks, &presence, service);
        check_near(checks, &presence, service);
        check_zones(checks, &presence, service);
    }
    checks_end(checks, "%u services keep min_zones, max_per_host, max_per_zone and near",
               model->n_services);
    presence_clear(&presence);
}
