#include "plan/order_run.h"

#include "plan/order_clock.h"

void order_run_init(OrderRun *run, const OrderProblem *problem)
{
    run->problem = problem;
    run->state = order_state_new(problem->model, &problem->index, problem->powered);
    run->moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    run->n_waves = 0;
    run->shuffle = 0;
    run->people = people_new(problem->model, problem->calendar);
    if (problem->used_umin > 0)
        people_spend(&run->people, problem->clock_s, problem->used_umin);
    run->clock_s = problem->clock_s;
}

void order_run_clear(OrderRun *run)
{
    g_clear_pointer(&run->state, order_state_free);
    g_clear_pointer(&run->moves, g_array_unref);
}

static bool keeps_time(const OrderRun *run)
{
    return run->problem->calendar != NULL || run->people.budget_umin != INT64_MAX;
}

/* A wave for which no time is left takes none: the timetable of the whole plan will say so. */
static void keep_time(OrderRun *run)
{
    int64_t end_s = 0;
    if (!keeps_time(run))
        return;
    int64_t begin_s =
        order_clock_begin_s(run->problem, run->state, &run->people, run->clock_s, &end_s);
    if (begin_s == NEVER)
        return;
    people_spend(&run->people, begin_s, order_clock_umin(run->problem, run->state));
    run->clock_s = end_s;
}

void order_run_end_wave(OrderRun *run)
{
    const GArray *wave = order_state_wave(run->state);
    if (wave->len == 0)
        return;
    run->n_waves++;
    keep_time(run);
    for (guint i = 0; i < wave->len; i++) {
        OrderMove move = g_array_index(wave, OrderMove, i);
        move.wave = run->n_waves;
        g_array_append_val(run->moves, move);
    }
    order_state_end_wave(run->state);
}

bool order_run_begins_now(const OrderRun *run)
{
    return !keeps_time(run) || order_clock_begin_s(run->problem, run->state, &run->people,
                                                   run->clock_s, NULL) == run->clock_s;
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
    /* rather a wave of its own than that others wait for its blackout, or that no window has the
     * minutes for all */
    bool fits = alone || (order_clock_umin(run->problem, state) <= run->people.budget_umin &&
                          (waits || order_run_begins_now(run)));
    if (joined == n_moves && order_rules_broken(order_state_rules(state)) == INDEX_NONE && fits)
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
