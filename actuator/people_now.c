#include "actuator/people_now.h"

static bool is_in_same_window(const PeopleNow *people, int64_t one_s, int64_t other_s)
{
    for (guint i = 0; i < G_N_ELEMENTS(people->calendars); i++)
        if (calendar_window(people->calendars[i], one_s) !=
            calendar_window(people->calendars[i], other_s))
            return false;
    return true;
}

static bool began_in_window(const PeopleNow *people, const Step *step, int64_t at_s)
{
    if (step->state == STEP_INTENT || step->state == STEP_CALLING)
        return is_in_same_window(people, people->now_s, at_s);
    for (guint i = 0; i < rows_n(people->begun); i++) {
        const char *seq = rows_get_named(people->begun, i, "seq");
        const char *begun_s = rows_get_named(people->begun, i, "at_s");
        if (g_ascii_strtoull(seq, NULL, 10) == step->seq &&
            is_in_same_window(people, g_ascii_strtoll(begun_s, NULL, 10), at_s))
            return true;
    }
    return false;
}

/* With the step itself. */
static int64_t umin_of_window(const PeopleNow *people, const Step *step, int64_t at_s)
{
    const Errand *errand = people->errand;
    int64_t umin = 0;
    for (uint32_t i = 0; i < errand->n_steps; i++)
        if (&errand->steps[i] == step || began_in_window(people, &errand->steps[i], at_s))
            umin += errand->document->plan->actions[i].operator_umin;
    return umin;
}

static int64_t next_window_s(const PeopleNow *people, int64_t at_s)
{
    int64_t next_s = NEVER;
    for (guint i = 0; i < G_N_ELEMENTS(people->calendars); i++)
        next_s = MIN(next_s, calendar_next_window_s(people->calendars[i], at_s));
    return next_s;
}

int64_t people_now_earliest_s(const PeopleNow *people, const Step *step, int64_t at_s)
{
    int64_t budget_umin = people->errand->model->policy.max_operator_umin_per_window;
    while (budget_umin != NO_LIMIT && at_s != NEVER &&
           umin_of_window(people, step, at_s) > budget_umin)
        at_s = next_window_s(people, at_s);
    return at_s;
}
