#include "actuator/move.h"

#include "actuator/activate.h"
#include "actuator/figures.h"
#include "actuator/power.h"

struct Move {
    const Errand *errand;
    Step *step;
    const StepSettings *settings;
    int64_t bandwidth_mib_s;
    GAsyncQueue *queue;
    GAsyncQueue *permission; /* gets a pointer to one of the two tokens */
    GThread *thread;
    StepResult result;
};

static char permitted_token, refused_token;

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

static bool may_call(Move *move)
{
    send(move, MOVE_READY, NULL);
    if (g_async_queue_pop(move->permission) == &permitted_token)
        return true;
    move->result = (StepResult){STEP_PLANNED, g_strdup("released: nothing was called"), NULL};
    return false;
}

static void set_not_called(Move *move, StepState state, const char *why)
{
    move->result = (StepResult){state, g_strdup_printf("nothing was called: %s", why), NULL};
}

static void append_detail(StepResult *result, const char *joint, const char *text)
{
    char *detail = g_strconcat(result->detail, joint, text, NULL);
    g_free(result->detail);
    result->detail = detail;
}

/* What the call answered, beside what the hosts say, which alone counts. */
static void add_answer(StepResult *result, const MigrationProgress *final, const GError *answer)
{
    if (answer != NULL) {
        append_detail(result, "; the hypervisor said: ", answer->message);
    } else if (result->state != STEP_DONE) {
        append_detail(result, "", ", though the hypervisor said success");
    } else {
        g_autofree char *figures = figures_to_text(final);
        append_detail(result, "; ", figures);
        g_free(result->figures);
        result->figures = figures_to_json(final);
    }
}

static void call_migrate(Move *move, MigrationProgress *ret_final, GError **error)
{
    const HostAddress *from = &move->errand->addresses[move->step->from];
    const HostAddress *to = &move->errand->addresses[move->step->to];
    MigrationOptions options = {
        .destination_uri = to->peer_uri,
        .migrate_uri = to->migrate_uri,
        .bandwidth_mib_s = move->bandwidth_mib_s,
        .deadline_ms = step_deadline_ms(move->step->expected_s),
        .progress = send_progress,
        .context = move,
    };
    g_autoptr(Hypervisor) source =
        hypervisor_open(from->uri, false, move->settings->host_deadline_ms, error);
    if (source != NULL)
        hypervisor_migrate(source, errand_identity(move->errand, move->step)->name, &options,
                           ret_final, error);
}

/* Just in time: the domain where the step takes it from, and nowhere else. */
static bool is_in_place(Move *move)
{
    g_auto(Finding) finding = {0};
    step_look(move->errand, move->step, move->settings, NULL, NULL, &finding);
    if (finding.fate == FATE_NOT_MOVED)
        return true;
    g_autofree char *what = finding_describe(&finding);
    set_not_called(move, finding.fate == FATE_MOVED ? STEP_DONE : STEP_FAILED, what);
    return false;
}

static void run_migrate(Move *move)
{
    if (!is_in_place(move) || !may_call(move))
        return;
    g_autoptr(GError) answer = NULL;
    MigrationProgress final = {.downtime_ms = -1};
    call_migrate(move, &final, &answer);
    step_settle(move->errand, move->step, move->settings, send_progress, move, &move->result);
    add_answer(&move->result, &final, answer);
}

static void call_start(const Move *move, const char *xml, GError **error)
{
    const char *uri = move->errand->addresses[move->step->to].uri;
    g_autoptr(Hypervisor) host =
        hypervisor_open(uri, false, move->settings->host_deadline_ms, error);
    if (host != NULL)
        hypervisor_start(host, xml, true, error);
}

static void run_activate(Move *move)
{
    g_autofree char *why_not = NULL;
    g_autofree char *xml =
        activation_xml(move->errand, move->step, move->settings->host_deadline_ms, &why_not);
    if (xml == NULL) {
        set_not_called(move, STEP_FAILED, why_not);
        return;
    }
    if (!may_call(move))
        return;
    g_autoptr(GError) answer = NULL;
    call_start(move, xml, &answer);
    step_settle(move->errand, move->step, move->settings, NULL, NULL, &move->result);
    if (answer != NULL)
        append_detail(&move->result, "; the hypervisor said: ", answer->message);
}

static void run_power(Move *move)
{
    g_autofree char *why_not = power_check(move->errand, move->step, move->settings);
    if (why_not != NULL)
        set_not_called(move, STEP_FAILED, why_not);
    else if (may_call(move))
        power_switch(move->errand, move->step, move->settings, &move->result);
}

static gpointer run(gpointer data)
{
    Move *move = data;
    if (move->step->domain == INDEX_NONE)
        run_power(move);
    else if (move->step->kind == ACTION_ACTIVATE)
        run_activate(move);
    else
        run_migrate(move);
    send(move, MOVE_ENDED, NULL);
    return NULL;
}

Move *move_start(const Errand *errand, Step *step, const StepSettings *settings,
                 int64_t bandwidth_mib_s, GAsyncQueue *queue)
{
    Move *move = g_new0(Move, 1);
    move->errand = errand;
    move->step = step;
    move->settings = settings;
    move->bandwidth_mib_s = bandwidth_mib_s;
    move->queue = g_async_queue_ref(queue);
    move->permission = g_async_queue_new();
    move->thread = g_thread_new("move", run, move);
    return move;
}

void move_permit(Move *move, bool permitted)
{
    g_async_queue_push(move->permission, permitted ? &permitted_token : &refused_token);
}

Step *move_step(const Move *move)
{
    return move->step;
}

const StepResult *move_result(const Move *move)
{
    return &move->result;
}

void move_free(Move *move)
{
    g_thread_join(move->thread);
    g_async_queue_unref(move->queue);
    g_async_queue_unref(move->permission);
    step_result_clear(&move->result);
    g_free(move);
}
