/* max_operator_min_per_window: what people do in one window, the time between two blackouts of
 * everything.
 *
 * A window is known by the end of the last such blackout before it. The minutes of an action are
 * spent where it begins: with its wave, or at its own not_before. A plan without a start has one
 * window.
 */
#include <math.h>

#include "certificate/cost.h"
#include "certificate/price.h"
#include "certificate/replay.h"
#include "common/time_text.h"

typedef struct {
    Checks *checks;
    const Model *model;
    int64_t window, umin;
    bool told;
} Spent;

static int64_t window_of(const Model *model, int64_t begin_s)
{
    int64_t latest = INT64_MIN;
    for (uint32_t i = 0; i < model->n_blackouts; i++) {
        int64_t to_s = 0;
        if (model->blackouts[i].scope == BLACKOUT_ALL &&
            time_text_parse(model->blackouts[i].to, &to_s) && to_s <= begin_s)
            latest = MAX(latest, to_s);
    }
    return latest;
}

static int64_t umin_of(const Model *model, const Action *action)
{
    return judge_is_move(action)
               ? judge_move_minutes(model, action->domain, action->from, action->to)
               : model->policy.power_change_umin;
}

static void spend(Spent *spent, int64_t window, int64_t umin, uint32_t wave)
{
    int64_t budget = spent->model->policy.max_operator_umin_per_window;
    if (window != spent->window) {
        spent->window = window;
        spent->umin = 0;
        spent->told = false;
    }
    spent->umin += umin;
    if (spent->umin <= budget || spent->told)
        return;
    g_autofree char *needed = money_to_text(spent->umin), *allowed = money_to_text(budget);
    checks_break(spent->checks, "wave %u: its window then needs %s operator minutes, allowed %s",
                 wave, needed, allowed);
    spent->told = true;
}

static int64_t begin_of(const Plan *plan, const Action *action, int64_t clock_s)
{
    bool waits = plan->has_start && action->has_not_before;
    return waits && action->not_before_s > clock_s ? action->not_before_s : clock_s;
}

void judge_check_people(Checks *checks, const Model *model, const Plan *plan)
{
    Spent spent = {checks, model, INT64_MIN, 0, false};
    int64_t clock_s = plan->has_start ? plan->start_s : 0;
    if (model->policy.max_operator_umin_per_window == NO_LIMIT)
        return;
    checks_begin(checks, "people");
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        int64_t end_s = clock_s;
        for (; at < wave.end; at++) {
            const Action *action = &plan->actions[at];
            int64_t begin_s = begin_of(plan, action, clock_s);
            bool sane = action->expected_s >= 0 && action->expected_s <= 1e12;
            int64_t window = plan->has_start ? window_of(model, begin_s) : INT64_MIN;
            spend(&spent, window, umin_of(model, action), wave.number);
            /* whole seconds, at least one, by the three digits that are written */
            int64_t length_s = sane ? (int64_t)ceil(round(action->expected_s * 1000) / 1000) : 1;
            end_s = MAX(end_s, begin_s + MAX(length_s, 1));
        }
        clock_s = end_s;
    }
    checks_end(checks, "the actions of no window take more than the people's minutes");
}
