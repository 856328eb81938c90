/* No action is expected to run within a blackout that covers it.
 *
 * The times of a plan follow from its start: a wave begins when all of the one
 * before is expected to have ended, an action not before its own not_before.
 */
#include "certificate/replay.h"

#include <math.h>

#include "common/time_text.h"

typedef struct {
    int64_t from_s, to_s;
} Interval;

static Interval *blackout_times(const Model *model)
{
    Interval *times = g_new0(Interval, MAX(model->n_blackouts, 1));
    for (uint32_t i = 0; i < model->n_blackouts; i++)
        if (!time_text_parse(model->blackouts[i].from, &times[i].from_s) ||
            !time_text_parse(model->blackouts[i].to, &times[i].to_s))
            times[i] = (Interval){INT64_MIN, INT64_MAX}; /* not a time: allow nothing */
    return times;
}

static bool covers(const Model *model, const Blackout *blackout, const Action *action)
{
    switch (blackout->scope) {
    case BLACKOUT_ALL:
        return true;
    case BLACKOUT_SERVICE:
        return action->domain != INDEX_NONE &&
               model->domains[action->domain].service == blackout->index;
    case BLACKOUT_HOST:
        return action->from == blackout->index || action->to == blackout->index;
    }
    return true;
}

static const char *scope_name(const Model *model, const Blackout *blackout)
{
    if (blackout->scope == BLACKOUT_ALL)
        return "everything";
    return blackout->scope == BLACKOUT_SERVICE ? model->services[blackout->index].name
                                               : model->hosts[blackout->index].name;
}

static void check_against(Checks *checks, const Model *model, const Action *action, Interval runs,
                          const Interval *times)
{
    for (uint32_t i = 0; i < model->n_blackouts; i++) {
        if (runs.to_s <= times[i].from_s || runs.from_s >= times[i].to_s ||
            !covers(model, &model->blackouts[i], action))
            continue;
        g_autofree char *begin = time_text_new(runs.from_s);
        g_autofree char *end = time_text_new(runs.to_s);
        const char *who = action->domain != INDEX_NONE ? model->domains[action->domain].name
                          : action->to != INDEX_NONE   ? model->hosts[action->to].name
                                                       : model->hosts[action->from].name;
        checks_break(checks,
                     "wave %u: '%s' would run from %s to %s, within the blackout of '%s' from %s "
                     "to %s",
                     action->wave, who, begin, end, scope_name(model, &model->blackouts[i]),
                     model->blackouts[i].from, model->blackouts[i].to);
    }
}

/* Whole seconds, at least one, by the digits that are written. */
static int64_t whole_seconds(double expected_s)
{
    double ms = round(expected_s * 1000);
    return MAX((int64_t)ceil(ms / 1000), 1);
}

static void check_waves(Checks *checks, const Model *model, const Plan *plan)
{
    g_autofree Interval *times = blackout_times(model);
    int64_t clock_s = plan->start_s;
    for (uint32_t at = 0; at < plan->n_actions;) {
        Wave wave = judge_next_wave(plan, at);
        int64_t end_s = clock_s;
        for (; at < wave.end; at++) {
            const Action *action = &plan->actions[at];
            Interval runs = {clock_s, 0};
            if (action->has_not_before)
                runs.from_s = MAX(runs.from_s, action->not_before_s);
            runs.to_s = runs.from_s + whole_seconds(action->expected_s);
            check_against(checks, model, action, runs, times);
            end_s = MAX(end_s, runs.to_s);
        }
        clock_s = end_s;
    }
}

static bool duration_is_sane(const Plan *plan)
{
    for (uint32_t i = 0; i < plan->n_actions; i++)
        if (!(plan->actions[i].expected_s >= 0 && plan->actions[i].expected_s <= 1e12))
            return false;
    return true;
}

void judge_check_calendar(Checks *checks, const Model *model, const Plan *plan)
{
    checks_begin(checks, "calendar");
    if (!duration_is_sane(plan))
        checks_break(checks, "an action is expected to take no possible time");
    else if (plan->has_start)
        check_waves(checks, model, plan);
    else if (plan->n_actions > 0 && model->n_blackouts > 0)
        checks_break(checks, "there are blackouts, but the plan has no start");
    for (uint32_t i = 0; i < plan->n_actions && !plan->has_start; i++)
        if (plan->actions[i].has_not_before)
            checks_break(checks, "wave %u waits for a time, but the plan has no start",
                         plan->actions[i].wave);
    checks_end(checks, model->n_blackouts == 0 ? "there are no blackouts"
                                               : "no action runs within a blackout");
}
