/* Inside of the simulated driver: what its files share. */
#ifndef VMATRIX_HYPERVISOR_SIM_DRIVER_H
#define VMATRIX_HYPERVISOR_SIM_DRIVER_H

#include "hypervisor/driver.h"
#include "hypervisor/sim_world.h"

typedef struct {
    char *path; /* of the world */
    char *host;
    bool read_only;
} SimConnection;

/* "sim:///PATH?host=NAME" */
bool sim_parse_uri(const char *uri, char **ret_path, char **ret_host, GError **error);
/* Opens the world as that host sees it now; waits while the host hangs, UNAVAILABLE where it is
 * down. */
SimWorld *sim_enter(const SimConnection *connection, GError **error);
/* The same to change something: refused on a read-only connection. */
SimWorld *sim_enter_to_change(const SimConnection *connection, GError **error);
DomainRunState sim_run_state(const json_t *domain);

bool sim_act(void *connection, const char *name, DomainAct act, GError **error);
bool sim_define(void *connection, const char *xml, GError **error);
char *sim_definition(void *connection, const char *name, GError **error);
bool sim_places(void *connection, HostPlaces *ret_places, GError **error);
bool sim_misfits(void *connection, const char *xml, GPtrArray *misfits, GError **error);
bool sim_migrate(void *connection, const char *domain, const MigrationRequest *request,
                 MigrationProgress *ret_final, GError **error);
bool sim_migration_running(void *connection, const char *domain, bool *ret_running,
                           MigrationProgress *ret_progress, GError **error);
bool sim_last_migration(void *connection, const char *domain, bool *ret_known,
                        MigrationProgress *ret_final, GError **error);
bool sim_abort(void *connection, const char *domain, GError **error);

#endif
