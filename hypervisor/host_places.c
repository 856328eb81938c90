#include "hypervisor/host_places.h"

#include <string.h>

#include "common/error.h"
#include "hypervisor/xml_walk.h"

typedef struct {
    StoragePool *pool;
    char *type, *format;
} PoolReading;

void storage_pool_free(StoragePool *pool)
{
    if (pool == NULL)
        return;
    g_free(pool->name);
    g_free(pool->directory);
    g_free(pool);
}

void host_places_clear(HostPlaces *places)
{
    g_clear_pointer(&places->networks, g_ptr_array_unref);
    g_clear_pointer(&places->pools, g_ptr_array_unref);
}

static void set_text(char **member, char *text)
{
    g_free(*member);
    *member = text;
}

static bool begin_pool(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    set_text(&((PoolReading *)context)->type, xml_attribute(element, "type"));
    return true;
}

static bool begin_format(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    set_text(&((PoolReading *)context)->format, xml_attribute(element, "type"));
    return true;
}

static bool end_name(void *context, const char *text, G_GNUC_UNUSED GError **error)
{
    set_text(&((PoolReading *)context)->pool->name, g_strdup(text));
    return true;
}

static bool end_path(void *context, const char *text, G_GNUC_UNUSED GError **error)
{
    set_text(&((PoolReading *)context)->pool->directory, g_strdup(text));
    return true;
}

/* A directory may be a shared mount and SCSI a network of disks: only what cannot be shared counts,
 * and a file system of a block device where it is not one of a cluster. */
static bool is_local(const PoolReading *reading)
{
    static const char *const local[] = {"logical", "disk", "zfs", NULL};
    static const char *const clustered[] = {"gfs", "gfs2", "ocfs2", NULL};
    if (reading->type == NULL)
        return false;
    if (strcmp(reading->type, "fs") == 0)
        return reading->format == NULL || !g_strv_contains(clustered, reading->format);
    return g_strv_contains(local, reading->type);
}

StoragePool *storage_pool_parse(const char *text, gsize length, GError **error)
{
    static const XmlPlace places[] = {
        {"pool", begin_pool, NULL},
        {"pool/name", NULL, end_name},
        {"pool/source/format", begin_format, NULL},
        {"pool/target/path", NULL, end_path},
        {NULL, NULL, NULL},
    };
    g_autoptr(StoragePool) pool = g_new0(StoragePool, 1);
    PoolReading reading = {.pool = pool};
    bool ok = xml_walk(text, length, "storage pool XML", places, &reading, error);
    pool->is_local = is_local(&reading);
    g_free(reading.type);
    g_free(reading.format);
    if (ok && pool->name != NULL && pool->name[0] != '\0')
        return g_steal_pointer(&pool);
    if (ok)
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                            "storage pool XML has no name");
    return NULL;
}

static bool is_below(const char *path, const char *place)
{
    size_t length = place == NULL ? 0 : strlen(place);
    return place != NULL && strncmp(path, place, length) == 0 && path[length] == '/';
}

bool storage_pool_holds(const StoragePool *pool, const char *file)
{
    return is_below(file, pool->directory);
}

/* disk: a path, or the name of a volume of that pool ("POOL/VOLUME"). */
static bool holds(const StoragePool *pool, const char *disk, bool is_volume)
{
    return is_volume ? is_below(disk, pool->name) : storage_pool_holds(pool, disk);
}

static char *first_local(const HostPlaces *places, const GPtrArray *disks, bool are_volumes)
{
    for (guint i = 0; i < disks->len; i++)
        for (guint at = 0; at < places->pools->len; at++) {
            const StoragePool *pool = places->pools->pdata[at];
            if (pool->is_local && holds(pool, disks->pdata[i], are_volumes))
                return g_strdup_printf("its disk '%s' is in pool '%s', which is its host's alone",
                                       (const char *)disks->pdata[i], pool->name);
        }
    return NULL;
}

char *host_places_local_disk(const HostPlaces *places, const DomainXml *xml)
{
    if (places->pools == NULL)
        return NULL;
    char *because = first_local(places, xml->volumes, true);
    return because != NULL ? because : first_local(places, xml->disks, false);
}
