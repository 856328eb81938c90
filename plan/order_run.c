#include "plan/order_run.h"

void order_run_init(OrderRun *run, const OrderProblem *problem)
{
    run->problem = problem;
    run->state = order_state_new(problem->model, &problem->index);
    run->moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    run->n_waves = 0;
}

void order_run_clear(OrderRun *run)
{
    g_clear_pointer(&run->state, order_state_free);
    g_clear_pointer(&run->moves, g_array_unref);
}

void order_run_end_wave(OrderRun *run)
{
    const GArray *wave = order_state_wave(run->state);
    if (wave->len == 0)
        return;
    run->n_waves++;
    for (guint i = 0; i < wave->len; i++) {
        OrderMove move = g_array_index(wave, OrderMove, i);
        move.wave = run->n_waves;
        g_array_append_val(run->moves, move);
    }
    order_state_end_wave(run->state);
}

/* The moves of one step join the wave together or not at all. */
static bool join_step(OrderState *state, const OrderMove *moves, guint n_moves)
{
    guint joined = 0;
    while (joined < n_moves &&
           order_state_may_join(state, moves[joined].domain, moves[joined].to) == JOINS) {
        order_state_join(state, moves[joined].domain, moves[joined].to);
        joined++;
    }
    if (joined == n_moves && order_rules_broken(order_state_rules(state)) == INDEX_NONE)
        return true;
    for (; joined > 0; joined--)
        order_state_leave(state);
    return false;
}

void order_run_follow(OrderRun *run, const GArray *steps)
{
    guint at = 0;
    while (at < steps->len) {
        const OrderMove *first = &g_array_index(steps, OrderMove, at);
        guint n = 1;
        while (at + n < steps->len && g_array_index(steps, OrderMove, at + n).wave == first->wave)
            n++;
        if (!join_step(run->state, first, n)) {
            order_run_end_wave(run);
            bool joined = join_step(run->state, first, n);
            g_assert(joined);
        }
        at += n;
    }
    order_run_end_wave(run);
}
