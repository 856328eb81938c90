#include "common/error.h"
#include "hypervisor/libvirt_driver.h"

/* Managed save is the host's own: it is found again by whoever starts the domain there. */
static int act_on(virDomainPtr domain, DomainAct act)
{
    switch (act) {
    case DOMAIN_ACT_START:
        return virDomainCreate(domain);
    case DOMAIN_ACT_SHUT_DOWN:
        return virDomainShutdown(domain);
    case DOMAIN_ACT_SAVE:
        return virDomainManagedSave(domain, 0);
    case DOMAIN_ACT_UNDEFINE:
        return virDomainUndefine(domain);
    }
    g_assert_not_reached();
}

bool libvirt_act(void *connection, const char *name, DomainAct act, GError **error)
{
    static const char *const words[] = {
        [DOMAIN_ACT_START] = "start",
        [DOMAIN_ACT_SHUT_DOWN] = "shut down",
        [DOMAIN_ACT_SAVE] = "save",
        [DOMAIN_ACT_UNDEFINE] = "undefine",
    };
    g_autoptr(virDomain) domain = libvirt_get_domain(connection, name, error);
    if (domain == NULL)
        return false;
    return act_on(domain, act) == 0 ||
           libvirt_fail(connection, error, "cannot %s domain '%s'", words[act], name);
}

bool libvirt_define(void *connection, const char *xml, GError **error)
{
    g_autoptr(virDomain) domain = virDomainDefineXML(connection, xml);
    return domain != NULL || libvirt_fail(connection, error, "cannot define the domain");
}

char *libvirt_definition(void *connection, const char *name, GError **error)
{
    g_autoptr(virDomain) domain = libvirt_get_domain(connection, name, error);
    if (domain == NULL)
        return NULL;
    char *xml = virDomainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE | VIR_DOMAIN_XML_SECURE);
    if (xml == NULL)
        libvirt_fail(connection, error, "cannot get the definition of domain '%s'", name);
    return xml;
}
