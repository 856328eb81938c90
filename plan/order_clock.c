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

int64_t order_clock_begin_s(const OrderProblem *problem, const OrderState *state, int64_t at_s,
                            int64_t *ret_end_s)
{
    const GArray *wave = order_state_wave(state);
    int64_t longest_s = 0;
    for (int64_t before_s = INT64_MIN; before_s != at_s;) {
        before_s = at_s;
        for (guint i = 0; i < wave->len; i++) {
            const OrderMove *move = &g_array_index(wave, OrderMove, i);
            Touches touches = {problem->model->domains[move->domain].service, move->from, move->to};
            int64_t length = length_s(problem, state, move);
            at_s = calendar_earliest_s(problem->calendar, touches, at_s, length);
            longest_s = MAX(longest_s, length);
        }
    }
    if (ret_end_s != NULL)
        *ret_end_s = at_s + longest_s;
    return at_s;
}
