#include "actuator/fit.h"

#include "hypervisor/hypervisor.h"

static char *xml_at_source(const Errand *errand, const Step *step, int64_t deadline_ms)
{
    const char *uri = step->from == INDEX_NONE ? NULL : errand->addresses[step->from].uri;
    g_autoptr(Hypervisor) host = uri == NULL ? NULL : hypervisor_open(uri, true, deadline_ms, NULL);
    return host == NULL ? NULL
                        : hypervisor_domain_xml(host, errand_identity(errand, step)->name, NULL);
}

char *fit_check(const Errand *errand, const Step *step, const char *xml, int64_t host_deadline_ms)
{
    g_autofree char *asked = xml == NULL ? xml_at_source(errand, step, host_deadline_ms) : NULL;
    const char *uri = errand->addresses[step->to].uri;
    if ((xml == NULL && asked == NULL) || uri == NULL)
        return NULL;
    g_autoptr(Hypervisor) host = hypervisor_open(uri, true, host_deadline_ms, NULL);
    g_autoptr(GPtrArray) misfits =
        host == NULL ? NULL : hypervisor_misfits(host, xml != NULL ? xml : asked, NULL);
    if (misfits == NULL || misfits->len == 0)
        return NULL;
    g_ptr_array_add(misfits, NULL);
    g_autofree char *what = g_strjoinv("; ", (char **)misfits->pdata);
    return g_strdup_printf("host '%s' cannot run domain '%s': %s", errand_host(errand, step->to),
                           errand_domain(errand, step), what);
}
