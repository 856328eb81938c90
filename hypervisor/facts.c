#include "hypervisor/driver.h"

const char *domain_run_state_name(DomainRunState state)
{
    static const char *const names[] = {
        [DOMAIN_ABSENT] = "absent",   [DOMAIN_RUNNING] = "running", [DOMAIN_PAUSED] = "paused",
        [DOMAIN_SHUTOFF] = "shutoff", [DOMAIN_CRASHED] = "crashed", [DOMAIN_UNKNOWN] = "unknown",
    };
    return names[state];
}

void host_facts_clear(HostFacts *facts)
{
    g_clear_pointer(&facts->hostname, g_free);
    g_clear_pointer(&facts->cpu_model, g_free);
    g_clear_pointer(&facts->cpu_xml, g_free);
}

void domain_facts_free(DomainFacts *facts)
{
    if (facts == NULL)
        return;
    g_free(facts->name);
    g_free(facts->uuid);
    g_free(facts->start_token);
    g_free(facts);
}

MigrationProgress migration_progress_unknown(void)
{
    return (MigrationProgress){.downtime_ms = -1};
}
