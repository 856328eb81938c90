#include "plan/order_clock.h"

#include "plan/duration.h"
#include "plan/timetable.h"

static int64_t length_s(const OrderProblem *problem, const OrderState *state, const OrderMove *move)
{
    const Model *model = problem->model;
    bool starts = move->from == INDEX_NONE || model->hosts[move->from].state == HOST_STATE_FAILED;
    return timetable_length_s(duration_expected_s(model, starts ? ACTION_ACTIVATE : ACTION_MIGRATE,
                                                  move->domain,
                                                  order_state_n_sharing(state, move)));
}

int64_t order_clock_umin(const OrderProblem *problem, const OrderState *state)
{
    const GArray *wave = order_state_wave(state);
    int64_t sum = 0;
    for (guint i = 0; i < wave->len; i++) {
        const OrderMove *move = &g_array_index(wave, OrderMove, i);
        Effort effort = problem->least[move->domain];
        /* its price was in range before, with all other moves */
        bool known =
            order_problem_effort(problem, move->domain, move->from, move->to, &effort, NULL);
        sum += known ? effort.operator_umin : problem->least[move->domain].operator_umin;
    }
    return sum;
}

static int64_t calendar_begin_s(const OrderProblem *problem, const OrderState *state, int64_t at_s)
{
    const GArray *wave = order_state_wave(state);
    for (int64_t before_s = INT64_MIN; before_s != at_s;) {
        before_s = at_s;
        for (guint i = 0; i < wave->len; i++) {
            const OrderMove *move = &g_array_index(wave, OrderMove, i);
            Touches touches = {problem->model->domains[move->domain].service, move->from, move->to};
            at_s = calendar_earliest_s(problem->calendar, touches, at_s,
                                       length_s(problem, state, move));
        }
    }
    return at_s;
}

static int64_t longest_s(const OrderProblem *problem, const OrderState *state)
{
    const GArray *wave = order_state_wave(state);
    int64_t longest = 0;
    for (guint i = 0; i < wave->len; i++)
        longest = MAX(longest, length_s(problem, state, &g_array_index(wave, OrderMove, i)));
    return longest;
}

int64_t order_clock_begin_s(const OrderProblem *problem, const OrderState *state,
                            const People *people, int64_t at_s, int64_t *ret_end_s)
{
    int64_t umin = order_clock_umin(problem, state);
    for (int64_t before_s = INT64_MIN; before_s != at_s && at_s != NEVER;) {
        before_s = at_s;
        if (problem->calendar != NULL)
            at_s = calendar_begin_s(problem, state, at_s);
        at_s = people_earliest_s(people, at_s, umin);
    }
    if (ret_end_s != NULL)
        *ret_end_s = at_s == NEVER ? NEVER : at_s + longest_s(problem, state);
    return at_s;
}
