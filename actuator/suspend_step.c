#include "actuator/procedure.h"

/* Memory and all goes to the host's own disk (libvirt's managed save); whoever starts the domain
 * there later finds it as it was. */

static DomainRunState state_at_host(const Errand *errand, const Step *step,
                                    const StepSettings *settings)
{
    DomainRunState state = DOMAIN_UNKNOWN;
    const DomainIdentity *identity = errand_identity(errand, step);
    const char *uri = errand->addresses[step->from].uri;
    g_autoptr(Hypervisor) host =
        uri == NULL ? NULL : hypervisor_open(uri, true, settings->host_deadline_ms, NULL);
    if (host != NULL)
        hypervisor_domain_state(host, identity->name, identity->uuid, &state, NULL);
    return state;
}

static char *look(StepWork *work, StepState *ret_state)
{
    DomainRunState state = state_at_host(work->errand, work->step, work->settings);
    *ret_state = state == DOMAIN_SHUTOFF ? STEP_DONE : STEP_FAILED;
    if (state != DOMAIN_RUNNING)
        return g_strdup_printf("it is %s on '%s'", domain_run_state_name(state),
                               errand_host(work->errand, work->step->from));
    g_autoptr(GError) error = NULL;
    work->source = hypervisor_open(work->errand->addresses[work->step->from].uri, false,
                                   work->settings->host_deadline_ms, &error);
    return work->source == NULL ? g_strdup(error->message) : NULL;
}

static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   G_GNUC_UNUSED ProgressFunction progress, G_GNUC_UNUSED void *context,
                   StepResult *ret_result)
{
    DomainRunState state = state_at_host(errand, step, settings);
    StepState result = state == DOMAIN_SHUTOFF   ? STEP_DONE
                       : state == DOMAIN_RUNNING ? STEP_FAILED
                                                 : STEP_UNKNOWN;
    g_autofree char *commands = result != STEP_UNKNOWN
                                    ? NULL
                                    : reconcile_commands(errand_identity(errand, step)->name,
                                                         errand->addresses[step->from].uri, NULL);
    char *detail = g_strdup_printf("the domain is %s on '%s'%s%s", domain_run_state_name(state),
                                   errand_host(errand, step->from), commands == NULL ? "" : ":\n",
                                   commands == NULL ? "" : commands);
    *ret_result = (StepResult){result, detail, NULL};
}

static void perform(StepWork *work, StepResult *ret_result)
{
    g_autoptr(GError) answer = NULL;
    hypervisor_set_deadline(work->source, step_deadline_ms(work->step->expected_s));
    hypervisor_act(work->source, errand_identity(work->errand, work->step)->name, DOMAIN_ACT_SAVE,
                   &answer);
    settle(work->errand, work->step, work->settings, NULL, NULL, ret_result);
    if (answer != NULL)
        step_result_append(ret_result, "; the hypervisor said: ", answer->message);
}

const StepProcedure suspend_procedure = {"the hypervisor is called", look, perform, settle};
