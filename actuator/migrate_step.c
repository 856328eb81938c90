#include "actuator/actuator.h"
#include "actuator/figures.h"
#include "actuator/fit.h"
#include "actuator/procedure.h"
#include "actuator/supervise.h"

#define CONVERGES_PERMILLE 800

/* A migration by the hosts themselves (peer-to-peer), which goes on where we die. */

/* Just in time: the domain where the step takes it from and nowhere else, and a destination that
 * can run it. */
static char *look(StepWork *work, StepState *ret_state)
{
    const HostAddress *from = &work->errand->addresses[work->step->from];
    int64_t deadline_ms = work->settings->host_deadline_ms;
    g_auto(Finding) finding = {0};
    step_look(work->errand, work->step, work->settings, NULL, NULL, &finding);
    *ret_state = finding.fate == FATE_MOVED ? STEP_DONE : STEP_FAILED;
    if (finding.fate != FATE_NOT_MOVED)
        return finding_describe(&finding);
    char *misfit = fit_check(work->errand, work->step, NULL, deadline_ms);
    if (misfit != NULL)
        return misfit;
    g_autoptr(GError) error = NULL;
    work->source = hypervisor_open(from->uri, false, deadline_ms, &error);
    return work->source == NULL ? g_strdup(error->message) : NULL;
}

/* What a guest writes meanwhile is sent again: from some part of the bandwidth on that takes more
 * rounds than there are. Without a limit nothing can be predicted; supervision sees it then. */
static bool writes_too_fast(const StepWork *work, const Domain *domain)
{
    return work->errand->model->policy.non_converging == NON_CONVERGING_THROTTLE &&
           domain->move == MOVE_MODE_LIVE && work->bandwidth_mib_s > 0 &&
           domain->dirty_mib_s * 1000 >= work->bandwidth_mib_s * CONVERGES_PERMILLE;
}

/* A migration that is being watched. */
typedef struct {
    const StepWork *work;
    Supervision supervision;
    const char *aborted_because;
} Watched;

/* False ends it. */
static bool watch(void *context, const MigrationProgress *progress)
{
    Watched *watched = context;
    const StepSettings *settings = watched->work->settings;
    if (watched->work->progress != NULL)
        watched->work->progress(watched->work->context, progress);
    if (settings->stop != NULL && *settings->stop == APPLY_CANCEL)
        watched->aborted_because = "cancelled by a signal";
    else if (supervision_is_stalled(&watched->supervision, progress, settings->stall_ms))
        watched->aborted_because = "it stalled: nothing was sent for too long";
    return watched->aborted_because == NULL;
}

static void call(StepWork *work, MigrationProgress *ret_final, GError **error)
{
    Watched watched = {.work = work};
    const HostAddress *to = &work->errand->addresses[work->step->to];
    const Domain *domain = &work->errand->model->domains[work->step->domain];
    MigrationOptions options = {
        .destination_uri = to->peer_uri,
        .migrate_uri = to->migrate_uri,
        .bandwidth_mib_s = work->bandwidth_mib_s,
        .paused = domain->move == MOVE_MODE_SAVE,
        .auto_converge = writes_too_fast(work, domain),
        .deadline_ms = step_deadline_ms(work->step->expected_s),
        .progress = watch,
        .context = &watched,
    };
    const char *name = errand_identity(work->errand, work->step)->name;
    if (!hypervisor_migrate(work->source, name, &options, ret_final, error) &&
        watched.aborted_because != NULL)
        g_prefix_error(error, "%s: ", watched.aborted_because);
}

/* What the call answered, beside what the hosts say, which alone counts. */
static void add_answer(StepResult *result, const MigrationProgress *final, const GError *answer)
{
    if (answer != NULL) {
        step_result_append(result, "; the hypervisor said: ", answer->message);
    } else if (result->state != STEP_DONE) {
        step_result_append(result, "", ", though the hypervisor said success");
    } else {
        g_autofree char *figures = figures_to_text(final);
        step_result_append(result, "; ", figures);
        g_free(result->figures);
        result->figures = figures_to_json(final);
    }
}

/* The final figures, where the destination still knows them. */
static char *figures_at_destination(const Errand *errand, const Step *step,
                                    const StepSettings *settings)
{
    bool known = false;
    MigrationProgress final;
    g_autoptr(Hypervisor) host =
        hypervisor_open(errand->addresses[step->to].uri, true, settings->host_deadline_ms, NULL);
    if (host == NULL ||
        !hypervisor_last_migration(host, errand_identity(errand, step)->name, &known, &final,
                                   NULL) ||
        !known)
        return NULL;
    return figures_to_json(&final);
}

static void settle(const Errand *errand, const Step *step, const StepSettings *settings,
                   ProgressFunction progress, void *context, StepResult *ret_result)
{
    g_auto(Finding) finding = {0};
    step_look(errand, step, settings, progress, context, &finding);
    switch (finding.fate) {
    case FATE_MOVED:
        *ret_result = (StepResult){STEP_DONE, finding_describe(&finding),
                                   figures_at_destination(errand, step, settings)};
        break;
    case FATE_NOT_MOVED:
        *ret_result = (StepResult){STEP_FAILED, finding_describe(&finding), NULL};
        break;
    case FATE_UNDER_WAY:
    case FATE_CALL_PERSON:
        *ret_result =
            (StepResult){STEP_UNKNOWN, step_describe_unknown(errand, step, &finding), NULL};
    }
}

static void perform(StepWork *work, StepResult *ret_result)
{
    g_autoptr(GError) answer = NULL;
    MigrationProgress final = {.downtime_ms = -1};
    call(work, &final, &answer);
    settle(work->errand, work->step, work->settings, work->progress, work->context, ret_result);
    add_answer(ret_result, &final, answer);
}

const StepProcedure migrate_procedure = {"the hypervisor is called", look, perform, settle};
