/* The embedded cluster's places, shared by the files that make it and run it. */
#ifndef VMATRIX_STORE_CLUSTER_PRIVATE_H
#define VMATRIX_STORE_CLUSTER_PRIVATE_H

#include <sys/types.h>

#include "store/cluster.h"

struct Cluster {
    char *directory; /* state directory; root's own where root runs it */
    char *data;      /* PostgreSQL's data directory, the owner's */
    char *socket;    /* directory of the socket, the owner's, open to everyone */
    char *log;
    char *owner;       /* system user to become; NULL: the caller */
    char *caller_name; /* system user who runs vmatrix */
};

/* The directory of PostgreSQL's programs that fit the data (the newest for a new cluster). */
char *cluster_programs(const Cluster *cluster, GError **error);

/* Makes the system user, the directories and the data. The caller holds the lock. */
bool cluster_make(Cluster *cluster, GError **error);
/* The directory of the socket, which may lie in a place that is emptied at boot. */
bool cluster_make_socket_directory(const Cluster *cluster, GError **error);

/* The file as the owner writes it: beside it and renamed. */
bool cluster_write_file(const Cluster *cluster, const char *path, const char *text, GError **error);
char *cluster_login_map(const Cluster *cluster, const char *const *roles);

#endif
