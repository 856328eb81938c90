#include "hypervisor/domain_copy.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#include "common/error.h"
#include "hypervisor/domain_xml.h"

static bool is_named(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0;
}

static xmlNode *child_of(const xmlNode *parent, const char *name)
{
    for (xmlNode *child = parent == NULL ? NULL : parent->children; child != NULL;
         child = child->next)
        if (is_named(child, name))
            return child;
    return NULL;
}

/* "" where missing. Caller frees. */
static char *attribute_of(const xmlNode *node, const char *name)
{
    xmlChar *value = node == NULL ? NULL : xmlGetNoNsProp(node, (const xmlChar *)name);
    char *copy = g_strdup(value == NULL ? "" : (const char *)value);
    xmlFree(value);
    return copy;
}

static void remove_children(xmlNode *parent, const char *name)
{
    for (xmlNode *child = child_of(parent, name); child != NULL; child = child_of(parent, name)) {
        xmlUnlinkNode(child);
        xmlFreeNode(child);
    }
}

static void set_text(xmlNode *parent, const char *name, const char *text)
{
    remove_children(parent, name);
    xmlNewTextChild(parent, NULL, (const xmlChar *)name, (const xmlChar *)text);
}

static bool is_harmless(const xmlNode *disk)
{
    g_autofree char *device = attribute_of(disk, "device");
    g_autofree char *shares = attribute_of(child_of(disk, "transient"), "shareBacking");
    return child_of(disk, "readonly") != NULL || child_of(disk, "shareable") != NULL ||
           strcmp(device, "cdrom") == 0 || strcmp(shares, "yes") == 0;
}

static char *refuse_disk(const xmlNode *disk)
{
    if (is_harmless(disk))
        return NULL;
    g_autofree char *target = attribute_of(child_of(disk, "target"), "dev");
    return g_strdup_printf(
        "its disk '%s' is writable and not shareable: two guests on one disk "
        "destroy it; give the copy a disk of its own by hand, or declare the disk "
        "<readonly/>, <shareable/> or <transient shareBacking='yes'/>",
        target);
}

static char *refuse_device(const xmlNode *device)
{
    if (is_named(device, "disk"))
        return refuse_disk(device);
    if (is_named(device, "hostdev"))
        return g_strdup("it holds a device of its host, which cannot be given twice");
    if (is_named(device, "tpm"))
        return g_strdup("it has a TPM, whose state is its own");
    return NULL;
}

static char *refuse(const xmlNode *domain)
{
    const xmlNode *devices = child_of(domain, "devices");
    if (child_of(child_of(domain, "os"), "nvram") != NULL)
        return g_strdup("it has non-volatile memory of its own (nvram)");
    for (const xmlNode *device = devices == NULL ? NULL : devices->children; device != NULL;
         device = device->next) {
        char *why = refuse_device(device);
        if (why != NULL)
            return why;
    }
    return NULL;
}

/* A socket or a log of the template's; the hypervisor makes new ones. */
static void forget_paths(xmlNode *device)
{
    static const char *const names[] = {"channel", "serial", "console", "parallel"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (is_named(device, names[i])) {
            xmlUnsetProp(device, (const xmlChar *)"tty");
            remove_children(device, "source");
            remove_children(device, "log");
        }
}

static void forget_addresses(xmlNode *devices)
{
    for (xmlNode *device = devices == NULL ? NULL : devices->children; device != NULL;
         device = device->next) {
        if (is_named(device, "interface")) {
            remove_children(device, "mac");
            remove_children(device, "target");
        }
        if (is_named(device, "graphics")) {
            xmlUnsetProp(device, (const xmlChar *)"port");
            xmlSetProp(device, (const xmlChar *)"autoport", (const xmlChar *)"yes");
        }
        if (is_named(device, "vsock"))
            remove_children(device, "cid");
        forget_paths(device);
    }
}

static bool names_service(const xmlNode *metadata)
{
    for (const xmlNode *child = metadata->children; child != NULL; child = child->next)
        if (is_named(child, "service") && child->ns != NULL &&
            strcmp((const char *)child->ns->href, DOMAIN_METADATA_NAMESPACE) == 0)
            return true;
    return false;
}

static void name_service(xmlNode *domain, const char *service)
{
    xmlNode *metadata = child_of(domain, "metadata");
    if (metadata == NULL)
        metadata = xmlNewChild(domain, NULL, (const xmlChar *)"metadata", NULL);
    if (names_service(metadata))
        return;
    xmlNode *element = xmlNewChild(metadata, NULL, (const xmlChar *)"service", NULL);
    xmlSetNs(element, xmlNewNs(element, (const xmlChar *)DOMAIN_METADATA_NAMESPACE,
                               (const xmlChar *)"vmatrix"));
    xmlSetProp(element, (const xmlChar *)"name", (const xmlChar *)service);
}

static void rename_domain(xmlNode *domain, const DomainCopy *copy)
{
    xmlUnsetProp(domain, (const xmlChar *)"id");
    remove_children(domain, "title");
    remove_children(domain, "genid");
    remove_children(domain, "seclabel");
    set_text(domain, "name", copy->name);
    set_text(domain, "uuid", copy->uuid);
    if (copy->service != NULL)
        name_service(domain, copy->service);
    forget_addresses(child_of(domain, "devices"));
}

static char *to_text(xmlDoc *document)
{
    xmlChar *text = NULL;
    int length = 0;
    xmlDocDumpMemoryEnc(document, &text, &length, "UTF-8");
    char *copy = g_strndup((const char *)text, (gsize)length);
    xmlFree(text);
    return copy;
}

char *domain_copy_xml(const char *xml, const DomainCopy *copy, char **ret_why_not, GError **error)
{
    /* refuses document types and entities before the tree is built */
    g_autoptr(DomainXml) checked = domain_xml_parse(xml, strlen(xml), error);
    if (checked == NULL)
        return NULL;
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    xmlDoc *document = xmlReadMemory(xml, (int)strlen(xml), "domain.xml", NULL, options);
    if (document == NULL) {
        g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                            "the domain's XML cannot be read");
        return NULL;
    }
    xmlNode *domain = xmlDocGetRootElement(document);
    char *text = NULL;
    *ret_why_not = refuse(domain);
    if (*ret_why_not == NULL) {
        rename_domain(domain, copy);
        text = to_text(document);
    }
    xmlFreeDoc(document);
    return text;
}
