/* The people's budget of a window: policy max_operator_min_per_window.
 *
 * A window is the time between two blackouts of everything; the time before the first is one, and
 * so is the time behind the last, and all time where there is none. The minutes of an action are
 * spent in the window in which it begins. Reviews and notices come before all of them and do not
 * count.
 */
#ifndef VMATRIX_PLAN_PEOPLE_H
#define VMATRIX_PLAN_PEOPLE_H

#include "plan/calendar.h"

typedef struct {
    const Calendar *calendar; /* NULL: one window */
    int64_t budget_umin;      /* INT64_MAX: no limit */
    int64_t window;           /* the last one in which minutes were spent */
    int64_t used_umin;        /* in that one */
} People;

#define NEVER INT64_MAX /* no window has enough minutes left */

People people_new(const Model *model, const Calendar *calendar);
/* The first time from at_s on when so many minutes are left in its window; NEVER. */
int64_t people_earliest_s(const People *people, int64_t at_s, int64_t umin);
/* Times must not go back. */
void people_spend(People *people, int64_t at_s, int64_t umin);

#endif
