#include "actuator/move.h"

#include <jansson.h>

#include "actuator/roll.h"

/* The owner's answer to MOVE_READY. */
typedef struct {
    bool permitted;
    int64_t since_us;
    StepState state; /* where it is refused */
    char *why;
} Answer;

struct Move {
    Step *step;
    const StepProcedure *procedure;
    StepWork work;
    Roll *roll;
    GAsyncQueue *queue;
    GAsyncQueue *answers; /* Answer *, one */
    GThread *thread;
    StepResult result;
};

static void send(Move *move, MoveMessageKind kind, const MigrationProgress *progress)
{
    MoveMessage message = {.kind = kind, .move = move};
    if (progress != NULL)
        message.progress = *progress;
    g_async_queue_push(move->queue, g_memdup2(&message, sizeof message));
}

static bool send_progress(void *context, const MigrationProgress *progress)
{
    send(context, MOVE_PROGRESS, progress);
    return true;
}

static void set_not_called(Move *move, StepState state, const char *why)
{
    move->result = (StepResult){state, g_strdup_printf("nothing was called: %s", why), NULL};
}

static bool lease_has_ended(const Move *move, int64_t since_us)
{
    return g_get_monotonic_time() - since_us > move->work.settings->lease_ms * 1000;
}

static bool may_call(Move *move)
{
    send(move, MOVE_READY, NULL);
    Answer *answer = g_async_queue_pop(move->answers);
    if (!answer->permitted)
        set_not_called(move, answer->state, answer->why);
    else if (lease_has_ended(move, answer->since_us))
        set_not_called(move, STEP_PLANNED, "the permission to call came too late");
    bool permitted = move->result.detail == NULL;
    g_free(answer->why);
    g_free(answer);
    return permitted;
}

static bool is_ready(Move *move)
{
    StepState state = STEP_FAILED;
    g_autofree char *why_not = move->procedure->look(&move->work, &state);
    if (why_not != NULL)
        set_not_called(move, state, why_not);
    else if (move->step->domain != INDEX_NONE && move->step->to != INDEX_NONE)
        roll_ask(move->roll, move->work.errand, move->step->to,
                 move->work.settings->host_deadline_ms);
    return why_not == NULL;
}

static gpointer run(gpointer data)
{
    Move *move = data;
    if (is_ready(move) && may_call(move))
        move->procedure->perform(&move->work, &move->result);
    step_work_clear(&move->work);
    send(move, MOVE_ENDED, NULL);
    return NULL;
}

Move *move_start(const Errand *errand, Step *step, const StepSettings *settings,
                 int64_t bandwidth_mib_s, GAsyncQueue *queue)
{
    Move *move = g_new0(Move, 1);
    move->step = step;
    move->procedure = step_procedure(errand, step);
    move->work = (StepWork){
        .errand = errand,
        .step = step,
        .settings = settings,
        .bandwidth_mib_s = bandwidth_mib_s,
        .progress = send_progress,
        .context = move,
    };
    move->roll = roll_new(errand);
    move->queue = g_async_queue_ref(queue);
    move->answers = g_async_queue_new();
    move->thread = g_thread_new("move", run, move);
    return move;
}

static void answer(Move *move, Answer content)
{
    g_async_queue_push(move->answers, g_memdup2(&content, sizeof content));
}

void move_permit(Move *move, int64_t since_us)
{
    answer(move, (Answer){.permitted = true, .since_us = since_us});
}

void move_refuse(Move *move, StepState state, const char *why)
{
    answer(move, (Answer){.state = state, .why = g_strdup(why)});
}

Step *move_step(const Move *move)
{
    return move->step;
}

const GPtrArray *move_destination(const Move *move)
{
    return move->step->to == INDEX_NONE ? NULL : move->roll->entries[move->step->to].domains;
}

/* The definition of what is to end. */
char *move_keepsake(const Move *move)
{
    if (move->step->kind != ACTION_RETIRE || move->work.xml == NULL)
        return NULL;
    json_t *object = json_pack("{s:s}", "xml", move->work.xml);
    char *text = object == NULL ? NULL : json_dumps(object, JSON_COMPACT);
    json_decref(object);
    char *copy = g_strdup(text);
    free(text);
    return copy;
}

const StepResult *move_result(const Move *move)
{
    return &move->result;
}

void move_free(Move *move)
{
    g_thread_join(move->thread);
    g_async_queue_unref(move->queue);
    g_async_queue_unref(move->answers);
    roll_free(move->roll);
    step_result_clear(&move->result);
    g_free(move);
}
