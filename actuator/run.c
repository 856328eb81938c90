#include "actuator/run.h"

bool run_is_stopped(const Run *run)
{
    return run->options->stop != NULL && *run->options->stop != 0;
}

bool run_is_paused(const Run *run)
{
    return run->options->pause != NULL && *run->options->pause != 0 && !run_is_stopped(run);
}

bool run_has_begun(const Run *run)
{
    for (uint32_t i = 0; i < run->errand->n_steps; i++)
        if (run->errand->steps[i].state != STEP_PLANNED)
            return true;
    return false;
}

void run_add_reason(const Run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_ptr_array_add(run->reasons, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

void run_note(const Run *run, const char *text)
{
    ApplyEvent event = {.kind = APPLY_EVENT_NOTE, .text = text};
    if (run->options->report != NULL)
        run->options->report(run->options->context, &event);
}

void run_report(const Run *run, ApplyEventKind kind, const Step *step, const char *text,
                const MigrationProgress *progress)
{
    if (run->options->report == NULL)
        return;
    g_autofree char *what = errand_describe(run->errand, step);
    ApplyEvent event = {
        .kind = kind,
        .seq = step->seq,
        .n_steps = run->errand->n_steps,
        .wave = step->wave,
        .what = what,
        .state = step->state,
        .text = text,
        .expected_s = step->expected_s,
    };
    if (progress != NULL)
        event.progress = *progress;
    run->options->report(run->options->context, &event);
}

bool run_move_step(const Run *run, Step *step, StepState state, const char *detail,
                   const char *figures, GError **error)
{
    if (!execution_move(run->execution, step->seq, state, detail, figures, error))
        return false;
    step->state = state;
    if (state != STEP_CALLING)
        run_report(run, APPLY_EVENT_ENDS, step, detail, NULL);
    return true;
}
