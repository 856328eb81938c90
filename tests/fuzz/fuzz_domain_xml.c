/* Any bytes as domain XML: no crash, no leak, no fetch; what is accepted has a name. */
#include <glib.h>
#include <stdint.h>
#include <stdlib.h>

#include "hypervisor/domain_xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(DomainXml) xml = domain_xml_parse((const char *)data, size, &error);
    if ((xml == NULL) != (error != NULL) || (xml != NULL && xml->name[0] == '\0'))
        abort();
    g_autofree char *model = NULL;
    capabilities_cpu_model((const char *)data, size, &model, NULL);
    return 0;
}
