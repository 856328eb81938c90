#include "actuator/replicate.h"

#include "actuator/activate.h"
#include "actuator/fit.h"
#include "actuator/procedure.h"
#include "hypervisor/domain_copy.h"

char *replica_uuid(const char *plan_digest, const char *name)
{
    g_autofree char *text = g_strdup_printf("vmatrix copy\n%s\n%s", plan_digest, name);
    g_autofree char *hex = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
    /* version 8 (the maker's own), variant 1 */
    return g_strdup_printf("%.8s-%.4s-8%.3s-a%.3s-%.12s", hex, hex + 8, hex + 12, hex + 15,
                           hex + 18);
}

/* NULL where that host does not have it or does not tell. */
static char *template_on(const Errand *errand, uint32_t template, uint32_t host,
                         int64_t deadline_ms)
{
    const DomainIdentity *identity = &errand->identities[template];
    const char *uri = errand->addresses[host].uri;
    DomainRunState state = DOMAIN_UNKNOWN;
    g_autoptr(Hypervisor) hypervisor =
        uri == NULL ? NULL : hypervisor_open(uri, true, deadline_ms, NULL);
    if (hypervisor == NULL ||
        !hypervisor_domain_state(hypervisor, identity->name, identity->uuid, &state, NULL) ||
        state == DOMAIN_ABSENT || state == DOMAIN_UNKNOWN)
        return NULL;
    return hypervisor_domain_xml(hypervisor, identity->name, NULL);
}

/* Where the plan found it, where the plan brings it, then anywhere. */
static char *find_template(const Errand *errand, uint32_t template, int64_t deadline_ms)
{
    uint32_t home = errand->model->domains[template].host;
    uint32_t target = errand->document->plan->host_of_domain[template];
    char *xml = home == INDEX_NONE ? NULL : template_on(errand, template, home, deadline_ms);
    if (xml == NULL && target != INDEX_NONE && target != home)
        xml = template_on(errand, template, target, deadline_ms);
    for (uint32_t host = 0; xml == NULL && host < errand->model->n_hosts; host++)
        if (host != home && host != target)
            xml = template_on(errand, template, host, deadline_ms);
    return xml;
}

char *replication_xml(const Errand *errand, const Step *step, int64_t host_deadline_ms,
                      char **ret_why_not)
{
    uint32_t template = errand->model->domains[step->domain].replica_of;
    const DomainIdentity *copy = errand_identity(errand, step);
    g_autofree char *xml = find_template(errand, template, host_deadline_ms);
    if (xml == NULL) {
        *ret_why_not = g_strdup_printf("no host that answers has its template '%s'",
                                       errand->model->domains[template].name);
        return NULL;
    }
    g_autoptr(GError) error = NULL;
    g_autofree char *why = NULL;
    uint32_t service = errand->model->domains[step->domain].service;
    DomainCopy as = {copy->name, copy->uuid,
                     service == INDEX_NONE ? NULL : errand->model->services[service].name};
    char *copied = domain_copy_xml(xml, &as, &why, &error);
    if (copied == NULL)
        *ret_why_not = g_strdup_printf("its template '%s' cannot be copied: %s",
                                       errand->model->domains[template].name,
                                       why != NULL ? why : error->message);
    return copied;
}

static char *look(StepWork *work, StepState *ret_state)
{
    int64_t deadline_ms = work->settings->host_deadline_ms;
    const DomainIdentity *copy = errand_identity(work->errand, work->step);
    const char *uri = work->errand->addresses[work->step->to].uri;
    g_autoptr(GError) error = NULL;
    DomainRunState state = DOMAIN_UNKNOWN;
    char *why_not = activation_found_done(work, ret_state);
    if (why_not != NULL)
        return why_not;
    *ret_state = STEP_FAILED;
    work->xml = replication_xml(work->errand, work->step, deadline_ms, &why_not);
    if (work->xml == NULL)
        return why_not;
    char *misfit = fit_check(work->errand, work->step, work->xml, deadline_ms);
    if (misfit != NULL)
        return misfit;
    work->destination = hypervisor_open(uri, false, deadline_ms, &error);
    if (work->destination == NULL ||
        !hypervisor_domain_state(work->destination, copy->name, copy->uuid, &state, &error))
        return g_strdup(error->message);
    return state == DOMAIN_ABSENT || state == DOMAIN_SHUTOFF
               ? NULL
               : g_strdup_printf("it is %s there", domain_run_state_name(state));
}

static void perform(StepWork *work, StepResult *ret_result)
{
    g_autoptr(GError) answer = NULL;
    hypervisor_start(work->destination, work->xml, true, &answer);
    activate_procedure.settle(work->errand, work->step, work->settings, NULL, NULL, ret_result);
    if (answer != NULL)
        step_result_append(ret_result, "; the hypervisor said: ", answer->message);
}

static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   ProgressFunction progress, void *context, StepResult *ret_result)
{
    activate_procedure.settle(errand, step, settings, progress, context, ret_result);
}

const StepProcedure replicate_procedure = {"the hypervisor is called", look, perform, settle};
