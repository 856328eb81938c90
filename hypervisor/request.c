#include "hypervisor/request.h"

#include <signal.h>

#include "common/error.h"
#include "common/fault_point.h"

Connection *connection_new(const HypervisorDriver *driver)
{
    Connection *connection = g_atomic_rc_box_new0(Connection);
    connection->driver = driver;
    return connection;
}

Connection *connection_acquire(Connection *connection)
{
    return g_atomic_rc_box_acquire(connection);
}

static void connection_clear(gpointer memory)
{
    Connection *connection = memory;
    if (connection->handle != NULL)
        connection->driver->close(connection->handle);
}

void connection_release(Connection *connection)
{
    g_atomic_rc_box_release_full(connection, connection_clear);
}

Request *request_new(Connection *connection, const char *what,
                     bool (*run)(Request *request, GError **error))
{
    Request *request = g_atomic_rc_box_new0(Request);
    g_mutex_init(&request->mutex);
    g_cond_init(&request->ended_condition);
    request->connection = connection_acquire(connection);
    request->what = what;
    request->run = run;
    request->progress = migration_progress_unknown();
    return request;
}

static void request_clear(gpointer memory)
{
    Request *request = memory;
    g_free(request->name);
    g_free(request->uuid);
    g_free(request->text);
    g_free(request->migrate_uri);
    g_clear_error(&request->error);
    host_facts_clear(&request->facts);
    host_places_clear(&request->places);
    g_clear_pointer(&request->domains, g_ptr_array_unref);
    g_clear_pointer(&request->texts, g_ptr_array_unref);
    g_free(request->answer);
    connection_release(request->connection);
    g_mutex_clear(&request->mutex);
    g_cond_clear(&request->ended_condition);
}

void request_release(Request *request)
{
    g_atomic_rc_box_release_full(request, request_clear);
}

void block_signals(void)
{
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
}

static bool call(Request *request)
{
    if (fault_point("call", request->what, "before")) {
        g_set_error(&request->error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                    "the connection was lost before '%s'", request->what);
        return false;
    }
    bool done = request->run(request, &request->error);
    if (!fault_point("call", request->what, "after"))
        return done;
    if (done)
        g_set_error(&request->error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                    "the connection was lost in '%s'", request->what);
    return false;
}

static gpointer run(gpointer memory)
{
    g_autoptr(Request) request = memory;
    block_signals();
    request->done = call(request);
    g_mutex_lock(&request->mutex);
    request->ended = true;
    g_cond_signal(&request->ended_condition);
    g_mutex_unlock(&request->mutex);
    return NULL;
}

void request_start(Request *request)
{
    g_thread_unref(g_thread_new("hypervisor", run, g_atomic_rc_box_acquire(request)));
}

bool request_wait(Request *request, int64_t timeout_ms)
{
    int64_t end_us = g_get_monotonic_time() + timeout_ms * 1000;
    g_mutex_lock(&request->mutex);
    while (!request->ended && g_cond_wait_until(&request->ended_condition, &request->mutex, end_us))
        continue;
    bool ended = request->ended;
    g_mutex_unlock(&request->mutex);
    return ended;
}
