/* The embedded database: a private PostgreSQL cluster, made and started when it is needed.
 *
 * It lives in VMATRIX_STATE, else /var/lib/vmatrix for root, else
 * $XDG_STATE_HOME/vmatrix; listens on a unix socket alone; and belongs to an
 * unprivileged user: the caller, or the system user 'vmatrix' (made where it is
 * missing) when the caller is root. Root and the owner may log in as any role,
 * everyone else only as the role of their own name.
 *
 * Calls may come from several processes at once: a file lock orders them. A
 * cluster that is made half-way is never used; a pid file left by a power loss
 * is recognised.
 */
#ifndef VMATRIX_STORE_CLUSTER_H
#define VMATRIX_STORE_CLUSTER_H

#include <glib.h>
#include <stdbool.h>

#define CLUSTER_SUPERUSER "vmatrix_dba"
#define CLUSTER_DATABASE  "vmatrix"

typedef struct Cluster Cluster;

typedef enum { CLUSTER_ABSENT, CLUSTER_STOPPED, CLUSTER_RUNNING } ClusterState;
typedef enum { CLUSTER_WAS_RUNNING, CLUSTER_STARTED, CLUSTER_MADE } ClusterStart;

/* Works out the places; touches nothing. */
Cluster *cluster_new(GError **error);
void cluster_free(Cluster *cluster);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cluster, cluster_free)

/* Where vmatrix keeps its state, whether there is a cluster or not. Caller frees. */
char *cluster_state_directory(void);
const char *cluster_directory(const Cluster *cluster);        /* the state directory */
const char *cluster_socket_directory(const Cluster *cluster); /* host= of a connection */
ClusterState cluster_state(const Cluster *cluster);

bool cluster_start(Cluster *cluster, ClusterStart *ret_start, GError **error);
/* True also where it does not run. */
bool cluster_stop(Cluster *cluster, GError **error);

/* Writes who may log in as whom: root and the owner as each of roles (NULL-ended); takes effect at
 * the server's next reload (query cluster_reload). */
bool cluster_write_logins(Cluster *cluster, const char *const *roles, GError **error);

#endif
