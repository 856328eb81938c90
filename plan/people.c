#include "plan/people.h"

People people_new(const Model *model, const Calendar *calendar)
{
    int64_t budget = model->policy.max_operator_umin_per_window;
    return (People){calendar, budget == NO_LIMIT ? INT64_MAX : budget, INT64_MIN, 0};
}

static int64_t window_at(const People *people, int64_t at_s)
{
    return people->calendar == NULL ? INT64_MIN : calendar_window(people->calendar, at_s);
}

int64_t people_earliest_s(const People *people, int64_t at_s, int64_t umin)
{
    if (umin > people->budget_umin)
        return NEVER;
    int64_t used_umin = window_at(people, at_s) == people->window ? people->used_umin : 0;
    if (umin <= people->budget_umin - used_umin)
        return at_s;
    return people->calendar == NULL ? NEVER : calendar_next_window_s(people->calendar, at_s);
}

void people_spend(People *people, int64_t at_s, int64_t umin)
{
    int64_t window = window_at(people, at_s);
    people->used_umin = (window == people->window ? people->used_umin : 0) + umin;
    people->window = window;
}
