#include "plan/timetable.h"

#include <math.h>

#include "plan/people.h"

int64_t timetable_length_s(double expected_s)
{
    /* by the three digits that are written, so that a plan that is read back has the same times */
    int64_t ms = (int64_t)llround(expected_s * 1000);
    return MAX((ms + 999) / 1000, 1);
}

static uint32_t wave_end(const Action *actions, uint32_t n_actions, uint32_t first)
{
    uint32_t end = first + 1;
    while (end < n_actions && actions[end].wave == actions[first].wave)
        end++;
    return end;
}

static Touches touches_of(const Model *model, const Action *action)
{
    uint32_t service =
        action->domain == INDEX_NONE ? INDEX_NONE : model->domains[action->domain].service;
    return (Touches){service, action->from, action->to};
}

/* All actions of a wave begin together. */
static int64_t earliest_of_wave(const Model *model, const Calendar *calendar, const Action *actions,
                                uint32_t n_actions, int64_t at_s)
{
    for (int64_t before_s = INT64_MIN; before_s != at_s;) {
        before_s = at_s;
        for (uint32_t i = 0; i < n_actions; i++)
            at_s = calendar_earliest_s(calendar, touches_of(model, &actions[i]), at_s,
                                       timetable_length_s(actions[i].expected_s));
    }
    return at_s;
}

static int64_t longest_s(const Action *actions, uint32_t n_actions)
{
    int64_t longest = 0;
    for (uint32_t i = 0; i < n_actions; i++)
        longest = MAX(longest, timetable_length_s(actions[i].expected_s));
    return longest;
}

static int64_t umin_of(const Action *actions, uint32_t n_actions)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < n_actions; i++)
        sum += actions[i].operator_umin;
    return sum;
}

/* Both the calendar and the people allow it then; NEVER. */
static int64_t begin_of_wave(const Model *model, const Calendar *calendar, const People *people,
                             const Action *actions, uint32_t n_actions, int64_t at_s)
{
    int64_t umin = umin_of(actions, n_actions);
    for (int64_t before_s = INT64_MIN; before_s != at_s && at_s != NEVER;) {
        before_s = at_s;
        if (calendar != NULL)
            at_s = earliest_of_wave(model, calendar, actions, n_actions, at_s);
        at_s = people_earliest_s(people, at_s, umin);
    }
    return at_s;
}

uint32_t timetable_fill(const Model *model, const Calendar *calendar, int64_t start_s,
                        Action *actions, uint32_t n_actions)
{
    People people = people_new(model, calendar);
    int64_t clock_s = start_s;
    for (uint32_t first = 0; first < n_actions;) {
        uint32_t end = wave_end(actions, n_actions, first);
        int64_t begin_s =
            begin_of_wave(model, calendar, &people, actions + first, end - first, clock_s);
        if (begin_s == NEVER)
            return first;
        people_spend(&people, begin_s, umin_of(actions + first, end - first));
        for (uint32_t i = first; calendar != NULL && i < end; i++) {
            actions[i].has_not_before = begin_s > clock_s;
            actions[i].not_before_s = begin_s > clock_s ? begin_s : 0;
        }
        clock_s = begin_s + longest_s(actions + first, end - first);
        first = end;
    }
    return n_actions;
}

WaveTime *timetable_waves(const Plan *plan, uint32_t *ret_n_waves)
{
    GArray *waves = g_array_new(FALSE, FALSE, sizeof(WaveTime));
    int64_t clock_s = plan->start_s;
    for (uint32_t first = 0; first < plan->n_actions;) {
        uint32_t end = wave_end(plan->actions, plan->n_actions, first);
        WaveTime time = {clock_s, 0};
        for (uint32_t i = first; i < end; i++)
            if (plan->actions[i].has_not_before)
                time.begin_s = MAX(time.begin_s, plan->actions[i].not_before_s);
        time.end_s = clock_s = time.begin_s + longest_s(plan->actions + first, end - first);
        g_array_append_val(waves, time);
        first = end;
    }
    *ret_n_waves = waves->len;
    return (WaveTime *)(void *)g_array_free(waves, FALSE);
}
