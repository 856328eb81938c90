#include "hypervisor/hypervisor.h"

#include <string.h>

#include "common/error.h"
#include "hypervisor/connection.h"

static const HypervisorDriver *driver_of(const char *uri)
{
    return g_str_has_prefix(uri, "sim:") ? &sim_driver : &libvirt_driver;
}

bool hypervisor_refuse_lost(const Hypervisor *hypervisor, GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE,
                "'%s' did not answer within %" G_GINT64_FORMAT " ms", hypervisor->uri,
                hypervisor->deadline_ms);
    return false;
}

bool hypervisor_ask(Hypervisor *hypervisor, Request *request, GError **error)
{
    if (hypervisor->lost)
        return hypervisor_refuse_lost(hypervisor, error);
    request_start(request);
    if (!request_wait(request, hypervisor->deadline_ms)) {
        hypervisor->lost = true;
        return hypervisor_refuse_lost(hypervisor, error);
    }
    if (!request->done)
        g_propagate_error(error, g_steal_pointer(&request->error));
    return request->done;
}

bool hypervisor_supports(const Hypervisor *hypervisor, bool has_entry, const char *what,
                         GError **error)
{
    if (!has_entry)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "the %s driver of '%s' cannot %s",
                    hypervisor->connection->driver->name, hypervisor->uri, what);
    return has_entry;
}

static bool run_open(Request *request, GError **error)
{
    Connection *connection = request->connection;
    connection->handle = connection->driver->open(request->text, request->flag, error);
    return connection->handle != NULL;
}

Hypervisor *hypervisor_open(const char *uri, bool read_only, int64_t deadline_ms, GError **error)
{
    g_autoptr(Hypervisor) hypervisor = g_new0(Hypervisor, 1);
    hypervisor->uri = g_strdup(uri);
    hypervisor->deadline_ms = deadline_ms;
    hypervisor->connection = connection_new(driver_of(uri));
    g_autoptr(Request) request = request_new(hypervisor->connection, "open", run_open);
    request->text = g_strdup(uri);
    request->flag = read_only;
    if (!hypervisor_ask(hypervisor, request, error))
        return NULL;
    return g_steal_pointer(&hypervisor);
}

static bool run_close(Request *request, G_GNUC_UNUSED GError **error)
{
    Connection *connection = request->connection;
    connection->driver->close(g_steal_pointer(&connection->handle));
    return true;
}

void hypervisor_close(Hypervisor *hypervisor)
{
    if (hypervisor == NULL)
        return;
    /* Where a call is still out it holds the connection, which is closed when it comes back. */
    bool is_out = hypervisor->lost || hypervisor->look_is_out;
    if (!is_out && hypervisor->connection->handle != NULL) {
        g_autoptr(Request) request = request_new(hypervisor->connection, "close", run_close);
        hypervisor_ask(hypervisor, request, NULL);
    }
    connection_release(hypervisor->connection);
    g_free(hypervisor->uri);
    g_free(hypervisor);
}

const char *hypervisor_uri(const Hypervisor *hypervisor)
{
    return hypervisor->uri;
}

void hypervisor_set_deadline(Hypervisor *hypervisor, int64_t deadline_ms)
{
    hypervisor->deadline_ms = deadline_ms;
}

static bool run_host_facts(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->host_facts(connection->handle, &request->facts, error);
}

bool hypervisor_host_facts(Hypervisor *hypervisor, HostFacts *ret_facts, GError **error)
{
    g_autoptr(Request) request = request_new(hypervisor->connection, "facts", run_host_facts);
    if (!hypervisor_ask(hypervisor, request, error))
        return false;
    *ret_facts = request->facts;
    request->facts = (HostFacts){0};
    return true;
}

static bool run_list_domains(Request *request, GError **error)
{
    Connection *connection = request->connection;
    request->domains = connection->driver->list_domains(connection->handle, error);
    return request->domains != NULL;
}

