#include <string.h>

#include "actuator/actuator.h"
#include "actuator/preflight.h"
#include "actuator/run.h"
#include "common/error.h"

#define LOCK_LOOK_US 100000

void apply_result_clear(ApplyResult *result)
{
    g_clear_pointer(&result->reasons, g_ptr_array_unref);
}

static bool check_outcome(const Errand *errand, GError **error)
{
    const char *outcome = errand->plan->outcome;
    if (strcmp(outcome, "optimal") == 0 || strcmp(outcome, "feasible") == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "plan '%s' cannot be carried out: its outcome is '%s'", errand->plan->id, outcome);
    return false;
}

/* Approved, not frozen, no other plan half-way. */
static bool check_allowed(const Errand *errand, Database *database, GError **error)
{
    const char *const parameters[] = {errand->plan->id, errand->plan->plan_digest};
    return database_query(database, "execution_check", parameters, G_N_ELEMENTS(parameters), NULL,
                          error);
}

/* An actuator that was killed loses the lock as soon as the server notices. */
static bool lock(Database *database, int64_t wait_ms, GError **error)
{
    int64_t since_us = g_get_monotonic_time();
    for (;;) {
        g_autoptr(Rows) rows = NULL;
        if (!database_query(database, "actuator_lock", NULL, 0, &rows, error))
            return false;
        if (strcmp(rows_get(rows, 0, 0), "t") == 0)
            return true;
        if (g_get_monotonic_time() - since_us > wait_ms * 1000)
            break;
        g_usleep(LOCK_LOOK_US);
    }
    g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED, "another apply is at work");
    error_add_hint(error, "'vmatrix journal' shows what it does; apply again when it has ended");
    return false;
}

static uint32_t count_done(const Errand *errand)
{
    uint32_t n_done = 0;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        n_done += errand->steps[i].state == STEP_DONE;
    return n_done;
}

static bool has_begun(const Errand *errand)
{
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (errand->steps[i].state != STEP_PLANNED)
            return true;
    return false;
}

static void set_outcome(const Errand *errand, ApplyOutcome outcome, ApplyResult *result)
{
    result->outcome = outcome;
    result->n_done = count_done(errand);
}

/* False with the outcome set where a precondition is broken. */
static bool preconditions_hold(const Errand *errand, const ApplyOptions *options,
                               ApplyResult *result)
{
    g_autoptr(GPtrArray) broken = preflight(errand, options->host_deadline_ms);
    for (guint i = 0; i < broken->len; i++)
        g_ptr_array_add(result->reasons, g_strdup(g_ptr_array_index(broken, i)));
    if (broken->len > 0)
        set_outcome(errand, has_begun(errand) ? APPLY_HALFWAY : APPLY_STALE, result);
    return broken->len == 0;
}

static bool note_reasons(const Run *run, GError **error)
{
    for (guint i = 0; i < run->reasons->len; i++)
        if (!execution_note(run->execution, 0, g_ptr_array_index(run->reasons, i), error))
            return false;
    return true;
}

static bool is_wave_done(const Errand *errand, uint32_t wave)
{
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (errand->steps[i].wave == wave && errand->steps[i].state != STEP_DONE)
            return false;
    return true;
}

/* An error in the middle: what was begun stands in the journal, so it is "half-way". */
static bool stop_half_way(const Run *run, const GError *cause, GError **error)
{
    bool nothing_begun = !run->execution->resumed && !has_begun(run->errand);
    g_set_error(error, VMATRIX_ERROR, nothing_begun ? cause->code : VMATRIX_ERROR_HALFWAY,
                "plan '%s' stopped: %s", run->errand->plan->id, cause->message);
    if (!nothing_begun && strchr(cause->message, '\n') == NULL)
        error_add_hint(error,
                       "'vmatrix apply %s' again asks the hosts what became of it and goes on",
                       run->errand->plan->id);
    return false;
}

