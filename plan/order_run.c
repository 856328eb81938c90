#include "plan/order_run.h"

#include "plan/order_clock.h"

void order_run_init(OrderRun *run, const OrderProblem *problem)
{
    run->problem = problem;
    run->state = order_state_new(problem->model, &problem->index, problem->powered);
    run->moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    run->n_waves = 0;
    run->shuffle = 0;
    run->clock_s = problem->clock_s;
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
    if (run->problem->calendar != NULL)
        order_clock_begin_s(run->problem, run->state, run->clock_s, &run->clock_s);
    for (guint i = 0; i < wave->len; i++) {
        OrderMove move = g_array_index(wave, OrderMove, i);
        move.wave = run->n_waves;
        g_array_append_val(run->moves, move);
    }
    order_state_end_wave(run->state);
}

bool order_run_begins_now(const OrderRun *run)
{
    return run->problem->calendar == NULL ||
           order_clock_begin_s(run->problem, run->state, run->clock_s, NULL) == run->clock_s;
}

/* The moves of one step join the wave together or not at all. */
static bool join_step(const OrderRun *run, const OrderMove *moves, guint n_moves)
{
    OrderState *state = run->state;
    bool waits = !order_run_begins_now(run);
    bool alone = order_state_wave(state)->len == 0;
    guint joined = 0;
    while (joined < n_moves &&
           order_state_may_join(state, moves[joined].domain, moves[joined].to) == JOINS) {
        order_state_join(state, moves[joined].domain, moves[joined].to);
        joined++;
    }
    /* rather a wave of its own than that others wait for its blackout */
    if (joined == n_moves && order_rules_broken(order_state_rules(state)) == INDEX_NONE &&
        (alone || waits || order_run_begins_now(run)))
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
        if (!join_step(run, first, n)) {
            order_run_end_wave(run);
            bool joined = join_step(run, first, n);
            g_assert(joined);
        }
        at += n;
    }
    order_run_end_wave(run);
}
