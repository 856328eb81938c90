/* The places that a host offers to guests by name: libvirt's networks and storage pools.
 *
 * Only active ones count. What a host does not tell is NULL, never an empty list.
 */
#ifndef VMATRIX_HYPERVISOR_HOST_PLACES_H
#define VMATRIX_HYPERVISOR_HOST_PLACES_H

#include "hypervisor/domain_xml.h"

typedef struct {
    char *name;
    char *directory; /* below which its volumes are; NULL where not told */
    bool is_local;   /* its volumes are on disks of that host alone */
} StoragePool;

typedef struct {
    GPtrArray *networks; /* char *; NULL where not told */
    GPtrArray *pools;    /* StoragePool *; NULL where not told */
} HostPlaces;

/* Reads the XML of a pool; BAD_DATA where it has no name. */
StoragePool *storage_pool_parse(const char *text, gsize length, GError **error);
void storage_pool_free(StoragePool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoragePool, storage_pool_free)

/* Is that file below its directory? */
bool storage_pool_holds(const StoragePool *pool, const char *file);

/* Why the domain cannot leave the host: the first disk that is in a local pool, as a sentence; NULL
 * where none is known to be. Caller frees. */
char *host_places_local_disk(const HostPlaces *places, const DomainXml *xml);
void host_places_clear(HostPlaces *places);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(HostPlaces, host_places_clear)

#endif
