#include "actuator/settle.h"

#include "actuator/activate.h"
#include "actuator/figures.h"

#define DEADLINE_LEAST_MS 120000
#define DEADLINE_FACTOR   20

int64_t step_deadline_ms(double expected_s)
{
    double ms = expected_s * 1000.0 * DEADLINE_FACTOR;
    return ms < DEADLINE_LEAST_MS ? DEADLINE_LEAST_MS : (int64_t)MIN(ms, (double)G_MAXINT32);
}

void step_look(const Errand *errand, const Step *step, const StepSettings *settings,
               ProgressFunction progress, void *context, Finding *ret_finding)
{
    LookRequest request = {
        .domain = errand_identity(errand, step)->name,
        .uuid = errand_identity(errand, step)->uuid,
        .source_uri = errand->addresses[step->from].uri,
        .destination_uri = errand->addresses[step->to].uri,
        .host_deadline_ms = settings->host_deadline_ms,
        .settle_ms = settings->settle_ms,
        .under_way_ms = step_deadline_ms(step->expected_s),
        .progress = progress,
        .context = context,
    };
    look_at(&request, ret_finding);
}

static char *describe_unknown(const Errand *errand, const Step *step, const Finding *finding)
{
    g_autofree char *what = finding_describe(finding);
    g_autofree char *commands =
        reconcile_commands(errand_identity(errand, step)->name, errand->addresses[step->from].uri,
                           errand->addresses[step->to].uri);
    return g_strdup_printf("%s; nothing more is done to it until a person has looked:\n%s", what,
                           commands);
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

static void settle_migration(const Errand *errand, const Step *step, const StepSettings *settings,
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
        *ret_result = (StepResult){STEP_UNKNOWN, describe_unknown(errand, step, &finding), NULL};
    }
}

void step_settle(const Errand *errand, const Step *step, const StepSettings *settings,
                 ProgressFunction progress, void *context, StepResult *ret_result)
{
    if (step->kind == ACTION_MIGRATE)
        settle_migration(errand, step, settings, progress, context, ret_result);
    else if (step->kind == ACTION_ACTIVATE)
        activation_settle(errand, step, settings->host_deadline_ms, ret_result);
    else /* to record a power action twice is to record it once */
        *ret_result = (StepResult){STEP_FAILED, g_strdup("a power action begins anew"), NULL};
}
