#include "hypervisor/sim_driver.h"

static GPtrArray *list_names(const json_t *host, const char *key)
{
    const json_t *list = json_object_get(host, key);
    if (list == NULL)
        return NULL;
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    size_t i;
    json_t *name;
    json_array_foreach(list, i, name) g_ptr_array_add(names, g_strdup(json_string_value(name)));
    return names;
}

static void add_pools(GPtrArray *pools, const json_t *host, const char *key, bool are_local)
{
    g_autoptr(GPtrArray) names = list_names(host, key);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        StoragePool *pool = g_new0(StoragePool, 1);
        pool->name = g_strdup(names->pdata[i]);
        pool->is_local = are_local;
        g_ptr_array_add(pools, pool);
    }
}

/* "networks", "pools" and "local_pools" of the host; without such keys it does not tell. */
bool sim_places(void *memory, HostPlaces *ret_places, GError **error)
{
    const SimConnection *connection = memory;
    g_autoptr(SimWorld) world = sim_enter(connection, error);
    if (world == NULL)
        return false;
    const json_t *host = sim_world_host(world, connection->host);
    *ret_places = (HostPlaces){.networks = list_names(host, "networks")};
    if (json_object_get(host, "pools") == NULL && json_object_get(host, "local_pools") == NULL)
        return true;
    ret_places->pools = g_ptr_array_new_with_free_func((GDestroyNotify)storage_pool_free);
    add_pools(ret_places->pools, host, "pools", false);
    add_pools(ret_places->pools, host, "local_pools", true);
    return true;
}
