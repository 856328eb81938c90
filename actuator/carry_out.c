#include "actuator/preflight.h"
#include "actuator/run.h"

/* The waves of an execution, one after the other. */

static bool has_left(const Errand *errand, uint32_t wave)
{
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (errand->steps[i].wave == wave && errand->steps[i].state == STEP_PLANNED)
            return true;
    return false;
}

static bool leave_out(const Run *run, Step *step, const char *why, GError **error)
{
    g_autofree char *what = errand_describe(run->errand, step);
    if (!execution_skip(run->execution, step->seq, why, error))
        return false;
    step->state = STEP_SKIPPED;
    run_add_reason(run, "%s is left out: %s", what, why);
    run_report(run, APPLY_EVENT_ENDS, step, why, NULL);
    return true;
}

bool run_leave_out(const Run *run, const Verdicts *verdicts, GError **error)
{
    for (uint32_t i = 0; i < run->errand->n_steps; i++) {
        Step *step = &run->errand->steps[i];
        if (step->state == STEP_PLANNED && verdicts->why[i] != NULL &&
            !leave_out(run, step, verdicts->why[i], error))
            return false;
    }
    return true;
}

/* Just in time: the world as it is now, for the steps of this wave and what depends on them. */
static bool reconsider(const Run *run, GError **error)
{
    if (!errand_refresh(run->errand, run->execution->database, error))
        return false;
    g_autoptr(Verdicts) verdicts = preflight(run->errand, run->options->host_deadline_ms, false);
    return run_leave_out(run, verdicts, error);
}

bool run_waves(const Run *run, bool looked_already, GError **error)
{
    const Errand *errand = run->errand;
    uint32_t last = errand->steps[errand->n_steps - 1].wave;
    for (uint32_t wave = 1; wave <= last; wave++) {
        bool go_on = true;
        if (!has_left(errand, wave))
            continue;
        if (run->options->stop_after != 0 && wave > run->options->stop_after) {
            run_add_reason(run, "stopped after wave %u as asked", run->options->stop_after);
            return true;
        }
        if (!looked_already && !reconsider(run, error))
            return false;
        looked_already = false;
        if (!run_wave(run, wave, &go_on, error))
            return false;
        if (!go_on)
            return true;
    }
    return true;
}
