#include <string.h>

#include "hypervisor/domain_xml.h"
#include "hypervisor/sim_driver.h"

static bool has(const json_t *host, const char *key, const char *name)
{
    size_t i;
    json_t *lacking;
    json_array_foreach(json_object_get(host, key), i, lacking)
    {
        if (g_strcmp0(json_string_value(lacking), name) == 0)
            return false;
    }
    return true;
}

/* "lacks" of the host: names of networks and volumes; "cpu_model" that differs is incompatible. */
bool sim_misfits(void *memory, const char *text, GPtrArray *misfits, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(DomainXml) xml = domain_xml_parse(text, strlen(text), error);
    g_autoptr(SimWorld) world = xml == NULL ? NULL : sim_enter(connection, error);
    if (world == NULL)
        return false;
    const json_t *host = sim_world_host(world, connection->host);
    if (xml->cpu_model != NULL &&
        strcmp(xml->cpu_model, sim_text(host, "cpu_model", "qemu64")) != 0)
        g_ptr_array_add(misfits, g_strdup("its CPU cannot run what the domain's CPU asks for"));
    for (guint i = 0; i < xml->virtual_networks->len; i++) {
        const char *network = g_ptr_array_index(xml->virtual_networks, i);
        if (!has(host, "lacks", network))
            g_ptr_array_add(misfits, g_strdup_printf("it has no network '%s'", network));
    }
    for (guint i = 0; i < xml->volumes->len; i++) {
        const char *volume = g_ptr_array_index(xml->volumes, i);
        if (!has(host, "lacks", volume))
            g_ptr_array_add(misfits, g_strdup_printf("it has no volume '%s'", volume));
    }
    return true;
}
