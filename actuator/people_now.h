/* The people's budget of a window (policy max_operator_min_per_window), while a plan is carried
 * out.
 *
 * The plan keeps it by the times of its waves; one that is carried out later, or taken up in
 * another window, would do in one what was meant for two. So the minutes of the steps that have
 * begun in the window are counted again, by the journal. A step counts once in a window, however
 * often it is tried. A window is the time between two blackouts of everything, of any of the
 * calendars.
 */
#ifndef VMATRIX_ACTUATOR_PEOPLE_NOW_H
#define VMATRIX_ACTUATOR_PEOPLE_NOW_H

#include "actuator/errand.h"
#include "plan/calendar.h"
#include "plan/people.h"

typedef struct {
    const Errand *errand;
    const Calendar *calendars[2];
    const Rows *begun; /* seq, at_s: what the journal has */
    int64_t now_s;     /* where steps in hand begin */
} PeopleNow;

/* The first time from at_s on when people have the minutes for the step; NEVER where no window that
 * follows is known. */
int64_t people_now_earliest_s(const PeopleNow *people, const Step *step, int64_t at_s);

#endif
