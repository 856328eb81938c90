#include <stdlib.h>
#include <string.h>

#include "hypervisor/domain_xml.h"
#include "hypervisor/libvirt_driver.h"

#define KIB_PER_MIB 1024

static void read_cpu_time(virConnectPtr connection, HostFacts *facts)
{
    int n = 0;
    if (virNodeGetCPUStats(connection, VIR_NODE_CPU_STATS_ALL_CPUS, NULL, &n, 0) != 0 || n <= 0)
        return;
    g_autofree virNodeCPUStats *stats = g_new0(virNodeCPUStats, (gsize)n);
    if (virNodeGetCPUStats(connection, VIR_NODE_CPU_STATS_ALL_CPUS, stats, &n, 0) != 0)
        return;
    int n_found = 0;
    for (int i = 0; i < n; i++) {
        if (strcmp(stats[i].field, VIR_NODE_CPU_STATS_USER) != 0 &&
            strcmp(stats[i].field, VIR_NODE_CPU_STATS_KERNEL) != 0)
            continue;
        facts->cpu_time_ns += stats[i].value;
        n_found++;
    }
    facts->has_cpu_time_ns = n_found == 2;
}

static void read_memory(virConnectPtr connection, HostFacts *facts)
{
    int n = 0;
    if (virNodeGetMemoryStats(connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, NULL, &n, 0) != 0 ||
        n <= 0)
        return;
    g_autofree virNodeMemoryStats *stats = g_new0(virNodeMemoryStats, (gsize)n);
    if (virNodeGetMemoryStats(connection, VIR_NODE_MEMORY_STATS_ALL_CELLS, stats, &n, 0) != 0)
        return;
    unsigned long long free_kib = 0;
    for (int i = 0; i < n; i++) {
        bool is_free = strcmp(stats[i].field, VIR_NODE_MEMORY_STATS_FREE) == 0;
        if (is_free || strcmp(stats[i].field, VIR_NODE_MEMORY_STATS_BUFFERS) == 0 ||
            strcmp(stats[i].field, VIR_NODE_MEMORY_STATS_CACHED) == 0)
            free_kib += stats[i].value;
        facts->has_free_memory_mib |= is_free;
    }
    facts->free_memory_mib = (int64_t)(free_kib / KIB_PER_MIB);
}

static void read_cpu_model(virConnectPtr connection, HostFacts *facts)
{
    char *capabilities = virConnectGetCapabilities(connection);
    if (capabilities != NULL) {
        capabilities_cpu_model(capabilities, strlen(capabilities), &facts->cpu_model, NULL);
        capabilities_cpu_xml(capabilities, strlen(capabilities), &facts->cpu_xml, NULL);
    }
    free(capabilities);
}

/* The comparison with what the hypervisor can provide is refused to read-only connections
 * (CVE-2019-10168), so this is the one with the host's own CPU. */
bool libvirt_compare_cpu(void *connection, const char *cpu_xml, bool *ret_runs, GError **error)
{
    int result = virConnectCompareCPU(connection, cpu_xml, 0);
    if (result == VIR_CPU_COMPARE_ERROR)
        return libvirt_fail(connection, error, "cannot compare a CPU with the host's");
    *ret_runs = result == VIR_CPU_COMPARE_IDENTICAL || result == VIR_CPU_COMPARE_SUPERSET;
    return true;
}

bool libvirt_host_facts(void *connection, HostFacts *ret_facts, GError **error)
{
    virNodeInfo info;
    if (virNodeGetInfo(connection, &info) != 0)
        return libvirt_fail(connection, error, "cannot read what the host is");
    char *hostname = virConnectGetHostname(connection);
    *ret_facts = (HostFacts){
        .hostname = hostname,
        .n_cpus = info.cpus,
        .has_memory_mib = true,
        .memory_mib = (int64_t)(info.memory / KIB_PER_MIB),
    };
    read_cpu_time(connection, ret_facts);
    read_memory(connection, ret_facts);
    read_cpu_model(connection, ret_facts);
    /* Each of these may be missing, but not because the host went away half-way. */
    if (virConnectIsAlive(connection) != 0)
        return true;
    host_facts_clear(ret_facts);
    return libvirt_fail(connection, error, "the connection was lost while the host was read");
}

static bool read_number(const virDomainStatsRecord *record, const char *field, uint64_t *ret_value)
{
    unsigned long long value;
    if (virTypedParamsGetULLong(record->params, record->nparams, field, &value) != 1)
        return false;
    *ret_value = value;
    return true;
}

static bool read_count(const virDomainStatsRecord *record, const char *field, uint32_t *ret_count)
{
    unsigned int count;
    if (virTypedParamsGetUInt(record->params, record->nparams, field, &count) != 1)
        return false;
    *ret_count = count;
    return true;
}

static bool read_mib(const virDomainStatsRecord *record, const char *field, int64_t *ret_mib)
{
    uint64_t kib;
    if (!read_number(record, field, &kib))
        return false;
    *ret_mib = (int64_t)(kib / KIB_PER_MIB);
    return true;
}

