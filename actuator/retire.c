/* Ending a domain: it is asked to shut down, waited for, and undefined once it is off.
 *
 * Nothing is ever destroyed: a guest that does not shut down within the deadline goes on running,
 * and the step has failed. Its definition is in the journal before anything is called, so that a
 * person can bring it back ('vmatrix journal PLAN --output json', then virsh define). */
#include "actuator/procedure.h"

#define LOOK_AGAIN_US 500000
#define ASK_AGAIN_US  (20 * G_USEC_PER_SEC)

static bool ask_state(Hypervisor *hypervisor, const DomainIdentity *identity,
                      DomainRunState *ret_state)
{
    *ret_state = DOMAIN_UNKNOWN;
    return hypervisor != NULL &&
           hypervisor_domain_state(hypervisor, identity->name, identity->uuid, ret_state, NULL);
}

static char *describe_end(const Errand *errand, const Step *step)
{
    return g_strdup_printf("the domain is shut down and no longer defined on '%s'; the journal "
                           "keeps its definition",
                           errand_host(errand, step->from));
}

static char *look(StepWork *work, StepState *ret_state)
{
    const DomainIdentity *identity = errand_identity(work->errand, work->step);
    const char *uri = work->errand->addresses[work->step->from].uri;
    int64_t deadline_ms = work->settings->host_deadline_ms;
    DomainRunState state;
    g_autoptr(GError) error = NULL;
    *ret_state = STEP_FAILED;
    if (uri == NULL)
        return g_strdup("its host is not in the inventory any more");
    work->source = hypervisor_open(uri, false, deadline_ms, &error);
    if (work->source == NULL)
        return g_strdup(error->message);
    bool told = ask_state(work->source, identity, &state);
    if (told && state == DOMAIN_ABSENT && work->step->called) {
        *ret_state = STEP_DONE;
        return describe_end(work->errand, work->step);
    }
    if (!told || (state != DOMAIN_RUNNING && state != DOMAIN_SHUTOFF))
        return g_strdup_printf("it is %s on '%s'", domain_run_state_name(state),
                               errand_host(work->errand, work->step->from));
    work->xml = hypervisor_domain_xml(work->source, identity->name, &error);
    return work->xml == NULL ? g_strdup(error->message) : NULL;
}

/* Until it is off or the time is over; asks again, for a guest that boots does not listen. */
static void wait_until_off(StepWork *work, GString *said)
{
    const DomainIdentity *identity = errand_identity(work->errand, work->step);
    int64_t now_us = g_get_monotonic_time(), asked_us = 0;
    int64_t until_us = now_us + work->settings->shutdown_ms * 1000;
    DomainRunState state = DOMAIN_UNKNOWN;
    while (ask_state(work->source, identity, &state) && state == DOMAIN_RUNNING &&
           now_us < until_us) {
        g_autoptr(GError) error = NULL;
        if (asked_us == 0 || now_us - asked_us > ASK_AGAIN_US) {
            if (!hypervisor_act(work->source, identity->name, DOMAIN_ACT_SHUT_DOWN, &error) &&
                said->len == 0)
                g_string_append(said, error->message);
            asked_us = now_us;
        }
        g_usleep(LOOK_AGAIN_US);
        now_us = g_get_monotonic_time();
    }
    if (state == DOMAIN_RUNNING && said->len == 0)
        g_string_append_printf(said, "the guest did not shut down within %" G_GINT64_FORMAT " ms",
                               work->settings->shutdown_ms);
}

static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   G_GNUC_UNUSED ProgressFunction progress, G_GNUC_UNUSED void *context,
                   StepResult *ret_result)
{
    const DomainIdentity *identity = errand_identity(errand, step);
    const char *uri = errand->addresses[step->from].uri;
    const char *host = errand_host(errand, step->from);
    DomainRunState state;
    g_autoptr(Hypervisor) hypervisor =
        uri == NULL ? NULL : hypervisor_open(uri, true, settings->host_deadline_ms, NULL);
    ask_state(hypervisor, identity, &state);
    *ret_result = (StepResult){STEP_UNKNOWN, NULL, NULL};
    if (state == DOMAIN_ABSENT) {
        ret_result->state = STEP_DONE;
        ret_result->detail = describe_end(errand, step);
    } else if (state == DOMAIN_RUNNING || state == DOMAIN_SHUTOFF) {
        ret_result->state = STEP_FAILED;
        ret_result->detail = g_strdup_printf(
            state == DOMAIN_RUNNING ? "the domain still runs on '%s'"
                                    : "the domain is shut off on '%s' and still defined",
            host);
    } else {
        g_autofree char *commands = reconcile_commands(identity->name, uri, NULL);
        ret_result->detail = g_strdup_printf(
            "the domain is %s on '%s'; nothing more is done to it until a person has "
            "looked:\n%s",
            domain_run_state_name(state), host, commands);
    }
}

static void perform(StepWork *work, StepResult *ret_result)
{
    const DomainIdentity *identity = errand_identity(work->errand, work->step);
    g_autoptr(GString) said = g_string_new(NULL);
    DomainRunState state;
    wait_until_off(work, said);
    g_autoptr(GError) error = NULL;
    if (ask_state(work->source, identity, &state) && state == DOMAIN_SHUTOFF &&
        !hypervisor_act(work->source, identity->name, DOMAIN_ACT_UNDEFINE, &error))
        g_string_append(said, error->message);
    settle(work->errand, work->step, work->settings, NULL, NULL, ret_result);
    if (said->len > 0 && ret_result->state != STEP_DONE)
        step_result_append(ret_result, ": ", said->str);
}

const StepProcedure retire_procedure = {
    "the guest is asked to shut down; its definition is kept here", look, perform, settle};
