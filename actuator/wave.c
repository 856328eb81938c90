#include "actuator/move.h"
#include "actuator/roll.h"
#include "actuator/run.h"
#include "actuator/slots.h"

#define MESSAGE_WAIT_US 200000

typedef struct {
    const Run *run;
    uint32_t wave;
    Slots *slots;
    int64_t bandwidth_mib_s; /* of one migration */
    GAsyncQueue *queue;
    guint n_in_hand;
    bool step_failed;
    GError *error; /* the first one of the database; then nothing is begun any more */
} Wave;

static bool may_begin(const Wave *wave)
{
    return !wave->step_failed && wave->error == NULL && !run_is_stopped(wave->run);
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
    if (result->state == STEP_FAILED || result->state == STEP_UNKNOWN) {
        wave->step_failed = true;
        run_add_reason(wave->run, "%s: %s", what, result->detail);
    }
    write_state(wave, step, result->state, result->detail, result->figures);
}

static void begin_moves(Wave *wave)
{
    Errand *errand = wave->run->errand;
    for (uint32_t i = 0; i < errand->n_steps && may_begin(wave); i++) {
        Step *step = &errand->steps[i];
        if (step->wave != wave->wave || step->state != STEP_PLANNED || step->domain == INDEX_NONE ||
            !slots_take(wave->slots, step->domain, step->from, step->to))
            continue;
        if (!claim(wave, step)) {
            slots_give_back(wave->slots, step->domain, step->from, step->to);
            return;
        }
        move_start(errand, step, &wave->run->settings, wave->bandwidth_mib_s, wave->queue);
        wave->n_in_hand++;
    }
}

/* The last moment to turn back: after this commit the hypervisor may have been called. */
static void permit(Wave *wave, Move *move)
{
    bool permitted = may_begin(wave) && write_state(wave, move_step(move), STEP_CALLING,
                                                    "the hypervisor is called", NULL);
    move_permit(move, permitted);
}

static void end_move(Wave *wave, Move *move)
{
    Step *step = move_step(move);
    write_result(wave, step, move_result(move));
    slots_give_back(wave->slots, step->domain, step->from, step->to);
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
static void run_moves(Wave *wave)
{
    for (;;) {
        begin_moves(wave);
        if (wave->n_in_hand == 0)
            return;
        MoveMessage *message = g_async_queue_timeout_pop(wave->queue, MESSAGE_WAIT_US);
        if (message != NULL)
            handle(wave, message);
    }
}

/* NULL where the host holds nothing that lives. Caller frees. */
static char *who_is_left(const Wave *wave, uint32_t host)
{
    g_autoptr(Roll) roll = roll_new(wave->run->errand);
    roll_ask(roll, wave->run->errand, host, wave->run->settings.host_deadline_ms);
    const RollEntry *entry = &roll->entries[host];
    if (entry->trouble != NULL)
        return g_strdup_printf("it does not answer: %s", entry->trouble);
    for (guint i = 0; i < entry->domains->len; i++) {
        const DomainFacts *facts = g_ptr_array_index(entry->domains, i);
        if (facts->state != DOMAIN_SHUTOFF)
            return g_strdup_printf("'%s' is still there (%s)", facts->name,
                                   domain_run_state_name(facts->state));
    }
    return NULL;
}

/* No machine is touched: the record says exactly that. */
static void run_power(Wave *wave, Step *step)
{
    if (!claim(wave, step))
        return;
    bool off = step->kind == ACTION_POWER_OFF;
    g_autofree char *left = off ? who_is_left(wave, step->from) : NULL;
    if (left != NULL) {
        StepResult failed = {STEP_FAILED, g_strdup_printf("not out of service: %s", left), NULL};
        write_result(wave, step, &failed);
        step_result_clear(&failed);
        return;
    }
    if (write_state(wave, step, STEP_CALLING, "recording; no machine is switched", NULL))
        write_state(
            wave, step, STEP_DONE,
            off ? "recorded as out of service: it holds no running domain; no power command "
                  "is configured, the machine itself was not switched off"
                : "recorded as in service; no power command is configured, the machine "
                  "itself was not switched on",
            NULL);
}

static void run_power_steps(Wave *wave, ActionKind kind)
{
    Errand *errand = wave->run->errand;
    for (uint32_t i = 0; i < errand->n_steps && may_begin(wave); i++) {
        Step *step = &errand->steps[i];
        if (step->wave == wave->wave && step->kind == kind && step->state == STEP_PLANNED)
            run_power(wave, step);
    }
}

/* The wave's migrations share the bandwidth, as many as may run at once. 0 means no limit. */
static int64_t share_of_bandwidth(const Errand *errand, uint32_t wave)
{
    const Policy *policy = &errand->model->policy;
    uint32_t n_moves = 0;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        n_moves += errand->steps[i].wave == wave && errand->steps[i].kind == ACTION_MIGRATE;
    uint32_t n_sharing = MAX(MIN(n_moves, policy->max_parallel), 1);
    return policy->bandwidth_mib_s == 0 ? 0 : MAX(policy->bandwidth_mib_s / n_sharing, 1);
}

bool run_wave(const Run *run, uint32_t number, GError **error)
{
    g_autoptr(Slots) slots = slots_new(run->errand->model);
    g_autoptr(GAsyncQueue) queue = g_async_queue_new();
    Wave wave = {
        .run = run,
        .wave = number,
        .slots = slots,
        .bandwidth_mib_s = share_of_bandwidth(run->errand, number),
        .queue = queue,
    };
    run_power_steps(&wave, ACTION_POWER_ON);
    run_moves(&wave);
    run_power_steps(&wave, ACTION_POWER_OFF);
    if (wave.error == NULL)
        return true;
    g_propagate_error(error, wave.error);
    return false;
}
