#include "plan/order_actions.h"

#include "plan/duration.h"
#include "plan/order_retire.h"

typedef struct {
    const OrderProblem *problem;
    const bool *in_service;
    GArray *actions;       /* Action */
    uint32_t *host_moves;  /* [n_hosts] moves of the present wave from or to it */
    uint32_t waves_before; /* those of powering on and of what was written already */
} Writer;

/* How many hosts people can switch in one window. */
static uint32_t most_switched(const Policy *policy)
{
    if (policy->max_operator_umin_per_window == NO_LIMIT || policy->power_change_umin == 0)
        return UINT32_MAX;
    return (uint32_t)CLAMP(policy->max_operator_umin_per_window / policy->power_change_umin, 1,
                           UINT32_MAX);
}

static void add_power_actions(Writer *writer, ActionKind kind)
{
    const Model *model = writer->problem->model;
    bool on = kind == ACTION_POWER_ON;
    uint32_t most = most_switched(&model->policy), n = 0;
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        if (model->hosts[host].on == on || writer->in_service[host] != on)
            continue;
        Action action = {
            .wave = writer->waves_before + 1,
            .kind = kind,
            .domain = INDEX_NONE,
            .from = on ? INDEX_NONE : host,
            .to = on ? host : INDEX_NONE,
            .operator_umin = model->policy.power_change_umin,
            .expected_s = duration_expected_s(model, kind, INDEX_NONE, 1),
        };
        g_array_append_val(writer->actions, action);
        if (++n % most == 0)
            writer->waves_before++;
    }
    if (n % most != 0)
        writer->waves_before++;
}

static bool is_start(const Model *model, const OrderMove *move)
{
    return move->from == INDEX_NONE || model->hosts[move->from].state == HOST_STATE_FAILED;
}

static ActionKind kind_of(const Model *model, const OrderMove *move)
{
    if (move->to == INDEX_NONE)
        return ACTION_RETIRE;
    if (move->from == INDEX_NONE && model->domains[move->domain].replica_of != INDEX_NONE)
        return ACTION_REPLICATE;
    return is_start(model, move) ? ACTION_ACTIVATE : ACTION_MIGRATE;
}

static uint32_t n_sharing(const Writer *writer, const OrderMove *move)
{
    uint32_t n_to = move->to == INDEX_NONE ? 0 : writer->host_moves[move->to];
    return move->from == INDEX_NONE ? n_to : MAX(n_to, writer->host_moves[move->from]);
}

static bool add_move(Writer *writer, const OrderMove *move, GError **error)
{
    const OrderProblem *problem = writer->problem;
    Effort effort;
    if (!order_problem_effort(problem, move->domain, move->from, move->to, &effort, error))
        return false;
    ActionKind kind = kind_of(problem->model, move);
    Action action = {
        .wave = move->wave + writer->waves_before,
        .kind = kind,
        .domain = move->domain,
        .from = move->from,
        .to = move->to,
        .parking = move->to != problem->target[move->domain],
        .operator_umin = effort.operator_umin,
        .expected_s =
            duration_expected_s(problem->model, kind, move->domain, n_sharing(writer, move)),
    };
    g_array_append_val(writer->actions, action);
    return true;
}

static int compare_domains(gconstpointer left, gconstpointer right)
{
    const OrderMove *first = left;
    const OrderMove *second = right;
    return first->domain < second->domain ? -1 : first->domain > second->domain;
}

static void count_wave(Writer *writer, const GArray *wave, uint32_t step)
{
    for (guint i = 0; i < wave->len; i++) {
        const OrderMove *move = &g_array_index(wave, OrderMove, i);
        if (move->to != INDEX_NONE)
            writer->host_moves[move->to] += step;
        if (move->from != INDEX_NONE)
            writer->host_moves[move->from] += step;
    }
}

static bool add_wave(Writer *writer, GArray *wave, GError **error)
{
    g_array_sort(wave, compare_domains);
    count_wave(writer, wave, 1);
    bool fine = true;
    for (guint i = 0; fine && i < wave->len; i++)
        fine = add_move(writer, &g_array_index(wave, OrderMove, i), error);
    count_wave(writer, wave, (uint32_t)-1);
    return fine;
}

static bool add_moves(Writer *writer, const GArray *moves, GError **error)
{
    g_autoptr(GArray) wave = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    for (guint i = 0; i < moves->len; i++) {
        OrderMove move = g_array_index(moves, OrderMove, i);
        g_array_append_val(wave, move);
        if (i + 1 < moves->len && g_array_index(moves, OrderMove, i + 1).wave == move.wave)
            continue;
        if (!add_wave(writer, wave, error))
            return false;
        g_array_set_size(wave, 0);
    }
    if (moves->len > 0)
        writer->waves_before += g_array_index(moves, OrderMove, moves->len - 1).wave;
    return true;
}

bool order_actions(const OrderProblem *problem, const bool *in_service, const GArray *moves,
                   Action **ret_actions, uint32_t *ret_n_actions, GError **error)
{
    g_autofree uint32_t *host_moves = g_new0(uint32_t, problem->model->n_hosts);
    g_autoptr(GArray) actions = g_array_new(FALSE, TRUE, sizeof(Action));
    Writer writer = {problem, in_service, actions, host_moves, 0};
    add_power_actions(&writer, ACTION_POWER_ON);
    g_autoptr(GArray) retirements = order_retirements(problem->model);
    if (!add_moves(&writer, retirements, error) || !add_moves(&writer, moves, error))
        return false;
    add_power_actions(&writer, ACTION_POWER_OFF);
    *ret_n_actions = actions->len;
    *ret_actions = (Action *)(void *)g_array_free(g_steal_pointer(&actions), FALSE);
    return true;
}