static gint compare_names(gconstpointer left, gconstpointer right)
{
    const DomainFacts *const *first = left;
    const DomainFacts *const *second = right;
    return strcmp((*first)->name, (*second)->name);
}

GPtrArray *hypervisor_list_domains(Hypervisor *hypervisor, GError **error)
{
    g_autoptr(Request) request = request_new(hypervisor->connection, "list", run_list_domains);
    if (!hypervisor_ask(hypervisor, request, error))
        return NULL;
    g_ptr_array_sort(request->domains, compare_names);
    return g_steal_pointer(&request->domains);
}

static bool run_domain_state(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->domain_state(connection->handle, request->name, request->uuid,
                                            &request->state, error);
}

bool hypervisor_domain_state(Hypervisor *hypervisor, const char *name, const char *uuid,
                             DomainRunState *ret_state, GError **error)
{
    g_autoptr(Request) request = request_new(hypervisor->connection, "state", run_domain_state);
    request->name = g_strdup(name);
    request->uuid = g_strdup(uuid);
    if (!hypervisor_ask(hypervisor, request, error))
        return false;
    *ret_state = request->state;
    return true;
}

static bool run_compare_cpu(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->compare_cpu(connection->handle, request->text, &request->answer_flag,
                                           error);
}

bool hypervisor_compare_cpu(Hypervisor *hypervisor, const char *cpu_xml, bool *ret_runs,
                            GError **error)
{
    if (!hypervisor_supports(hypervisor, hypervisor->connection->driver->compare_cpu != NULL,
                             "compare CPUs", error))
        return false;
    g_autoptr(Request) request = request_new(hypervisor->connection, "compare", run_compare_cpu);
    request->text = g_strdup(cpu_xml);
    if (!hypervisor_ask(hypervisor, request, error))
        return false;
    *ret_runs = request->answer_flag;
    return true;
}

static bool run_domain_xml(Request *request, GError **error)
{
    Connection *connection = request->connection;
    request->answer = connection->driver->domain_xml(connection->handle, request->name, error);
    return request->answer != NULL;
}

char *hypervisor_domain_xml(Hypervisor *hypervisor, const char *name, GError **error)
{
    g_autoptr(Request) request = request_new(hypervisor->connection, "xml", run_domain_xml);
    request->name = g_strdup(name);
    if (!hypervisor_ask(hypervisor, request, error))
        return NULL;
    return g_steal_pointer(&request->answer);
}

static bool run_places(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->places(connection->handle, &request->places, error);
}

bool hypervisor_places(Hypervisor *hypervisor, HostPlaces *ret_places, GError **error)
{
    g_autoptr(Request) request = request_new(hypervisor->connection, "places", run_places);
    if (!hypervisor_ask(hypervisor, request, error))
        return false;
    *ret_places = request->places;
    request->places = (HostPlaces){0};
    return true;
}

static bool run_misfits(Request *request, GError **error)
{
    Connection *connection = request->connection;
    request->texts = g_ptr_array_new_with_free_func(g_free);
    return connection->driver->misfits(connection->handle, request->text, request->texts, error);
}

GPtrArray *hypervisor_misfits(Hypervisor *destination, const char *xml, GError **error)
{
    if (!hypervisor_supports(destination, destination->connection->driver->misfits != NULL,
                             "tell what it lacks", error))
        return NULL;
    g_autoptr(Request) request = request_new(destination->connection, "misfits", run_misfits);
    request->text = g_strdup(xml);
    return hypervisor_ask(destination, request, error) ? g_steal_pointer(&request->texts) : NULL;
}

static bool run_start(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->start(connection->handle, request->text, request->flag, error);
}

bool hypervisor_start(Hypervisor *hypervisor, const char *xml, bool persistent, GError **error)
{
    if (!hypervisor_supports(hypervisor, hypervisor->connection->driver->start != NULL,
                             "start domains", error))
        return false;
    g_autoptr(Request) request = request_new(hypervisor->connection, "start", run_start);
    request->text = g_strdup(xml);
    request->flag = persistent;
    return hypervisor_ask(hypervisor, request, error);
}
