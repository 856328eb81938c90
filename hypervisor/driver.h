/* What a hypervisor driver is: a table of functions.
 *
 * A driver's functions block as long as they like (the dispatch in hypervisor.c
 * gives them a thread and a deadline), may be called at the same time on one
 * connection, and return errors of VMATRIX_ERROR: UNAVAILABLE where the host
 * cannot be reached, else FAILED. An entry that is NULL is something that the
 * driver does not support. Strings passed in live as long as the call.
 */
#ifndef VMATRIX_HYPERVISOR_DRIVER_H
#define VMATRIX_HYPERVISOR_DRIVER_H

#include "hypervisor/host_places.h"
#include "hypervisor/hypervisor.h"

typedef struct {
    const char *destination_uri;
    const char *migrate_uri; /* NULL: the driver's choice */
    int64_t bandwidth_mib_s; /* 0: no limit */
    bool unsafe_storage;
    bool paused, auto_converge;
} MigrationRequest;

typedef struct {
    const char *name;
    void *(*open)(const char *uri, bool read_only, GError **error);
    void (*close)(void *connection);
    bool (*host_facts)(void *connection, HostFacts *ret_facts, GError **error);
    GPtrArray *(*list_domains)(void *connection, GError **error); /* in any order */
    bool (*domain_state)(void *connection, const char *name, const char *uuid,
                         DomainRunState *ret_state, GError **error);
    bool (*compare_cpu)(void *connection, const char *cpu_xml, bool *ret_runs, GError **error);
    char *(*domain_xml)(void *connection, const char *name, GError **error);
    bool (*places)(void *connection, HostPlaces *ret_places, GError **error);
    bool (*misfits)(void *connection, const char *xml, GPtrArray *misfits, GError **error);
    bool (*migrate)(void *connection, const char *domain, const MigrationRequest *request,
                    MigrationProgress *ret_final, GError **error);
    bool (*migration_running)(void *connection, const char *domain, bool *ret_running,
                              MigrationProgress *ret_progress, GError **error);
    bool (*last_migration)(void *connection, const char *domain, bool *ret_known,
                           MigrationProgress *ret_final, GError **error);
    bool (*abort)(void *connection, const char *domain, GError **error);
    bool (*start)(void *connection, const char *xml, bool persistent, GError **error);
    bool (*act)(void *connection, const char *name, DomainAct act, GError **error);
    bool (*define)(void *connection, const char *xml, GError **error);
    char *(*definition)(void *connection, const char *name, GError **error);
} HypervisorDriver;

extern const HypervisorDriver libvirt_driver;
extern const HypervisorDriver sim_driver;

/* progress with nothing known yet */
MigrationProgress migration_progress_unknown(void);

#endif
