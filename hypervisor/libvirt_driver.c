#include "hypervisor/libvirt_driver.h"

#include <libvirt/virterror.h>

#include "common/error.h"
#include "hypervisor/request.h"

/* Finds a peer that vanished without a word: 3 × 5 s. */
#define KEEPALIVE_INTERVAL_S 5
#define KEEPALIVE_COUNT      3

static void say_nothing(G_GNUC_UNUSED void *context, G_GNUC_UNUSED virErrorPtr error)
{
}

static gpointer run_events(G_GNUC_UNUSED gpointer data)
{
    block_signals();
    for (;;)
        if (virEventRunDefaultImpl() < 0)
            g_usleep(G_USEC_PER_SEC / 10);
    return NULL;
}

/* libvirt has one event loop a process: keepalive and events need it, before the first open. */
static gpointer prepare(G_GNUC_UNUSED gpointer data)
{
    virSetErrorFunc(NULL, say_nothing);
    virInitialize();
    if (virEventRegisterDefaultImpl() == 0)
        g_thread_unref(g_thread_new("libvirt-events", run_events, NULL));
    return NULL;
}

static const char *last_message(void)
{
    const char *message = virGetLastErrorMessage();
    return message == NULL ? "no reason given" : message;
}

bool libvirt_last_error_is(int code)
{
    return virGetLastErrorCode() == code;
}

/* True where the last error came from a connection that no longer works. */
static bool is_gone(virConnectPtr connection)
{
    int code = virGetLastErrorCode();
    return code == VIR_ERR_RPC || code == VIR_ERR_INVALID_CONN || code == VIR_ERR_NO_CONNECT ||
           virConnectIsAlive(connection) == 0;
}

bool libvirt_fail(virConnectPtr connection, GError **error, const char *format, ...)
{
    g_autofree char *reason = g_strdup(last_message());
    bool gone = is_gone(connection);
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error(error, VMATRIX_ERROR, gone ? VMATRIX_ERROR_UNAVAILABLE : VMATRIX_ERROR_FAILED,
                "%s: %s", what, reason);
    return false;
}

static void *open_connection(const char *uri, bool read_only, GError **error)
{
    static GOnce prepared = G_ONCE_INIT;
    g_once(&prepared, prepare, NULL);
    virConnectPtr connection = read_only ? virConnectOpenReadOnly(uri) : virConnectOpen(uri);
    if (connection == NULL) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_UNAVAILABLE, "cannot connect to '%s': %s",
                    uri, last_message());
        return NULL;
    }
    /* Drivers without a wire have no keepalive, which is no failure. */
    virConnectSetKeepAlive(connection, KEEPALIVE_INTERVAL_S, KEEPALIVE_COUNT);
    return connection;
}

static void close_connection(void *connection)
{
    virConnectClose(connection);
}

bool libvirt_find_domain(virConnectPtr connection, const char *name, const char *uuid,
                         virDomainPtr *ret_domain, GError **error)
{
    *ret_domain = uuid != NULL ? virDomainLookupByUUIDString(connection, uuid)
                               : virDomainLookupByName(connection, name);
    if (*ret_domain != NULL || libvirt_last_error_is(VIR_ERR_NO_DOMAIN))
        return true;
    return libvirt_fail(connection, error, "cannot look up domain '%s'", name);
}

virDomainPtr libvirt_get_domain(virConnectPtr connection, const char *name, GError **error)
{
    virDomainPtr domain = virDomainLookupByName(connection, name);
    if (domain == NULL)
        libvirt_fail(connection, error, "cannot look up domain '%s'", name);
    return domain;
}

DomainRunState libvirt_run_state(int state)
{
    switch (state) {
    case VIR_DOMAIN_RUNNING:
    case VIR_DOMAIN_BLOCKED:
    case VIR_DOMAIN_SHUTDOWN: /* being shut down: still active */
        return DOMAIN_RUNNING;
    case VIR_DOMAIN_PAUSED:
    case VIR_DOMAIN_PMSUSPENDED:
        return DOMAIN_PAUSED;
    case VIR_DOMAIN_SHUTOFF:
        return DOMAIN_SHUTOFF;
    case VIR_DOMAIN_CRASHED:
        return DOMAIN_CRASHED;
    default:
        return DOMAIN_UNKNOWN;
    }
}

static bool domain_state(void *connection, const char *name, const char *uuid,
                         DomainRunState *ret_state, GError **error)
{
    g_autoptr(virDomain) domain = NULL;
    int state = VIR_DOMAIN_NOSTATE;
    if (!libvirt_find_domain(connection, name, uuid, &domain, error))
        return false;
    if (domain == NULL) {
        *ret_state = DOMAIN_ABSENT;
        return true;
    }
    if (virDomainGetState(domain, &state, NULL, 0) == 0) {
        *ret_state = libvirt_run_state(state);
        return true;
    }
    /* gone since it was looked up */
    *ret_state = DOMAIN_ABSENT;
    return libvirt_last_error_is(VIR_ERR_NO_DOMAIN) ||
           libvirt_fail(connection, error, "cannot get the state of domain '%s'", name);
}

static char *domain_xml(void *connection, const char *name, GError **error)
{
    g_autoptr(virDomain) domain = libvirt_get_domain(connection, name, error);
    if (domain == NULL)
        return NULL;
    char *xml = virDomainGetXMLDesc(domain, 0);
    if (xml == NULL)
        libvirt_fail(connection, error, "cannot get the XML of domain '%s'", name);
    return xml;
}

static bool start(void *connection, const char *xml, bool persistent, GError **error)
{
    g_autoptr(virDomain) domain =
        persistent ? virDomainDefineXML(connection, xml) : virDomainCreateXML(connection, xml, 0);
    if (domain == NULL)
        return libvirt_fail(connection, error, "cannot %s the domain",
                            persistent ? "define" : "start");
    if (persistent && virDomainCreate(domain) != 0)
        return libvirt_fail(connection, error, "cannot start domain '%s'",
                            virDomainGetName(domain));
    return true;
}

const HypervisorDriver libvirt_driver = {
    .name = "libvirt",
    .open = open_connection,
    .close = close_connection,
    .host_facts = libvirt_host_facts,
    .list_domains = libvirt_list_domains,
    .domain_state = domain_state,
    .compare_cpu = libvirt_compare_cpu,
    .domain_xml = domain_xml,
    .places = libvirt_places,
    .misfits = libvirt_misfits,
    .migrate = libvirt_migrate,
    .migration_running = libvirt_migration_running,
    .last_migration = libvirt_last_migration,
    .abort = libvirt_abort,
    .start = start,
    .act = libvirt_act,
    .define = libvirt_define,
    .definition = libvirt_definition,
};
