#include "actuator/run.h"

/* After a crash: what the one before left open. */

typedef struct {
    const Run *run;
    const Step *step;
} Waiting;

/* False once the caller wants to stop: the migration goes on without us and is settled later. */
static bool wait_on(void *context, const MigrationProgress *progress)
{
    const Waiting *waiting = context;
    run_report(waiting->run, APPLY_EVENT_PROGRESS, waiting->step, NULL, progress);
    return !run_is_stopped(waiting->run);
}

/* What is still unknown stays so, with a note: there is no edge from a state to itself. */
static bool write_unknown(const Run *run, Step *step, const char *detail, GError **error)
{
    if (step->state == STEP_UNKNOWN)
        return execution_note(run->execution, step->seq, detail, error);
    return run_move_step(run, step, STEP_UNKNOWN, detail, NULL, error);
}

static bool settle_step(const Run *run, Step *step, GError **error)
{
    g_autofree char *what = errand_describe(run->errand, step);
    g_autofree char *note =
        g_strdup_printf("%s was left '%s': asking both hosts", what, step_state_names[step->state]);
    run_note(run, note);
    Waiting waiting = {run, step};
    StepResult result = {0};
    step_settle(run->errand, step, &run->settings, wait_on, &waiting, &result);
    g_autofree char *detail = g_strconcat("after an interruption: ", result.detail, NULL);
    bool written;
    if (result.state == STEP_UNKNOWN) {
        run_add_reason(run, "%s: %s", what, detail);
        written = write_unknown(run, step, detail, error);
    } else {
        StepState state = result.state == STEP_DONE ? STEP_DONE : STEP_PLANNED;
        written = run_move_step(run, step, state, detail, result.figures, error);
    }
    step_result_clear(&result);
    return written;
}

/* The one before may be asleep with a permission to call that has not ended yet. */
static void wait_for_leases(const Run *run)
{
    for (uint32_t i = 0; i < run->errand->n_steps; i++)
        if (run->errand->steps[i].state == STEP_CALLING) {
            g_usleep((gulong)run->settings.lease_ms * 1000);
            return;
        }
}

bool run_settle_open_steps(const Run *run, GError **error)
{
    wait_for_leases(run);
    for (uint32_t i = 0; i < run->errand->n_steps; i++) {
        Step *step = &run->errand->steps[i];
        if (step_state_is_open(step->state) && !settle_step(run, step, error))
            return false;
        bool again = step->state == STEP_FAILED || step->state == STEP_SKIPPED;
        if (again && !run_move_step(run, step, STEP_PLANNED, "to be tried again", NULL, error))
            return false;
    }
    return true;
}
