#include "collector/round.h"
#include "common/decimal.h"

/* An amount that no database would take is taken as not told, rather than lose the round. */
static bool is_amount(int64_t amount)
{
    return amount >= 0 && amount <= AMOUNT_MAX;
}

static bool store_places(const Probe *probe, Database *database, GError **error)
{
    const HostPlaces *places = &probe->places;
    g_autoptr(GPtrArray) pools = places->pools == NULL ? NULL : g_ptr_array_new();
    for (guint i = 0; pools != NULL && i < places->pools->len; i++)
        g_ptr_array_add(pools, ((const StoragePool *)places->pools->pdata[i])->name);
    return collect_places(database, probe->host, places->networks, pools, error);
}

static bool store_host(const Probe *probe, Database *database, const char *batch, GError **error)
{
    const HostFacts *facts = &probe->facts;
    HostSample sample = {
        .host = probe->host,
        .sampled_at_us = probe->sampled_at_us,
        .cpu_model = facts->cpu_model,
        .cpu_xml = facts->cpu_xml,
        .has_n_cpus = facts->n_cpus > 0 && facts->n_cpus <= INT32_MAX,
        .n_cpus = facts->n_cpus,
        .has_memory_mib = facts->has_memory_mib && is_amount(facts->memory_mib),
        .memory_mib = facts->memory_mib,
        .has_free_memory_mib = facts->has_free_memory_mib && is_amount(facts->free_memory_mib),
        .free_memory_mib = facts->free_memory_mib,
        .has_cpu_time_ns = facts->has_cpu_time_ns,
        .cpu_time_ns = facts->cpu_time_ns,
    };
    return collect_host(database, batch, &sample, error) && store_places(probe, database, error);
}

static const char *const cpu_kinds[] = {
    [GUEST_CPU_UNKNOWN] = NULL,
    [GUEST_CPU_NAMED] = "named",
    [GUEST_CPU_HOST] = "host",
    [GUEST_CPU_EMULATED] = "emulated",
};

/* A disk ties whichever way the domain moves, so it goes before a reason that is one of live moves.
 */
static void set_ties(DomainSample *sample, const ProbedDomain *domain)
{
    const DomainXml *xml = domain->xml;
    bool by_disk =
        domain->local_disk != NULL && (xml->unmovable_because == NULL || xml->may_move_cold);
    sample->stays_because = by_disk ? domain->local_disk : xml->unmovable_because;
    sample->may_move_cold = !by_disk && xml->may_move_cold;
}

static DomainSample sample_of(const ProbedDomain *domain, int64_t sampled_at_us)
{
    const DomainFacts *facts = domain->facts;
    DomainSample sample = {
        .uuid = facts->uuid,
        .name = facts->name,
        .state = domain_run_state_name(facts->state),
        .sampled_at_us = sampled_at_us,
        .start_token = facts->has_start_token ? facts->start_token : NULL,
        .has_n_vcpus = facts->n_vcpus > 0 && facts->n_vcpus <= INT32_MAX,
        .n_vcpus = facts->n_vcpus,
        .has_memory_mib = facts->memory_mib > 0 && is_amount(facts->memory_mib),
        .memory_mib = facts->memory_mib,
        .has_cpu_time_ns = facts->has_cpu_time_ns,
        .cpu_time_ns = facts->cpu_time_ns,
        .has_balloon_mib = facts->has_balloon_mib && is_amount(facts->balloon_mib),
        .balloon_mib = facts->balloon_mib,
        .has_rss_mib = facts->has_rss_mib && is_amount(facts->rss_mib),
        .rss_mib = facts->rss_mib,
        .has_block = facts->has_block,
        .block_requests = facts->block_requests,
        .block_bytes = facts->block_bytes,
        .has_network = facts->has_network,
        .network_rx_bytes = facts->network_rx_bytes,
        .network_tx_bytes = facts->network_tx_bytes,
    };
    if (domain->xml != NULL) {
        sample.service = domain->xml->service;
        sample.team = domain->xml->team;
        sample.cost_center = domain->xml->cost_center;
        sample.cpu_kind = cpu_kinds[domain->xml->cpu];
        sample.cpu_xml = domain->xml->own_cpu_xml;
        sample.cpu_model = domain->xml->cpu_model;
        sample.requires = domain->xml->requires;
        set_ties(&sample, domain);
    }
    return sample;
}

static bool store_probe(const Probe *probe, Database *database, const char *batch, GError **error)
{
    if (probe->failure != NULL)
        return collect_unreachable(database, batch, probe->host, probe->failure, error);
    if (!store_host(probe, database, batch, error))
        return false;
    guint n = probe->domains->len;
    g_autofree DomainSample *samples = g_new0(DomainSample, n);
    for (guint i = 0; i < n; i++)
        samples[i] = sample_of(probe->domains->pdata[i], probe->sampled_at_us);
    return collect_domains(database, batch, probe->host, samples, n, error);
}

static bool store_all(const Round *round, Database *database, GError **error)
{
    bool fresh = false;
    if (!collect_begin(database, round->batch, &fresh, error))
        return false;
    if (!fresh)
        return true;
    for (guint i = 0; i < round->probes->len; i++)
        if (!store_probe(round->probes->pdata[i], database, round->batch, error))
            return false;
    return collect_end(database, round->batch, error);
}

bool round_store(const Round *round, Database *database, GError **error)
{
    if (!database_begin(database, error))
        return false;
    if (store_all(round, database, error))
        return database_commit(database, error);
    database_rollback(database);
    return false;
}
