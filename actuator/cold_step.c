#include "actuator/cold_fate.h"
#include "actuator/fit.h"
#include "actuator/procedure.h"
#include "common/error.h"

#define LOOK_AGAIN_US 200000
#define ACTS_AT_MOST  8 /* four lead from one end to the other */

/* A cold move: defined at its destination, shut down, started there, forgotten at its source. Each
 * act follows from what both hosts say, so that it goes on from wherever a crash left it. */

static void look_at_both(const Errand *errand, const Step *step, const StepSettings *settings,
                         Finding *ret_finding)
{
    StepSettings once = *settings;
    once.settle_ms = 0;
    step_look(errand, step, &once, NULL, NULL, ret_finding);
}

/* A step that was claimed before may have stopped the domain itself. */
static bool may_begin_from(const Step *step, ColdFate fate)
{
    return fate == COLD_DEFINE || fate == COLD_SHUT_DOWN ||
           (step->attempt > 0 &&
            (fate == COLD_DEFINE_STOPPED || fate == COLD_START || fate == COLD_FORGET));
}

static char *look(StepWork *work, StepState *ret_state)
{
    int64_t deadline_ms = work->settings->host_deadline_ms;
    g_auto(Finding) finding = {0};
    look_at_both(work->errand, work->step, work->settings, &finding);
    ColdFate fate = cold_fate(finding.source, finding.destination);
    *ret_state = fate == COLD_DONE ? STEP_DONE : STEP_FAILED;
    if (!may_begin_from(work->step, fate))
        return finding_describe(&finding);
    char *misfit = fit_check(work->errand, work->step, NULL, deadline_ms);
    if (misfit != NULL)
        return misfit;
    g_autoptr(GError) error = NULL;
    work->source =
        hypervisor_open(work->errand->addresses[work->step->from].uri, false, deadline_ms, &error);
    if (work->source != NULL)
        work->destination = hypervisor_open(work->errand->addresses[work->step->to].uri, false,
                                            deadline_ms, &error);
    return work->destination == NULL ? g_strdup(error->message) : NULL;
}

static bool define(const StepWork *work, const char *name, GError **error)
{
    g_autofree char *xml = hypervisor_definition(work->source, name, error);
    return xml != NULL && hypervisor_define(work->destination, xml, error);
}

/* Asks the guest, and waits. Never by force: what a guest does last is its own business. */
static bool shut_down(const StepWork *work, const char *name, GError **error)
{
    int64_t until_us =
        g_get_monotonic_time() + step_deadline_ms(work->step->expected_s) * INT64_C(1000);
    if (!hypervisor_act(work->source, name, DOMAIN_ACT_SHUT_DOWN, error))
        return false;
    for (;;) {
        DomainRunState state;
        if (!hypervisor_domain_state(
                work->source, name, errand_identity(work->errand, work->step)->uuid, &state, error))
            return false;
        if (state != DOMAIN_RUNNING)
            return true;
        if (g_get_monotonic_time() > until_us)
            break;
        g_usleep(LOOK_AGAIN_US);
    }
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "the guest was asked to shut down and has not done so in time");
    return false;
}

/* Where it does not start there, it starts where it was, if that is still defined. */
static bool start(const StepWork *work, const char *name, DomainRunState source, GError **error)
{
    if (hypervisor_act(work->destination, name, DOMAIN_ACT_START, error))
        return true;
    if (source == DOMAIN_SHUTOFF && hypervisor_act(work->source, name, DOMAIN_ACT_START, NULL))
        g_prefix_error(error, "it was started on its old host again, for here it did not: ");
    return false;
}

static bool act(const StepWork *work, ColdFate fate, DomainRunState source, GError **error)
{
    const char *name = errand_identity(work->errand, work->step)->name;
    switch (fate) {
    case COLD_DEFINE:
    case COLD_DEFINE_STOPPED:
        return define(work, name, error);
    case COLD_SHUT_DOWN:
        return shut_down(work, name, error);
    case COLD_START:
        return start(work, name, source, error);
    case COLD_FORGET:
        return hypervisor_act(work->source, name, DOMAIN_ACT_UNDEFINE, error);
    case COLD_DONE:
    case COLD_CALL_PERSON:
        return false;
    }
    g_assert_not_reached();
}

static void set_result(const Errand *errand, const Step *step, const Finding *finding,
                       StepResult *ret_result)
{
    switch (cold_fate(finding->source, finding->destination)) {
    case COLD_DONE:
    case COLD_FORGET: /* what is left is a definition without life */
        *ret_result = (StepResult){STEP_DONE, finding_describe(finding), NULL};
        break;
    case COLD_DEFINE:
    case COLD_SHUT_DOWN:
        *ret_result = (StepResult){STEP_FAILED, finding_describe(finding), NULL};
        break;
    case COLD_DEFINE_STOPPED:
    case COLD_START:
        *ret_result =
            (StepResult){STEP_FAILED,
                         g_strdup("the domain is stopped, half-way between its hosts; the "
                                  "next apply goes on from there"),
                         NULL};
        break;
    case COLD_CALL_PERSON:
        *ret_result =
            (StepResult){STEP_UNKNOWN, step_describe_unknown(errand, step, finding), NULL};
    }
}

static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   G_GNUC_UNUSED ProgressFunction progress, G_GNUC_UNUSED void *context,
                   StepResult *ret_result)
{
    g_auto(Finding) finding = {0};
    look_at_both(errand, step, settings, &finding);
    if (cold_fate(finding.source, finding.destination) == COLD_FORGET)
        *ret_result = (StepResult){STEP_FAILED,
                                   g_strdup("it runs at the destination; its old definition is to "
                                            "be taken away"),
                                   NULL};
    else
        set_result(errand, step, &finding, ret_result);
}

static void perform(StepWork *work, StepResult *ret_result)
{
    g_autoptr(GError) answer = NULL;
    for (guint n_acts = 0;; n_acts++) {
        g_auto(Finding) finding = {0};
        look_at_both(work->errand, work->step, work->settings, &finding);
        ColdFate fate = cold_fate(finding.source, finding.destination);
        if (answer == NULL && n_acts < ACTS_AT_MOST && fate != COLD_DONE &&
            fate != COLD_CALL_PERSON && act(work, fate, finding.source, &answer))
            continue;
        if (answer != NULL) { /* what is so after the failure */
            finding_clear(&finding);
            look_at_both(work->errand, work->step, work->settings, &finding);
        }
        set_result(work->errand, work->step, &finding, ret_result);
        break;
    }
    if (answer != NULL)
        step_result_append(ret_result, "; the hypervisor said: ", answer->message);
}

const StepProcedure cold_procedure = {"the domain is shut down and started elsewhere", look,
                                      perform, settle};
