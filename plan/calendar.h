/* When actions may run: the blackouts of a model, merged by scope.
 *
 * A blackout covers an action where its scope is everything, the service of the
 * action's domain, or a host that the action leaves, comes to or switches. An
 * action must not run at any time within a blackout that covers it: [begin,
 * begin + length) and [from, to) must not meet. Times are seconds since 1970.
 *
 * Ownership: borrows nothing once made. There is no clock in here.
 */
#ifndef VMATRIX_PLAN_CALENDAR_H
#define VMATRIX_PLAN_CALENDAR_H

#include "model/model.h"

typedef struct Calendar Calendar;

/* Of the model's own blackouts. */
Calendar *calendar_new(const Model *model);
/* Without any; for those who have blackouts from elsewhere. */
Calendar *calendar_new_empty(const Model *model);
void calendar_free(Calendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Calendar, calendar_free)

/* index: of the service or host, ignored for BLACKOUT_ALL. */
void calendar_add(Calendar *calendar, BlackoutScope scope, uint32_t index, int64_t from_s,
                  int64_t to_s);
/* After the last calendar_add, before the first question. */
void calendar_seal(Calendar *calendar);

/* Which of the windows between blackouts of everything that time is in: the end of the last such
 * blackout before it, INT64_MIN in the first window. */
int64_t calendar_window(const Calendar *calendar, int64_t at_s);
/* When the next window begins; INT64_MAX where that time is in the last one. */
int64_t calendar_next_window_s(const Calendar *calendar, int64_t at_s);

bool calendar_is_empty(const Calendar *calendar);

/* What an action touches; INDEX_NONE where there is none. */
typedef struct {
    uint32_t service, from, to;
} Touches;

/* The first time from at_s on when an action that takes length_s (at least 1) is covered by none.
 * There always is one, for every blackout ends. */
int64_t calendar_earliest_s(const Calendar *calendar, Touches touches, int64_t at_s,
                            int64_t length_s);

#endif
