/* Inside of the libvirt driver: what its files share. */
#ifndef VMATRIX_HYPERVISOR_LIBVIRT_DRIVER_H
#define VMATRIX_HYPERVISOR_LIBVIRT_DRIVER_H

#include <libvirt/libvirt.h>

#include "hypervisor/driver.h"
#include "hypervisor/host_places.h"

/* Sets *error from libvirt's last one: UNAVAILABLE where the connection is gone, else FAILED.
 * Returns false. what: "cannot …", with a name in it. */
bool libvirt_fail(virConnectPtr connection, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
bool libvirt_last_error_is(int code);
/* NULL without error where there is no such domain. uuid NULL: by name. */
bool libvirt_find_domain(virConnectPtr connection, const char *name, const char *uuid,
                         virDomainPtr *ret_domain, GError **error);
/* The same, but a missing domain is an error. */
virDomainPtr libvirt_get_domain(virConnectPtr connection, const char *name, GError **error);
DomainRunState libvirt_run_state(int state);

bool libvirt_host_facts(void *connection, HostFacts *ret_facts, GError **error);
bool libvirt_compare_cpu(void *connection, const char *cpu_xml, bool *ret_runs, GError **error);
GPtrArray *libvirt_list_domains(void *connection, GError **error);

bool libvirt_places(void *connection, HostPlaces *ret_places, GError **error);
/* NULL where its XML cannot be had. */
StoragePool *libvirt_read_pool(virStoragePoolPtr pool);

bool libvirt_misfits(void *connection, const char *xml, GPtrArray *misfits, GError **error);

bool libvirt_migrate(void *connection, const char *domain, const MigrationRequest *request,
                     MigrationProgress *ret_final, GError **error);
bool libvirt_migration_running(void *connection, const char *domain, bool *ret_running,
                               MigrationProgress *ret_progress, GError **error);
bool libvirt_last_migration(void *connection, const char *domain, bool *ret_known,
                            MigrationProgress *ret_final, GError **error);
bool libvirt_abort(void *connection, const char *domain, GError **error);

bool libvirt_act(void *connection, const char *name, DomainAct act, GError **error);
bool libvirt_define(void *connection, const char *xml, GError **error);
char *libvirt_definition(void *connection, const char *name, GError **error);

static inline void libvirt_free_domain(virDomain *domain)
{
    virDomainFree(domain);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virDomain, libvirt_free_domain)

#endif
