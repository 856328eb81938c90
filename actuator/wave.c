#include "actuator/gate.h"
#include "actuator/move.h"
#include "actuator/room_now.h"
#include "actuator/run.h"
#include "actuator/slots.h"
#include "actuator/spool.h"
#include "common/error.h"
#include "common/time_text.h"
#include "plan/people.h"

#define MESSAGE_WAIT_US 200000
/* Where one step after the other fails, the next ones will, too. */
#define FAILURES_TO_STOP 3

/* One after the other within a wave: hosts must be on before domains come, and empty before they go
 * off. */
typedef enum { PHASE_POWER_ON, PHASE_MOVES, PHASE_POWER_OFF } Phase;

typedef struct {
    const Run *run;
    uint32_t wave;
    Slots *slots;
    Gate *gate;
    uint32_t held;        /* seq of a step that the clock holds back; 0: none */
    int64_t held_until_s; /* what was last told of it */
    bool paused;          /* by a person, as last told */
    bool out_of_time;     /* it is not to be waited for */
    uint32_t *host_moves; /* [n_hosts] migrations of the wave from or to it */
    GAsyncQueue *queue;
    guint n_in_hand;
    guint n_failed; /* one after the other */
    bool person_needed;
    GError *error; /* the first one of the database; then nothing is begun any more */
} Wave;

static bool may_begin(const Wave *wave)
{
    return !wave->out_of_time && !wave->person_needed && wave->n_failed < FAILURES_TO_STOP &&
           wave->error == NULL && !run_is_stopped(wave->run);
}

/* Keeps the first error; true where there is none. */
static bool keep(Wave *wave, bool succeeded, GError *error)
{
    if (succeeded)
        return true;
    if (wave->error == NULL)
        wave->error = error;
    else
        g_error_free(error);
    return false;
}

static bool write_state(Wave *wave, Step *step, StepState state, const char *detail,
                        const char *figures)
{
    GError *error = NULL;
    bool written = run_move_step(wave->run, step, state, detail, figures, &error);
    return keep(wave, written, error);
}

/* The database is out of reach: the result waits on disk for the next apply. */
static void keep_on_disk(Wave *wave, const Step *step, const StepResult *result)
{
    const Run *run = wave->run;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    g_autofree char *what = errand_describe(run->errand, step);
    SpoolKey key = {run->errand->plan->id, run->errand->plan->plan_digest,
                    run->execution->execution, run->execution->epoch, step->seq};
    bool kept = spool_keep(run->options->spool_directory, &key, result, &path, &error);
    g_autofree char *note =
        kept ? g_strdup_printf("%s: %s; kept in '%s' until the database is back", what,
                               step_state_names[result->state], path)
             : g_strdup_printf("%s: %s; it cannot be kept either (%s), the next apply asks the "
                               "hosts",
                               what, step_state_names[result->state], error->message);
    run_note(run, note);
}

static bool claim(Wave *wave, Step *step)
{
    GError *error = NULL;
    g_autofree char *what = errand_describe(wave->run->errand, step);
    bool claimed = execution_claim(wave->run->execution, step->seq, what, &error);
    if (!keep(wave, claimed, error))
        return false;
    step->state = STEP_INTENT;
    run_report(wave->run, APPLY_EVENT_BEGINS, step, NULL, NULL);
    return true;
}

static void write_result(Wave *wave, Step *step, const StepResult *result)
{
    g_autofree char *what = errand_describe(wave->run->errand, step);
    if (result->state == STEP_FAILED || result->state == STEP_UNKNOWN)
        run_add_reason(wave->run, "%s: %s", what, result->detail);
    wave->person_needed |= result->state == STEP_UNKNOWN;
    wave->n_failed = result->state == STEP_FAILED ? wave->n_failed + 1 : 0;
    GError *error = NULL;
    bool written =
        run_move_step(wave->run, step, result->state, result->detail, result->figures, &error);
    if (!written && error->code == VMATRIX_ERROR_UNAVAILABLE)
        keep_on_disk(wave, step, result);
    keep(wave, written, error);
}

/* Power actions hinder nobody: they take no place of a move. */
static bool take_place(const Wave *wave, const Step *step)
{
    return step->domain == INDEX_NONE ||
           slots_take(wave->slots, step->domain, step->from, step->to);
}

static void give_place_back(const Wave *wave, const Step *step)
{
    if (step->domain != INDEX_NONE)
        slots_give_back(wave->slots, step->domain, step->from, step->to);
}

static Phase phase_of(const Step *step)
{
    if (step->domain != INDEX_NONE)
        return PHASE_MOVES;
    return step->kind == ACTION_POWER_ON ? PHASE_POWER_ON : PHASE_POWER_OFF;
}

/* Tells of a wait once; where the caller does not want to wait, or would for ever, nothing more
 * begins. */
static void hold(Wave *wave, const Step *step, int64_t opens_s, const char *why)
{
    wave->held = step->seq;
    if (wave->held_until_s == opens_s)
        return;
    wave->held_until_s = opens_s;
    g_autofree char *until = opens_s == NEVER ? NULL : time_text_new(opens_s);
    g_autofree char *what = errand_describe(wave->run->errand, step);
    g_autofree char *text =
        until == NULL ? g_strdup_printf("%s does not begin: %s, and no window follows", what, why)
                      : g_strdup_printf("%s waits until %s: %s", what, until, why);
    wave->out_of_time = wave->run->options->no_wait || until == NULL;
    if (wave->out_of_time)
        run_add_reason(wave->run, "%s", text);
    else
        run_note(wave->run, text);
}

