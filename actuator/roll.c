#include "actuator/roll.h"

#include <string.h>

Roll *roll_new(const Errand *errand)
{
    Roll *roll = g_new0(Roll, 1);
    roll->n_hosts = errand->model->n_hosts;
    roll->entries = g_new0(RollEntry, roll->n_hosts);
    return roll;
}

void roll_free(Roll *roll)
{
    if (roll == NULL)
        return;
    for (uint32_t i = 0; i < roll->n_hosts; i++) {
        g_clear_pointer(&roll->entries[i].domains, g_ptr_array_unref);
        g_free(roll->entries[i].trouble);
    }
    g_free(roll->entries);
    g_free(roll);
}

void roll_ask(Roll *roll, const Errand *errand, uint32_t host, int64_t deadline_ms)
{
    RollEntry *entry = &roll->entries[host];
    if (entry->domains != NULL || entry->trouble != NULL)
        return;
    const char *uri = errand->addresses[host].uri;
    if (uri == NULL) {
        entry->trouble = g_strdup("it is no longer in the inventory");
        return;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Hypervisor) hypervisor = hypervisor_open(uri, true, deadline_ms, &error);
    if (hypervisor != NULL)
        entry->domains = hypervisor_list_domains(hypervisor, &error);
    if (entry->domains == NULL)
        entry->trouble = g_strdup(error->message);
}

const DomainFacts *roll_find(const Roll *roll, uint32_t host, const char *uuid, const char *name)
{
    g_assert(host < roll->n_hosts);
    const GPtrArray *domains = roll->entries[host].domains;
    for (guint i = 0; domains != NULL && i < domains->len; i++) {
        const DomainFacts *facts = g_ptr_array_index(domains, i);
        if (uuid != NULL ? strcmp(facts->uuid, uuid) == 0 : strcmp(facts->name, name) == 0)
            return facts;
    }
    return NULL;
}

void roll_add_residents(const Errand *errand, uint32_t host, const GPtrArray *domains,
                        GArray *residents)
{
    for (guint i = 0; i < domains->len; i++) {
        const DomainFacts *facts = g_ptr_array_index(domains, i);
        if (facts->state == DOMAIN_SHUTOFF)
            continue;
        Resident resident = {host, errand_find_domain(errand, facts->uuid), facts->memory_mib,
                             facts->name};
        g_array_append_val(residents, resident);
    }
}
