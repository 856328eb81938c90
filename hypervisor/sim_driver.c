#include "hypervisor/sim_driver.h"

#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"
#include "hypervisor/sim_advance.h"

#define HANG_LOOK_US 20000

bool sim_parse_uri(const char *uri, char **ret_path, char **ret_host, GError **error)
{
    g_autoptr(GUri) parsed = g_uri_parse(uri, G_URI_FLAGS_ENCODED_QUERY, NULL);
    const char *query = parsed == NULL ? NULL : g_uri_get_query(parsed);
    g_autoptr(GHashTable) parameters =
        query == NULL ? NULL : g_uri_parse_params(query, -1, "&", G_URI_PARAMS_NONE, NULL);
    const char *host = parameters == NULL ? NULL : g_hash_table_lookup(parameters, "host");
    if (host == NULL || g_strcmp0(g_uri_get_scheme(parsed), "sim") != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                    "'%s' is not a simulated host: sim:///PATH?host=NAME", uri);
        return false;
    }
    *ret_path = g_strdup(g_uri_get_path(parsed));
    *ret_host = g_strdup(host);
    return true;
}

static SimWorld *enter_once(const SimConnection *connection, bool *ret_hangs, GError **error)
{
    g_autoptr(SimWorld) world = sim_world_open(connection->path, error);
    if (world == NULL)
        return NULL;
    sim_advance(world);
    const json_t *host = sim_world_host(world, connection->host);
    const char *state = host == NULL ? "missing" : sim_text(host, "state", "up");
    *ret_hangs = strcmp(state, "hang") == 0;
    if (strcmp(state, "up") != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                    "simulated host '%s' cannot be reached: it is %s", connection->host, state);
        return NULL;
    }
    return g_steal_pointer(&world);
}

SimWorld *sim_enter(const SimConnection *connection, GError **error)
{
    bool hangs = false;
    g_autoptr(GError) enter_error = NULL;
    SimWorld *world = enter_once(connection, &hangs, &enter_error);
    while (hangs) {
        g_clear_error(&enter_error);
        g_usleep(HANG_LOOK_US);
        hangs = false;
        world = enter_once(connection, &hangs, &enter_error);
    }
    if (world == NULL)
        g_propagate_error(error, g_steal_pointer(&enter_error));
    return world;
}

SimWorld *sim_enter_to_change(const SimConnection *connection, GError **error)
{
    if (connection->read_only) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "the connection to simulated host '%s' is read-only", connection->host);
        return NULL;
    }
    return sim_enter(connection, error);
}

static void close_connection(void *memory)
{
    SimConnection *connection = memory;
    g_free(connection->path);
    g_free(connection->host);
    g_free(connection);
}

static void *open_connection(const char *uri, bool read_only, GError **error)
{
    SimConnection *connection = g_new0(SimConnection, 1);
    connection->read_only = read_only;
    g_autoptr(SimWorld) world = NULL;
    if (sim_parse_uri(uri, &connection->path, &connection->host, error))
        world = sim_enter(connection, error);
    if (world == NULL)
        g_clear_pointer(&connection, close_connection);
    return connection;
}

static bool is_missing(const json_t *object, const char *what)
{
    size_t i;
    json_t *missing;
    json_array_foreach(json_object_get(object, "missing"), i, missing)
    {
        if (g_strcmp0(json_string_value(missing), what) == 0)
            return true;
    }
    return false;
}

static bool host_facts(void *memory, HostFacts *ret_facts, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return false;
    const json_t *host = sim_world_host(world, connection->host);
    int64_t memory_mib = sim_number(host, "memory_mib", 4096);
    *ret_facts = (HostFacts){
        .hostname = g_strdup(sim_text(host, "hostname", connection->host)),
        .cpu_model = g_strdup(sim_text(host, "cpu_model", "qemu64")),
        .cpu_xml = g_strdup(sim_text(host, "cpu_xml", NULL)),
        .n_cpus = (uint32_t)sim_number(host, "cpus", 4),
        .has_memory_mib = !is_missing(host, "memory"),
        .memory_mib = memory_mib,
        .has_cpu_time_ns = !is_missing(host, "cpu"),
        .cpu_time_ns = (uint64_t)sim_number(host, "cpu_time_ns", 0),
        .has_free_memory_mib = !is_missing(host, "free_memory"),
        .free_memory_mib = sim_number(host, "free_memory_mib", memory_mib / 2),
    };
    return true;
}

