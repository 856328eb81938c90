#include "hypervisor/connection.h"

static bool run_act(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->act(connection->handle, request->name, request->act, error);
}

bool hypervisor_act(Hypervisor *hypervisor, const char *domain, DomainAct act, GError **error)
{
    static const char *const names[] = {
        [DOMAIN_ACT_START] = "act_start",
        [DOMAIN_ACT_SHUT_DOWN] = "act_shut_down",
        [DOMAIN_ACT_SAVE] = "act_save",
        [DOMAIN_ACT_UNDEFINE] = "act_undefine",
    };
    if (!hypervisor_supports(hypervisor, hypervisor->connection->driver->act != NULL,
                             "start and stop domains", error))
        return false;
    g_autoptr(Request) request = request_new(hypervisor->connection, names[act], run_act);
    request->name = g_strdup(domain);
    request->act = act;
    return hypervisor_ask(hypervisor, request, error);
}

static bool run_define(Request *request, GError **error)
{
    Connection *connection = request->connection;
    return connection->driver->define(connection->handle, request->text, error);
}

bool hypervisor_define(Hypervisor *hypervisor, const char *xml, GError **error)
{
    if (!hypervisor_supports(hypervisor, hypervisor->connection->driver->define != NULL,
                             "define domains", error))
        return false;
    g_autoptr(Request) request = request_new(hypervisor->connection, "define", run_define);
    request->text = g_strdup(xml);
    return hypervisor_ask(hypervisor, request, error);
}

static bool run_definition(Request *request, GError **error)
{
    Connection *connection = request->connection;
    request->answer = connection->driver->definition(connection->handle, request->name, error);
    return request->answer != NULL;
}

char *hypervisor_definition(Hypervisor *hypervisor, const char *domain, GError **error)
{
    if (!hypervisor_supports(hypervisor, hypervisor->connection->driver->definition != NULL,
                             "tell definitions", error))
        return NULL;
    g_autoptr(Request) request = request_new(hypervisor->connection, "definition", run_definition);
    request->name = g_strdup(domain);
    return hypervisor_ask(hypervisor, request, error) ? g_steal_pointer(&request->answer) : NULL;
}
