#include "actuator/settle.h"

#include "actuator/procedure.h"

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

char *step_describe_unknown(const Errand *errand, const Step *step, const Finding *finding)
{
    g_autofree char *what = finding_describe(finding);
    g_autofree char *commands =
        reconcile_commands(errand_identity(errand, step)->name, errand->addresses[step->from].uri,
                           errand->addresses[step->to].uri);
    return g_strdup_printf("%s; nothing more is done to it until a person has looked:\n%s", what,
                           commands);
}

void step_settle(const Errand *errand, const Step *step, const StepSettings *settings,
                 ProgressFunction progress, void *context, StepResult *ret_result)
{
    const StepProcedure *procedure = step_procedure(errand, step);
    procedure->settle(errand, step, settings, progress, context, ret_result);
}