/* A host runs its own CPU and "runs_cpu". */
static bool compare_cpu(void *memory, const char *cpu_xml, bool *ret_runs, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return false;
    const json_t *host = sim_world_host(world, connection->host);
    *ret_runs = g_strcmp0(sim_text(host, "cpu_xml", NULL), cpu_xml) == 0 ||
                g_strcmp0(sim_text(host, "runs_cpu", NULL), cpu_xml) == 0;
    return true;
}

DomainRunState sim_run_state(const json_t *domain)
{
    const char *name = sim_text(domain, "state", "running");
    for (DomainRunState state = DOMAIN_RUNNING; state < DOMAIN_UNKNOWN; state++)
        if (strcmp(name, domain_run_state_name(state)) == 0)
            return state;
    return DOMAIN_UNKNOWN;
}

static uint64_t counter(const json_t *domain, const char *key)
{
    return (uint64_t)sim_number(domain, key, 0);
}

/* As libvirt's NOWAIT: what needs the domain's job lock is not told while a migration runs. */
static DomainFacts *facts_of(const json_t *domain, bool active, bool migrating)
{
    DomainFacts *facts = g_new0(DomainFacts, 1);
    facts->name = g_strdup(sim_text(domain, "name", ""));
    facts->uuid = g_strdup(sim_text(domain, "uuid", ""));
    facts->state = sim_run_state(domain);
    facts->persistent = json_is_true(json_object_get(domain, "persistent"));
    facts->n_vcpus = (uint32_t)sim_number(domain, "vcpus", 1);
    facts->memory_mib = sim_number(domain, "memory_mib", 256);
    facts->has_start_token = active && !is_missing(domain, "start_token");
    facts->start_token =
        facts->has_start_token ? g_strdup(sim_text(domain, "start_token", "0")) : NULL;
    facts->has_cpu_time_ns = active && !is_missing(domain, "cpu");
    facts->cpu_time_ns = counter(domain, "cpu_time_ns");
    facts->has_balloon_mib = active && !is_missing(domain, "balloon");
    facts->balloon_mib = sim_number(domain, "balloon_mib", facts->memory_mib);
    facts->has_rss_mib = active && !migrating && !is_missing(domain, "rss");
    facts->rss_mib = sim_number(domain, "rss_mib", facts->memory_mib);
    facts->has_block = active && !migrating && !is_missing(domain, "block");
    facts->block_requests = counter(domain, "block_requests");
    facts->block_bytes = counter(domain, "block_bytes");
    facts->has_network = active && !is_missing(domain, "network");
    facts->network_rx_bytes = counter(domain, "network_rx_bytes");
    facts->network_tx_bytes = counter(domain, "network_tx_bytes");
    return facts;
}

static GPtrArray *list_domains(void *memory, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return NULL;
    GPtrArray *domains = g_ptr_array_new_with_free_func((GDestroyNotify)domain_facts_free);
    size_t i;
    json_t *domain;
    json_array_foreach(sim_world_list(world, "domains"), i, domain)
    {
        if (!sim_is(domain, "host", connection->host))
            continue;
        DomainRunState state = sim_run_state(domain);
        bool active = state == DOMAIN_RUNNING || state == DOMAIN_PAUSED;
        bool migrating =
            sim_world_migration(world, connection->host, sim_text(domain, "uuid", "")) != NULL;
        g_ptr_array_add(domains, facts_of(domain, active, migrating));
    }
    return domains;
}

static bool domain_state(void *memory, const char *name, const char *uuid,
                         DomainRunState *ret_state, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return false;
    const json_t *domain = sim_world_domain(world, connection->host, name, uuid);
    *ret_state = domain == NULL ? DOMAIN_ABSENT : sim_run_state(domain);
    return true;
}

