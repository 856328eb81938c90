/* What vmatrix reads from a host's capabilities XML; declared in domain_xml.h, with its promises.
 */
#include <string.h>

#include "hypervisor/cpu_text.h"
#include "hypervisor/domain_xml.h"
#include "hypervisor/xml_walk.h"

static bool end_capabilities_model(void *context, const char *text, G_GNUC_UNUSED GError **error)
{
    char **model = context;
    if (*model == NULL)
        *model = g_strdup(text);
    return true;
}

bool capabilities_cpu_model(const char *text, gsize length, char **ret_model, GError **error)
{
    static const XmlPlace places[] = {
        {"capabilities/host/cpu/model", NULL, end_capabilities_model},
        {NULL, NULL, NULL},
    };
    g_autofree char *model = NULL;
    if (!xml_walk(text, length, "capabilities XML", places, &model, error))
        return false;
    *ret_model = g_steal_pointer(&model);
    return true;
}

static bool keep_first(char **member, const char *text)
{
    if (*member == NULL)
        *member = g_strdup(text);
    return true;
}

static bool end_arch(void *context, const char *text, G_GNUC_UNUSED GError **error)
{
    return keep_first(&((CpuParts *)context)->arch, text);
}

static bool end_model(void *context, const char *text, G_GNUC_UNUSED GError **error)
{
    return keep_first(&((CpuParts *)context)->model, text);
}

static bool end_vendor(void *context, const char *text, G_GNUC_UNUSED GError **error)
{
    return keep_first(&((CpuParts *)context)->vendor, text);
}

static bool begin_feature(void *context, xmlTextReaderPtr element, G_GNUC_UNUSED GError **error)
{
    g_autofree char *name = xml_attribute(element, "name");
    cpu_parts_add_feature(context, name, NULL);
    return true;
}

bool capabilities_cpu_xml(const char *text, gsize length, char **ret_xml, GError **error)
{
    static const XmlPlace places[] = {
        {"capabilities/host/cpu/arch", NULL, end_arch},
        {"capabilities/host/cpu/model", NULL, end_model},
        {"capabilities/host/cpu/vendor", NULL, end_vendor},
        {"capabilities/host/cpu/feature", begin_feature, NULL},
        {NULL, NULL, NULL},
    };
    g_auto(CpuParts) parts = {0};
    if (!xml_walk(text, length, "capabilities XML", places, &parts, error))
        return false;
    *ret_xml = cpu_parts_host(&parts);
    return true;
}