/* Asks the clock and the calendar in force, which people may have changed a moment ago. */
static bool is_time_for(Wave *wave, const Step *step)
{
    GError *error = NULL;
    if (!keep(wave, gate_read(wave->gate, wave->run->execution, &error), error))
        return false;
    const char *why = NULL;
    int64_t now_s = time_now_s();
    int64_t opens_s = gate_opens_s(wave->gate, step, now_s, &why);
    if (opens_s > now_s)
        hold(wave, step, opens_s, why);
    return opens_s == now_s;
}

/* Tells of it, once each time. */
static bool is_paused(Wave *wave)
{
    bool paused = run_is_paused(wave->run);
    if (paused != wave->paused)
        run_note(wave->run,
                 paused ? "paused: what is in hand ends, nothing new begins" : "going on");
    wave->paused = paused;
    return paused;
}

/* Of the link of its busier host, as the plan's durations have it. 0 means no limit. */
static int64_t share_of_bandwidth(const Wave *wave, const Step *step)
{
    int64_t bandwidth_mib_s = wave->run->errand->model->policy.bandwidth_mib_s;
    if (step->kind != ACTION_MIGRATE || bandwidth_mib_s == 0)
        return bandwidth_mib_s;
    uint32_t n_sharing = MAX(wave->host_moves[step->from], wave->host_moves[step->to]);
    return MAX(bandwidth_mib_s / MAX(n_sharing, 1), 1);
}

static uint32_t *count_migrations(const Errand *errand, uint32_t wave)
{
    uint32_t *host_moves = g_new0(uint32_t, errand->model->n_hosts + 1);
    for (uint32_t i = 0; i < errand->n_steps; i++) {
        const Step *step = &errand->steps[i];
        if (step->wave != wave || step->kind != ACTION_MIGRATE)
            continue;
        host_moves[step->from]++;
        host_moves[step->to]++;
    }
    return host_moves;
}

static void begin_steps(Wave *wave, Phase phase)
{
    Errand *errand = wave->run->errand;
    if (is_paused(wave))
        return;
    wave->held = 0;
    for (uint32_t i = 0; i < errand->n_steps && may_begin(wave); i++) {
        Step *step = &errand->steps[i];
        if (step->wave != wave->wave || step->state != STEP_PLANNED || phase_of(step) != phase ||
            !is_time_for(wave, step) || !take_place(wave, step))
            continue;
        if (!claim(wave, step)) {
            give_place_back(wave, step);
            return;
        }
        move_start(errand, step, &wave->run->settings, share_of_bandwidth(wave, step), wave->queue);
        wave->n_in_hand++;
    }
}

/* The last moment to turn back: after this commit the hypervisor may have been called. */
static void permit(Wave *wave, Move *move)
{
    Step *step = move_step(move);
    const GPtrArray *domains = move_destination(move);
    g_autofree char *keepsake = move_keepsake(move);
    g_autofree char *excess = domains == NULL ? NULL : room_now(wave->run->errand, step, domains);
    int64_t since_us = g_get_monotonic_time();
    if (excess != NULL)
        move_refuse(move, STEP_FAILED, excess);
    else if (may_begin(wave) && !run_is_paused(wave->run) && is_time_for(wave, step) &&
             write_state(wave, step, STEP_CALLING,
                         step_procedure(wave->run->errand, step)->about_to, keepsake))
        move_permit(move, since_us);
    else
        move_refuse(move, STEP_PLANNED, "nothing new may begin");
}

static void end_move(Wave *wave, Move *move)
{
    Step *step = move_step(move);
    write_result(wave, step, move_result(move));
    give_place_back(wave, step);
    wave->n_in_hand--;
    move_free(move);
}

static void handle(Wave *wave, MoveMessage *message)
{
    switch (message->kind) {
    case MOVE_READY:
        permit(wave, message->move);
        break;
    case MOVE_PROGRESS:
        run_report(wave->run, APPLY_EVENT_PROGRESS, move_step(message->move), NULL,
                   &message->progress);
        break;
    case MOVE_ENDED:
        end_move(wave, message->move);
    }
    g_free(message);
}

/* Whatever happens: what is in hand is waited for. */
static void run_phase(Wave *wave, Phase phase)
{
    for (;;) {
        begin_steps(wave, phase);
        if (wave->n_in_hand == 0 && !wave->paused && (wave->held == 0 || !may_begin(wave)))
            return;
        MoveMessage *message = g_async_queue_timeout_pop(wave->queue, MESSAGE_WAIT_US);
        if (message != NULL)
            handle(wave, message);
    }
}

static void add_reason_to_stop(const Wave *wave)
{
    if (wave->out_of_time)
        return; /* said already */
    if (run_is_stopped(wave->run))
        run_add_reason(wave->run, "stopped by a signal; what was in hand has ended");
    else if (wave->person_needed)
        run_add_reason(wave->run, "nothing more is begun until a person has looked");
    else
        run_add_reason(wave->run, "%d steps failed one after the other: nothing more is begun",
                       FAILURES_TO_STOP);
}

bool run_wave(const Run *run, uint32_t number, bool *ret_go_on, GError **error)
{
    g_autoptr(Slots) slots = slots_new(run->errand->model);
    g_autoptr(Gate) gate = gate_new(run->errand);
    g_autofree uint32_t *host_moves = count_migrations(run->errand, number);
    g_autoptr(GAsyncQueue) queue = g_async_queue_new();
    Wave wave = {
        .run = run,
        .wave = number,
        .slots = slots,
        .gate = gate,
        .host_moves = host_moves,
        .queue = queue,
    };
    for (Phase phase = PHASE_POWER_ON; phase <= PHASE_POWER_OFF; phase++)
        run_phase(&wave, phase);
    if (wave.error != NULL) {
        g_propagate_error(error, wave.error);
        return false;
    }
    *ret_go_on = may_begin(&wave);
    if (!*ret_go_on)
        add_reason_to_stop(&wave);
    return true;
}