/* What the domain asks of its host, where the world says so. */
static char *make_needs(const json_t *domain)
{
    GString *xml = g_string_new(NULL);
    const char *cpu = sim_text(domain, "cpu_model", NULL);
    const char *network = sim_text(domain, "network", NULL);
    const char *pool = sim_text(domain, "pool", NULL);
    g_autofree char *cpu_xml = g_markup_printf_escaped("<cpu><model>%s</model></cpu>", cpu);
    g_autofree char *network_xml = g_markup_printf_escaped(
        "<interface type='network'><source network='%s'/></interface>", network);
    g_autofree char *disk_xml =
        g_markup_printf_escaped("<disk type='volume'><source pool='%s' volume='%s'/></disk>", pool,
                                sim_text(domain, "name", ""));
    g_string_append_printf(xml, "%s<devices>%s%s</devices>", cpu == NULL ? "" : cpu_xml,
                           network == NULL ? "" : network_xml, pool == NULL ? "" : disk_xml);
    return g_string_free(xml, FALSE);
}

static char *make_xml(const json_t *domain)
{
    const char *service = sim_text(domain, "service", NULL);
    g_autofree char *metadata =
        service == NULL
            ? g_strdup("")
            : g_markup_printf_escaped("<metadata><vmatrix:service xmlns:vmatrix='%s' name='%s' "
                                      "team='%s' cost-center='%s'/></metadata>",
                                      DOMAIN_METADATA_NAMESPACE, service,
                                      sim_text(domain, "team", ""),
                                      sim_text(domain, "cost_center", ""));
    g_autofree char *needs = make_needs(domain);
    g_autofree char *head =
        g_markup_printf_escaped("<domain type='qemu'><name>%s</name><uuid>%s</uuid>",
                                sim_text(domain, "name", ""), sim_text(domain, "uuid", ""));
    return g_strdup_printf("%s%s<memory unit='MiB'>%" G_GINT64_FORMAT
                           "</memory><vcpu>%" G_GINT64_FORMAT "</vcpu>%s</domain>",
                           head, metadata, sim_number(domain, "memory_mib", 256),
                           sim_number(domain, "vcpus", 1), needs);
}

static char *domain_xml(void *memory, const char *name, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return NULL;
    const json_t *domain = sim_world_domain(world, connection->host, name, NULL);
    if (domain == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "simulated host '%s' has no domain '%s'", connection->host, name);
        return NULL;
    }
    const char *xml = sim_text(domain, "xml", NULL);
    return xml != NULL ? g_strdup(xml) : make_xml(domain);
}

static json_t *add_started(SimWorld *world, const char *host, const DomainXml *xml)
{
    json_t *domain = json_object();
    sim_set_text(domain, "name", xml->name);
    sim_set_text(domain, "uuid", xml->uuid);
    sim_set_text(domain, "host", host);
    sim_set_number(domain, "memory_mib", xml->memory_mib);
    sim_set_number(domain, "vcpus", xml->n_vcpus);
    json_array_append_new(sim_world_list(world, "domains"), domain);
    return domain;
}

static bool start(void *memory, const char *text, bool persistent, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(DomainXml) xml = domain_xml_parse(text, strlen(text), error);
    g_autoptr(SimWorld) world = xml == NULL ? NULL : sim_enter_to_change(connection, error);
    if (world == NULL)
        return false;
    json_t *domain = sim_world_domain(world, connection->host, xml->name, xml->uuid);
    if (domain != NULL && !sim_is(domain, "state", "shutoff")) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "domain '%s' is already active on simulated host '%s'", xml->name,
                    connection->host);
        return false;
    }
    if (domain == NULL)
        domain = add_started(world, connection->host, xml);
    sim_set_text(domain, "state", "running");
    sim_set_text(domain, "xml", text);
    if (persistent)
        json_object_set_new(domain, "persistent", json_true());
    sim_reset_counters(world, domain);
    return sim_world_save(world, error);
}

const HypervisorDriver sim_driver = {
    .name = "simulated",
    .open = open_connection,
    .close = close_connection,
    .host_facts = host_facts,
    .list_domains = list_domains,
    .domain_state = domain_state,
    .compare_cpu = compare_cpu,
    .domain_xml = domain_xml,
    .places = sim_places,
    .misfits = sim_misfits,
    .migrate = sim_migrate,
    .migration_running = sim_migration_running,
    .last_migration = sim_last_migration,
    .abort = sim_abort,
    .start = start,
    .act = sim_act,
    .define = sim_define,
    .definition = sim_definition,
};