/* Adds "GROUP.I.COUNTER" of every device to *sum; false where one of them did not tell. */
static bool add_up(const virDomainStatsRecord *record, const char *group, const char *counter,
                   uint64_t *sum)
{
    uint32_t n;
    g_autofree char *count_field = g_strdup_printf("%s.count", group);
    if (!read_count(record, count_field, &n))
        return false;
    for (uint32_t i = 0; i < n; i++) {
        g_autofree char *field = g_strdup_printf("%s.%u.%s", group, i, counter);
        uint64_t value;
        if (!read_number(record, field, &value))
            return false;
        *sum += value;
    }
    return true;
}

static void read_devices(const virDomainStatsRecord *record, DomainFacts *facts)
{
    facts->has_block = add_up(record, "block", "rd.reqs", &facts->block_requests) &&
                       add_up(record, "block", "wr.reqs", &facts->block_requests) &&
                       add_up(record, "block", "rd.bytes", &facts->block_bytes) &&
                       add_up(record, "block", "wr.bytes", &facts->block_bytes);
    facts->has_network = add_up(record, "net", "rx.bytes", &facts->network_rx_bytes) &&
                         add_up(record, "net", "tx.bytes", &facts->network_tx_bytes);
}

/* What bulk statistics left out, by a call that needs no job lock. */
static void fill_from_info(virDomainPtr domain, bool active, bool has_memory, bool has_vcpus,
                           DomainFacts *facts)
{
    virDomainInfo info;
    if (virDomainGetInfo(domain, &info) != 0)
        return;
    if (!has_memory)
        facts->memory_mib = (int64_t)(info.maxMem / KIB_PER_MIB);
    if (!has_vcpus)
        facts->n_vcpus = info.nrVirtCpu;
    if (active && !facts->has_cpu_time_ns) {
        facts->has_cpu_time_ns = true;
        facts->cpu_time_ns = info.cpuTime;
    }
}

static DomainFacts *facts_of(const virDomainStatsRecord *record, GHashTable *persistent)
{
    char uuid[VIR_UUID_STRING_BUFLEN];
    int state = VIR_DOMAIN_NOSTATE;
    unsigned int id = virDomainGetID(record->dom);
    DomainFacts *facts = g_new0(DomainFacts, 1);
    virTypedParamsGetInt(record->params, record->nparams, "state.state", &state);
    facts->name = g_strdup(virDomainGetName(record->dom));
    facts->uuid = g_strdup(virDomainGetUUIDString(record->dom, uuid) == 0 ? uuid : "");
    facts->state = libvirt_run_state(state);
    facts->persistent = g_hash_table_contains(persistent, facts->uuid);
    bool active = facts->state == DOMAIN_RUNNING || facts->state == DOMAIN_PAUSED;
    /* libvirtd gives each start and each arrival a new id. */
    facts->has_start_token = active && id != (unsigned int)-1;
    if (facts->has_start_token)
        facts->start_token = g_strdup_printf("%u", id);
    bool has_vcpus = read_count(record, "vcpu.maximum", &facts->n_vcpus);
    bool has_memory = read_mib(record, "balloon.maximum", &facts->memory_mib);
    if (active) {
        facts->has_cpu_time_ns = read_number(record, "cpu.time", &facts->cpu_time_ns);
        facts->has_balloon_mib = read_mib(record, "balloon.current", &facts->balloon_mib);
        facts->has_rss_mib = read_mib(record, "balloon.rss", &facts->rss_mib);
        read_devices(record, facts);
    }
    if (!has_memory || !has_vcpus || (active && !facts->has_cpu_time_ns))
        fill_from_info(record->dom, active, has_memory, has_vcpus, facts);
    return facts;
}

/* uuid of every domain that is defined on the host. NULL where it does not tell. */
static GHashTable *list_persistent(virConnectPtr connection)
{
    virDomainPtr *domains = NULL;
    int n = virConnectListAllDomains(connection, &domains, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
    if (n < 0)
        return NULL;
    GHashTable *uuids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < n; i++) {
        char uuid[VIR_UUID_STRING_BUFLEN];
        if (virDomainGetUUIDString(domains[i], uuid) == 0)
            g_hash_table_add(uuids, g_strdup(uuid));
        virDomainFree(domains[i]);
    }
    free(domains);
    return uuids;
}

/* One call for all domains, which never waits for a domain's job (a migration is one). A driver
 * that lacks some statistics gives the states at least. */
static int get_records(virConnectPtr connection, virDomainStatsRecordPtr **ret_records)
{
    unsigned int wanted = VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL |
                          VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU |
                          VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK;
    int n = virConnectGetAllDomainStats(connection, wanted, ret_records,
                                        VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
    if (n < 0 && virConnectIsAlive(connection) == 1)
        n = virConnectGetAllDomainStats(connection, VIR_DOMAIN_STATS_STATE, ret_records, 0);
    return n;
}

GPtrArray *libvirt_list_domains(void *connection, GError **error)
{
    virDomainStatsRecordPtr *records = NULL;
    g_autoptr(GHashTable) persistent = list_persistent(connection);
    int n = persistent == NULL ? -1 : get_records(connection, &records);
    if (n < 0) {
        libvirt_fail(connection, error, "cannot list the domains");
        return NULL;
    }
    GPtrArray *domains = g_ptr_array_new_with_free_func((GDestroyNotify)domain_facts_free);
    for (int i = 0; i < n; i++)
        g_ptr_array_add(domains, facts_of(records[i], persistent));
    virDomainStatsRecordListFree(records);
    return domains;
}
