#include <string.h>

#include "actuator/actuator.h"
#include "actuator/preflight.h"
#include "actuator/run.h"
#include "actuator/signature.h"
#include "actuator/spool.h"
#include "common/error.h"
#include "common/fault_point.h"

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

/* Who mistypes the wave must not see the whole plan run. */
static bool check_stop(const Errand *errand, const ApplyOptions *options, GError **error)
{
    uint32_t last = errand->n_steps == 0 ? 0 : errand->steps[errand->n_steps - 1].wave;
    if (errand->n_steps == 0 || options->stop_after <= last)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE,
                "--stop-after %u: plan '%s' has %u wave%s", options->stop_after, errand->plan->id,
                last, last == 1 ? "" : "s");
    error_add_hint(error, "'vmatrix show %s' shows them", errand->plan->id);
    return false;
}

/* Approved, by signature where one is wanted, not frozen, no other plan half-way. */
static bool check_allowed(const Errand *errand, Database *database, const ApplyOptions *options,
                          GError **error)
{
    const char *const parameters[] = {errand->plan->id, errand->plan->plan_digest};
    return database_query(database, "execution_check", parameters, G_N_ELEMENTS(parameters), NULL,
                          error) &&
           (options->allowed_signers == NULL ||
            signature_check_plan(database, errand->plan->id, options->allowed_signers, error));
}

/* An actuator that was killed loses the lock as soon as the server notices. */
static bool lock(Database *database, int64_t wait_ms, GError **error)
{
    if (fault_point("lock", "actuator", "ignore"))
        return true;
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

static bool may_any_go(const Errand *errand, const Verdicts *verdicts)
{
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (errand->steps[i].state == STEP_PLANNED && verdicts->why[i] == NULL)
            return true;
    return false;
}

static void set_outcome(const Errand *errand, ApplyOutcome outcome, ApplyResult *result)
{
    result->outcome = outcome;
    result->n_done = count_done(errand);
}

/* False with the outcome and the reasons set where a broken precondition forbids to begin. */
static bool may_begin(const Errand *errand, const Verdicts *verdicts, const ApplyOptions *options,
                      ApplyResult *result)
{
    const GPtrArray *broken = verdicts->reasons;
    if (broken->len == 0 || (options->partial && may_any_go(errand, verdicts)))
        return true;
    for (guint i = 0; i < broken->len; i++)
        g_ptr_array_add(result->reasons, g_strdup(g_ptr_array_index(broken, i)));
    set_outcome(errand, APPLY_STALE, result);
    return false;
}

static bool note_reasons(const Run *run, GError **error)
{
    for (guint i = 0; i < run->reasons->len; i++)
        if (!execution_note(run->execution, 0, g_ptr_array_index(run->reasons, i), error))
            return false;
    return true;
}

/* An error in the middle: what was begun stands in the journal, so it is "half-way". */
static bool stop_half_way(const Run *run, const GError *cause, GError **error)
{
    bool nothing_begun = !run->execution->resumed && !run_has_begun(run);
    g_set_error(error, VMATRIX_ERROR, nothing_begun ? cause->code : VMATRIX_ERROR_HALFWAY,
                "plan '%s' stopped: %s", run->errand->plan->id, cause->message);
    if (!nothing_begun && strchr(cause->message, '\n') == NULL)
        error_add_hint(error,
                       "'vmatrix apply %s' again asks the hosts what became of it and goes on",
                       run->errand->plan->id);
    return false;
}

/* verdicts: of the look just before; NULL where an interrupted execution is taken up. */
static bool carry_out(const Run *run, const Verdicts *verdicts, ApplyResult *result, GError **error)
{
    g_autoptr(GError) cause = NULL;
    if ((verdicts != NULL && !run_leave_out(run, verdicts, &cause)) ||
        !run_waves(run, verdicts != NULL, &cause))
        return stop_half_way(run, cause, error);
    bool all = count_done(run->errand) == run->errand->n_steps;
    set_outcome(run->errand, all ? APPLY_DONE : APPLY_HALFWAY, result);
    return all ? execution_close(run->execution, error) : note_reasons(run, error);
}

static Run make_run(Errand *errand, const ApplyOptions *options, const Execution *execution,
                    GPtrArray *reasons)
{
    return (Run){
        .errand = errand,
        .execution = execution,
        .options = options,
        .settings = {options->host_deadline_ms, options->settle_ms, options->lease_ms,
                     options->stall_ms, options->shutdown_ms, options->stop},
        .reasons = reasons,
    };
}

/* What an apply before could not write. */
static bool take_in_spool(Database *database, const ApplyOptions *options, GError **error)
{
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
    bool taken = spool_take_in(options->spool_directory, database, notes, error);
    for (guint i = 0; options->report != NULL && i < notes->len; i++) {
        ApplyEvent event = {.kind = APPLY_EVENT_NOTE, .text = g_ptr_array_index(notes, i)};
        options->report(options->context, &event);
    }
    return taken;
}

static bool take_up(Errand *errand, Database *database, const ApplyOptions *options,
                    const Verdicts *verdicts, ApplyResult *result, GError **error)
{
    bool half_way;
    g_autoptr(Execution) execution =
        execution_open(database, errand->plan->id, errand->plan->plan_digest, error);
    if (execution == NULL || !errand_read_states(errand, database, &half_way, error))
        return false;
    Run run = make_run(errand, options, execution, result->reasons);
    g_autoptr(GError) cause = NULL;
    if (execution->resumed && !run_settle_open_steps(&run, &cause))
        return stop_half_way(&run, cause, error);
    if (result->reasons->len > 0) {
        set_outcome(errand, APPLY_HALFWAY, result);
        return true; /* each has its own entry in the journal already */
    }
    return carry_out(&run, execution->resumed ? NULL : verdicts, result, error);
}

/* What failed or was left out would be looked at again. */
static void forget_failures(Errand *errand)
{
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (errand->steps[i].state == STEP_FAILED || errand->steps[i].state == STEP_SKIPPED)
            errand->steps[i].state = STEP_PLANNED;
}

static bool dry_run(Errand *errand, Database *database, const ApplyOptions *options, bool half_way,
                    ApplyResult *result, GError **error)
{
    forget_failures(errand);
    g_autoptr(Verdicts) verdicts = preflight(errand, options->host_deadline_ms, true);
    if (!may_begin(errand, verdicts, options, result)) {
        result->outcome = half_way ? APPLY_HALFWAY : APPLY_STALE;
        return true;
    }
    if (!check_allowed(errand, database, options, error))
        return false;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (verdicts->why[i] != NULL) {
            g_autofree char *what = errand_describe(errand, &errand->steps[i]);
            g_ptr_array_add(result->reasons,
                            g_strdup_printf("%s would be left out: %s", what, verdicts->why[i]));
        }
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
        return dry_run(errand, database, options, half_way, result, error);
    if (!check_allowed(errand, database, options, error) ||
        !lock(database, options->lock_wait_ms, error) || !take_in_spool(database, options, error) ||
        !errand_read_states(errand, database, &half_way, error))
        return false;
    g_autoptr(Verdicts) verdicts =
        half_way ? NULL : preflight(errand, options->host_deadline_ms, true);
    if (verdicts != NULL && !may_begin(errand, verdicts, options, result))
        return true;
    return take_up(errand, database, options, verdicts, result, error);
}

bool actuator_apply(Database *database, const char *plan, const ApplyOptions *options,
                    ApplyResult *ret_result, GError **error)
{
    g_autoptr(Errand) errand = errand_load(database, plan, error);
    if (errand == NULL || !check_outcome(errand, error) || !check_stop(errand, options, error))
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
