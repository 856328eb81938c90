#include "collector/probe.h"

#include <string.h>

#include "common/error.h"

static void probed_domain_free(gpointer memory)
{
    ProbedDomain *domain = memory;
    domain_facts_free(domain->facts);
    domain_xml_free(domain->xml);
    g_free(domain->local_disk);
    g_free(domain);
}

void probe_free(Probe *probe)
{
    if (probe == NULL)
        return;
    g_free(probe->host);
    g_free(probe->uri);
    g_free(probe->failure);
    host_facts_clear(&probe->facts);
    host_places_clear(&probe->places);
    g_ptr_array_unref(probe->domains);
    g_ptr_array_unref(probe->warnings);
    g_free(probe);
}

/* What is left of the time for all questions; 1 ms at least, so that a late one fails by itself. */
static void set_time_left(Hypervisor *hypervisor, int64_t end_us)
{
    hypervisor_set_deadline(hypervisor, MAX((end_us - g_get_monotonic_time()) / 1000, 1));
}

static void warn(Probe *probe, const char *domain, const GError *error)
{
    g_ptr_array_add(probe->warnings, g_strdup_printf("domain '%s': %s", domain, error->message));
}

/* False where the host stopped answering. A domain that went away meanwhile has no XML any more. */
static bool read_xml(Probe *probe, Hypervisor *hypervisor, ProbedDomain *domain)
{
    const char *name = domain->facts->name;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = hypervisor_domain_xml(hypervisor, name, &error);
    if (text != NULL)
        domain->xml = domain_xml_parse(text, strlen(text), &error);
    if (domain->xml != NULL)
        domain->local_disk = host_places_local_disk(&probe->places, domain->xml);
    bool answers = error == NULL || error->code != VMATRIX_ERROR_UNAVAILABLE;
    if (error != NULL && (text != NULL || !answers))
        warn(probe, name, error);
    return answers;
}

static bool is_usable(const Probe *probe, const DomainFacts *facts, GHashTable *seen)
{
    if (g_uuid_string_is_valid(facts->uuid) && g_hash_table_add(seen, facts->uuid))
        return true;
    g_ptr_array_add(probe->warnings,
                    g_strdup_printf("domain '%s' is left out: its uuid '%s' is not one of its own",
                                    facts->name, facts->uuid));
    return false;
}

static void take_domains(Probe *probe, GPtrArray *listed)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < listed->len; i++) {
        if (!is_usable(probe, listed->pdata[i], seen))
            continue;
        ProbedDomain *domain = g_new0(ProbedDomain, 1);
        domain->facts = g_steal_pointer(&listed->pdata[i]);
        g_ptr_array_add(probe->domains, domain);
    }
}

/* What it does not tell is not known; false where it stopped answering. */
static bool read_places(Probe *probe, Hypervisor *hypervisor, int64_t end_us)
{
    g_autoptr(GError) error = NULL;
    set_time_left(hypervisor, end_us);
    if (hypervisor_places(hypervisor, &probe->places, &error))
        return true;
    g_ptr_array_add(probe->warnings, g_strdup(error->message));
    return error->code != VMATRIX_ERROR_UNAVAILABLE;
}

static bool ask(Probe *probe, int64_t deadline_ms, GError **error)
{
    int64_t end_us = g_get_monotonic_time() + deadline_ms * 1000;
    g_autoptr(Hypervisor) hypervisor = hypervisor_open(probe->uri, true, deadline_ms, error);
    if (hypervisor == NULL)
        return false;
    int64_t before_us = g_get_real_time();
    set_time_left(hypervisor, end_us);
    if (!hypervisor_host_facts(hypervisor, &probe->facts, error))
        return false;
    set_time_left(hypervisor, end_us);
    g_autoptr(GPtrArray) listed = hypervisor_list_domains(hypervisor, error);
    if (listed == NULL)
        return false;
    probe->sampled_at_us = before_us + (g_get_real_time() - before_us) / 2;
    take_domains(probe, listed);
    bool answers = read_places(probe, hypervisor, end_us);
    for (guint i = 0; answers && i < probe->domains->len; i++) {
        set_time_left(hypervisor, end_us);
        answers = read_xml(probe, hypervisor, probe->domains->pdata[i]);
    }
    return true;
}

Probe *probe_run(const char *host, const char *uri, int64_t deadline_ms)
{
    int64_t start_us = g_get_monotonic_time();
    Probe *probe = g_new0(Probe, 1);
    probe->host = g_strdup(host);
    probe->uri = g_strdup(uri);
    probe->domains = g_ptr_array_new_with_free_func(probed_domain_free);
    probe->warnings = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) error = NULL;
    if (!ask(probe, deadline_ms, &error))
        probe->failure = g_strdup(error->message);
    probe->took_ms = (g_get_monotonic_time() - start_us) / 1000;
    return probe;
}
