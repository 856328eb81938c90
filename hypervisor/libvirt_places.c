#include <stdlib.h>
#include <string.h>

#include "hypervisor/libvirt_driver.h"

/* A driver without networks or pools, or that fails to list them, does not tell. */

static GPtrArray *list_networks(virConnectPtr connection)
{
    virNetworkPtr *networks = NULL;
    int n = virConnectListAllNetworks(connection, &networks, VIR_CONNECT_LIST_NETWORKS_ACTIVE);
    if (n < 0)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    for (int i = 0; i < n; i++) {
        g_ptr_array_add(names, g_strdup(virNetworkGetName(networks[i])));
        virNetworkFree(networks[i]);
    }
    free(networks);
    return names;
}

StoragePool *libvirt_read_pool(virStoragePoolPtr pool)
{
    char *xml = virStoragePoolGetXMLDesc(pool, 0);
    StoragePool *read = xml == NULL ? NULL : storage_pool_parse(xml, strlen(xml), NULL);
    free(xml);
    return read;
}

/* A pool whose XML cannot be had (it went away meanwhile) is not there. */
static GPtrArray *list_pools(virConnectPtr connection)
{
    virStoragePoolPtr *pools = NULL;
    int n =
        virConnectListAllStoragePools(connection, &pools, VIR_CONNECT_LIST_STORAGE_POOLS_ACTIVE);
    if (n < 0)
        return NULL;
    GPtrArray *read = g_ptr_array_new_with_free_func((GDestroyNotify)storage_pool_free);
    for (int i = 0; i < n; i++) {
        StoragePool *pool = libvirt_read_pool(pools[i]);
        if (pool != NULL)
            g_ptr_array_add(read, pool);
        virStoragePoolFree(pools[i]);
    }
    free(pools);
    return read;
}

bool libvirt_places(void *connection, HostPlaces *ret_places, GError **error)
{
    HostPlaces places = {list_networks(connection), list_pools(connection)};
    if (virConnectIsAlive(connection) != 0) {
        *ret_places = places;
        return true;
    }
    host_places_clear(&places);
    return libvirt_fail(connection, error, "the connection was lost while its places were read");
}
