#include "actuator/activate.h"

#include "actuator/fit.h"
#include "actuator/procedure.h"

/* *ret_state: what the host says of the domain; the XML where it is shut off there. */
static char *definition_on(const Errand *errand, const Step *step, uint32_t host,
                           int64_t deadline_ms, DomainRunState *ret_state, GError **error)
{
    const char *uri = errand->addresses[host].uri;
    const DomainIdentity *identity = errand_identity(errand, step);
    *ret_state = DOMAIN_UNKNOWN;
    if (uri == NULL)
        return NULL;
    g_autoptr(Hypervisor) hypervisor = hypervisor_open(uri, true, deadline_ms, error);
    if (hypervisor == NULL ||
        !hypervisor_domain_state(hypervisor, identity->name, identity->uuid, ret_state, error) ||
        *ret_state != DOMAIN_SHUTOFF)
        return NULL;
    return hypervisor_domain_xml(hypervisor, identity->name, error);
}

char *activation_xml(const Errand *errand, const Step *step, bool to_is_off,
                     int64_t host_deadline_ms, char **ret_why_not)
{
    g_autoptr(GError) error = NULL;
    DomainRunState there = DOMAIN_ABSENT, here = DOMAIN_ABSENT;
    g_autofree char *own = NULL;
    if (!to_is_off)
        own = definition_on(errand, step, step->to, host_deadline_ms, &there, &error);
    g_clear_error(&error);
    g_autofree char *brought = NULL;
    if (step->from != INDEX_NONE)
        brought = definition_on(errand, step, step->from, host_deadline_ms, &here, &error);
    if (here == DOMAIN_UNKNOWN) /* it may run on, unseen: started twice it destroys its disk */
        *ret_why_not = g_strdup_printf("host '%s' does not answer, so it may still run there",
                                       errand_host(errand, step->from));
    else if (here != DOMAIN_ABSENT && here != DOMAIN_SHUTOFF)
        *ret_why_not = g_strdup_printf("it is %s on '%s'", domain_run_state_name(here),
                                       errand_host(errand, step->from));
    else if (there != DOMAIN_ABSENT && there != DOMAIN_SHUTOFF)
        *ret_why_not = g_strdup_printf("it is %s there", domain_run_state_name(there));
    else if (own == NULL && brought == NULL)
        *ret_why_not = g_strdup("no host that answers has its definition");
    else
        return own != NULL ? g_steal_pointer(&own) : g_steal_pointer(&brought);
    return NULL;
}

/* Both hosts again: the domain must run where it was started, and nowhere else. */
static DomainRunState state_on(const Errand *errand, const Step *step, uint32_t host,
                               int64_t deadline_ms)
{
    DomainRunState state = DOMAIN_UNKNOWN;
    const DomainIdentity *identity = errand_identity(errand, step);
    if (host == INDEX_NONE)
        return DOMAIN_ABSENT;
    const char *uri = errand->addresses[host].uri;
    g_autoptr(Hypervisor) hypervisor =
        uri == NULL ? NULL : hypervisor_open(uri, true, deadline_ms, NULL);
    if (hypervisor == NULL ||
        !hypervisor_domain_state(hypervisor, identity->name, identity->uuid, &state, NULL))
        return DOMAIN_UNKNOWN;
    return state;
}

static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   G_GNUC_UNUSED ProgressFunction progress, G_GNUC_UNUSED void *context,
                   StepResult *ret_result)
{
    int64_t host_deadline_ms = settings->host_deadline_ms;
    DomainRunState there = state_on(errand, step, step->to, host_deadline_ms);
    DomainRunState here = state_on(errand, step, step->from, host_deadline_ms);
    bool dead_here = here == DOMAIN_ABSENT || here == DOMAIN_SHUTOFF;
    bool dead_there = there == DOMAIN_ABSENT || there == DOMAIN_SHUTOFF;
    StepState state = STEP_UNKNOWN;
    if (dead_here && there == DOMAIN_RUNNING)
        state = STEP_DONE;
    else if (dead_here && dead_there)
        state = STEP_FAILED;
    char *detail =
        step->from == INDEX_NONE
            ? g_strdup_printf("the domain is %s on '%s'", domain_run_state_name(there),
                              errand_host(errand, step->to))
            : g_strdup_printf("the domain is %s on '%s' and %s on '%s'",
                              domain_run_state_name(there), errand_host(errand, step->to),
                              domain_run_state_name(here), errand_host(errand, step->from));
    *ret_result = (StepResult){state, detail, NULL};
}

char *activation_found_done(const StepWork *work, StepState *ret_state)
{
    g_auto(StepResult) result = {0};
    if (work->step->called)
        settle(work->errand, work->step, work->settings, NULL, NULL, &result);
    if (result.detail == NULL || result.state != STEP_DONE)
        return NULL;
    *ret_state = STEP_DONE;
    return g_steal_pointer(&result.detail);
}

static char *look(StepWork *work, StepState *ret_state)
{
    int64_t deadline_ms = work->settings->host_deadline_ms;
    const char *uri = work->errand->addresses[work->step->to].uri;
    char *why_not = activation_found_done(work, ret_state);
    if (why_not != NULL)
        return why_not;
    *ret_state = STEP_FAILED;
    work->xml = activation_xml(work->errand, work->step, false, deadline_ms, &why_not);
    if (work->xml == NULL)
        return why_not;
    char *misfit = fit_check(work->errand, work->step, work->xml, deadline_ms);
    if (misfit != NULL)
        return misfit;
    g_autoptr(GError) error = NULL;
    work->destination = hypervisor_open(uri, false, deadline_ms, &error);
    return work->destination == NULL ? g_strdup(error->message) : NULL;
}

static void perform(StepWork *work, StepResult *ret_result)
{
    g_autoptr(GError) answer = NULL;
    hypervisor_start(work->destination, work->xml, true, &answer);
    settle(work->errand, work->step, work->settings, NULL, NULL, ret_result);
    if (answer != NULL)
        step_result_append(ret_result, "; the hypervisor said: ", answer->message);
}

const StepProcedure activate_procedure = {"the hypervisor is called", look, perform, settle};
