/* Which of the steps that are left can go, while others are left out: the plan replayed from what
 * runs where now. Pure.
 *
 * What depends on what is not written down anywhere: it follows from what steps
 * free and need. A step needs its domain where an earlier step brings it, a host
 * that is switched on, room while nothing is freed before its wave has ended,
 * and hard rules (spread, spread_zone, split, fence, ban, lonely) that no wave
 * breaks more than they are broken now; a host goes off only when it is empty and, with
 * reserve_on_the_way, when the reserve is kept without it.
 */
#ifndef VMATRIX_ACTUATOR_REPLAY_H
#define VMATRIX_ACTUATOR_REPLAY_H

#include "actuator/headroom.h"
#include "actuator/verdict.h"

/* Adds to verdicts what keeps steps in state "planned" from going; those that it hinders already,
 * and steps that failed or were skipped, count as left out. asked: [n_hosts], whose residents are
 * known; of the other hosts the snapshot's word counts. */
void replay_steps(const Errand *errand, const Resident *residents, guint n_residents,
                  const bool *asked, Verdicts *verdicts);

#endif
