/* Carries a plan out on paper, wave by wave, and checks every state on the way. */
#ifndef VMATRIX_CERTIFICATE_REPLAY_H
#define VMATRIX_CERTIFICATE_REPLAY_H

#include "certificate/checks.h"

/* The actions [first, end) of one wave. */
typedef struct {
    uint32_t number, first, end;
} Wave;

/* The wave that begins with that action. */
Wave judge_next_wave(const Plan *plan, uint32_t first);

/* Adds the checks "actions" (each action for itself, order, powered hosts, end of the plan),
 * "wave capacity", "wave rules", "parallel", "reserve on the way", "calendar" and "people". The
 * plan's arrays must have been checked for shape. */
void judge_check_replay(Checks *checks, const Model *model, const Plan *plan);

/* "wave capacity" alone: what hosts hold during each wave. */
void judge_check_wave_capacity(Checks *checks, const Model *model, const Plan *plan);

/* "people" alone: the minutes of each window. */
void judge_check_people(Checks *checks, const Model *model, const Plan *plan);

/* "reserve on the way" alone: host_failures during each wave, where reserve_on_the_way asks for it.
 */
void judge_check_wave_reserve(Checks *checks, const Model *model, const Plan *plan);

/* "calendar" alone: no action runs within a blackout. */
void judge_check_calendar(Checks *checks, const Model *model, const Plan *plan);

#endif
