/* Inside of the dispatch: what hypervisor.c and migrate.c share. */
#ifndef VMATRIX_HYPERVISOR_CONNECTION_H
#define VMATRIX_HYPERVISOR_CONNECTION_H

#include "hypervisor/request.h"

struct Hypervisor {
    char *uri;
    Connection *connection;
    int64_t deadline_ms;
    bool lost;        /* a call missed its deadline: nothing more is asked */
    bool look_is_out; /* a question for progress has not come back: it holds the connection */
};

/* Starts request and waits for its answer until the deadline. */
bool hypervisor_ask(Hypervisor *hypervisor, Request *request, GError **error);
/* False with the error of a host that did not answer. */
bool hypervisor_refuse_lost(const Hypervisor *hypervisor, GError **error);
/* False with an error "the DRIVER driver of 'URI' cannot WHAT" where has_entry is false. */
bool hypervisor_supports(const Hypervisor *hypervisor, bool has_entry, const char *what,
                         GError **error);

#endif
