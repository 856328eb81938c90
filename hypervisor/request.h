/* One question to a driver, with room for its answer, that may outlive the one who asked.
 *
 * A blocking call cannot be cut short from outside. So each runs in a thread of
 * its own on a request that is counted: who asked stops waiting at a deadline,
 * the thread frees the request when it comes back, if ever.
 */
#ifndef VMATRIX_HYPERVISOR_REQUEST_H
#define VMATRIX_HYPERVISOR_REQUEST_H

#include "hypervisor/driver.h"

/* A driver's open connection, counted, closed with the last reference. */
typedef struct {
    const HypervisorDriver *driver;
    void *handle; /* NULL until opened */
} Connection;

typedef struct Request Request;
struct Request {
    Connection *connection;
    const char *what; /* "open", "migrate", …: of fault points */
    bool (*run)(Request *request, GError **error);
    /* inputs, owned */
    char *name, *uuid, *text, *migrate_uri;
    bool flag;
    bool paused, auto_converge;
    DomainAct act;
    int64_t bandwidth_mib_s;
    /* answers, owned until taken; to be read only once request_wait returned true */
    bool done;
    GError *error;
    HostFacts facts;
    HostPlaces places;
    GPtrArray *domains;
    GPtrArray *texts; /* char * */
    DomainRunState state;
    char *answer;
    bool answer_flag;
    MigrationProgress progress;
    /* of request.c alone */
    GMutex mutex;
    GCond ended_condition;
    bool ended;
};

Connection *connection_new(const HypervisorDriver *driver);
Connection *connection_acquire(Connection *connection);
void connection_release(Connection *connection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Connection, connection_release)

/* Takes a reference of its own to connection. what lives for ever. */
Request *request_new(Connection *connection, const char *what,
                     bool (*run)(Request *request, GError **error));
void request_release(Request *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Request, request_release)

/* For threads of this folder: no signal is theirs, and a peer that is gone is an error of the
 * write, not a SIGPIPE. */
void block_signals(void);

void request_start(Request *request);
/* True where it has ended, false after timeout_ms. */
bool request_wait(Request *request, int64_t timeout_ms);

#endif
