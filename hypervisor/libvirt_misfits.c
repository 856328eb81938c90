#include <libvirt/virterror.h>
#include <stdlib.h>
#include <string.h>

#include "hypervisor/domain_xml.h"
#include "hypervisor/libvirt_driver.h"

/* What cannot be told (a host without that driver, a CPU without a model) is no misfit: libvirt
 * refuses the migration itself then. Only an answer "no" counts. */

static void add(GPtrArray *misfits, const char *format, const char *name)
{
    char *quoted = g_strdup_printf("'%s'", name);
    GString *text = g_string_new(format);
    g_string_replace(text, "NAME", quoted, 1);
    g_ptr_array_add(misfits, g_string_free(text, FALSE));
    g_free(quoted);
}

static void check_cpu(virConnectPtr connection, const DomainXml *xml, GPtrArray *misfits)
{
    if (xml->cpu_xml == NULL || xml->cpu_model == NULL)
        return;
    int verdict =
        virConnectCompareHypervisorCPU(connection, NULL, NULL, NULL, xml->type, xml->cpu_xml, 0);
    if (verdict == VIR_CPU_COMPARE_INCOMPATIBLE)
        add(misfits, "its CPU cannot run what the domain's CPU NAME asks for", xml->cpu_model);
}

static void check_network(virConnectPtr connection, const char *name, GPtrArray *misfits)
{
    virNetworkPtr network = virNetworkLookupByName(connection, name);
    if (network == NULL && libvirt_last_error_is(VIR_ERR_NO_NETWORK))
        add(misfits, "it has no network NAME", name);
    else if (network != NULL && virNetworkIsActive(network) == 0)
        add(misfits, "its network NAME is not active", name);
    if (network != NULL)
        virNetworkFree(network);
}

static void check_in_pool(virStoragePoolPtr pool, const char *volume, const char *name,
                          GPtrArray *misfits)
{
    virStorageVolPtr found = virStorageVolLookupByName(pool, volume);
    if (found == NULL && libvirt_last_error_is(VIR_ERR_NO_STORAGE_VOL))
        add(misfits, "it has no volume NAME", name);
    if (found != NULL)
        virStorageVolFree(found);
}

/* name: "POOL/VOLUME" */
static void check_volume(virConnectPtr connection, const char *name, GPtrArray *misfits)
{
    g_auto(GStrv) parts = g_strsplit(name, "/", 2);
    virStoragePoolPtr pool = virStoragePoolLookupByName(connection, parts[0]);
    if (pool == NULL && libvirt_last_error_is(VIR_ERR_NO_STORAGE_POOL))
        add(misfits, "it has no storage pool NAME", parts[0]);
    else if (pool != NULL && virStoragePoolIsActive(pool) == 0)
        add(misfits, "its storage pool NAME is not active", parts[0]);
    else if (pool != NULL)
        check_in_pool(pool, parts[1], name, misfits);
    if (pool != NULL)
        virStoragePoolFree(pool);
}

/* Disks that are files below the directory of a pool that is known but not mounted. */
static void check_files(virConnectPtr connection, const GPtrArray *disks, GPtrArray *misfits)
{
    virStoragePoolPtr *pools = NULL;
    int n =
        virConnectListAllStoragePools(connection, &pools, VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE);
    for (int i = 0; i < n; i++) {
        g_autoptr(StoragePool) pool = libvirt_read_pool(pools[i]);
        for (guint disk = 0; pool != NULL && disk < disks->len; disk++)
            if (storage_pool_holds(pool, g_ptr_array_index(disks, disk)))
                add(misfits, "its storage pool with disk NAME is not active",
                    g_ptr_array_index(disks, disk));
        virStoragePoolFree(pools[i]);
    }
    free(pools);
}

bool libvirt_misfits(void *connection, const char *text, GPtrArray *misfits, GError **error)
{
    g_autoptr(DomainXml) xml = domain_xml_parse(text, strlen(text), error);
    if (xml == NULL)
        return false;
    check_cpu(connection, xml, misfits);
    for (guint i = 0; i < xml->virtual_networks->len; i++)
        check_network(connection, g_ptr_array_index(xml->virtual_networks, i), misfits);
    for (guint i = 0; i < xml->volumes->len; i++)
        check_volume(connection, g_ptr_array_index(xml->volumes, i), misfits);
    check_files(connection, xml->disks, misfits);
    return true;
}