static bool run_waves(const Run *run, ApplyResult *result, GError **error)
{
    const Errand *errand = run->errand;
    uint32_t last = errand->steps[errand->n_steps - 1].wave;
    for (uint32_t wave = 1; wave <= last; wave++) {
        if (run->options->stop_after != 0 && wave > run->options->stop_after) {
            run_add_reason(run, "stopped after wave %u as asked", run->options->stop_after);
            break;
        }
        if (!run_wave(run, wave, error))
            return false;
        if (is_wave_done(errand, wave))
            continue;
        if (run_is_stopped(run))
            run_add_reason(run, "stopped by a signal; what was in hand has ended");
        break;
    }
    set_outcome(errand, count_done(errand) == errand->n_steps ? APPLY_DONE : APPLY_HALFWAY, result);
    return true;
}

static bool carry_out(const Run *run, ApplyResult *result, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if (!run_waves(run, result, &cause))
        return stop_half_way(run, cause, error);
    if (result->outcome == APPLY_DONE)
        return execution_close(run->execution, error);
    return note_reasons(run, error);
}

static Run make_run(Errand *errand, const ApplyOptions *options, const Execution *execution,
                    GPtrArray *reasons)
{
    return (Run){
        .errand = errand,
        .execution = execution,
        .options = options,
        .settings = {options->host_deadline_ms, options->settle_ms},
        .reasons = reasons,
    };
}

/* What an earlier actuator left open is settled first. *ret_go_on false: the outcome is set. */
static bool settle_first(const Run *run, bool *ret_go_on, ApplyResult *result, GError **error)
{
    *ret_go_on = false;
    if (!run_settle_open_steps(run, error))
        return false;
    if (result->reasons->len > 0) {
        set_outcome(run->errand, APPLY_HALFWAY, result);
        return true; /* each has its own entry in the journal already */
    }
    *ret_go_on = preconditions_hold(run->errand, run->options, result);
    return *ret_go_on || note_reasons(run, error);
}

static bool take_up(Errand *errand, Database *database, const ApplyOptions *options,
                    ApplyResult *result, GError **error)
{
    bool half_way, go_on = true;
    g_autoptr(Execution) execution =
        execution_open(database, errand->plan->id, errand->plan->plan_digest, error);
    if (execution == NULL || !errand_read_states(errand, database, &half_way, error))
        return false;
    Run run = make_run(errand, options, execution, result->reasons);
    g_autoptr(GError) cause = NULL;
    if (execution->resumed && !settle_first(&run, &go_on, result, &cause))
        return stop_half_way(&run, cause, error);
    return !go_on || carry_out(&run, result, error);
}

static bool dry_run(const Errand *errand, Database *database, const ApplyOptions *options,
                    ApplyResult *result, GError **error)
{
    if (!preconditions_hold(errand, options, result))
        return true;
    if (!check_allowed(errand, database, error))
        return false;
    set_outcome(errand, APPLY_READY, result);
    return true;
}

static bool apply_errand(Errand *errand, Database *database, const ApplyOptions *options,
                         ApplyResult *result, GError **error)
{
    bool half_way = false;
    if (!errand_read_states(errand, database, &half_way, error))
        return false;
    if (options->dry_run)
        return dry_run(errand, database, options, result, error);
    if (!check_allowed(errand, database, error) || !lock(database, options->lock_wait_ms, error) ||
        !errand_read_states(errand, database, &half_way, error))
        return false;
    if (!half_way && !preconditions_hold(errand, options, result))
        return true;
    return take_up(errand, database, options, result, error);
}

bool actuator_apply(Database *database, const char *plan, const ApplyOptions *options,
                    ApplyResult *ret_result, GError **error)
{
    g_autoptr(Errand) errand = errand_load(database, plan, error);
    if (errand == NULL || !check_outcome(errand, error))
        return false;
    g_auto(ApplyResult)
        result = {.n_steps = errand->n_steps, .reasons = g_ptr_array_new_with_free_func(g_free)};
    if (errand->n_steps == 0)
        result.outcome = APPLY_UNCHANGED;
    else if (!apply_errand(errand, database, options, &result, error))
        return false;
    *ret_result = result;
    result.reasons = NULL;
    return true;
}
