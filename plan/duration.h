/* How long an action is expected to take; for people, for the calendar and for what to start first,
 * never a limit.
 *
 * A live migration is modelled as pre-copy does it: the first round sends all
 * memory, each further one what was written during the one before, until what
 * is left can be sent within policy max_downtime_ms or QEMU's patience ends
 * (Clark et al., "Live Migration of Virtual Machines", NSDI 2005, section 3;
 * the geometric sum is Liu et al., "Performance and Energy Modeling for Live
 * Migration of Virtual Machines", HPDC 2011, section 3). Its rate is the least of
 * its share of the busier host's link (policy bandwidth_mib_s by the moves of the
 * wave that share it) and what one migration reaches (migration_mib_s);
 * migration_overhead_s comes on top of each. The last two are calibrated from
 * the journal (`vmatrix journal --calibration`).
 *
 * Where memory is written as fast as it is sent, pre-copy does not converge: with
 * policy non_converging = auto_converge QEMU slows the guest down, by 20 % at
 * first and 10 % more in each further round (its documented defaults).
 */
#ifndef VMATRIX_PLAN_DURATION_H
#define VMATRIX_PLAN_DURATION_H

#include "plan/plan.h"

/* n_sharing: moves of the wave that share the busier of its two hosts, itself included. */
double duration_expected_s(const Model *model, ActionKind kind, uint32_t domain,
                           uint32_t n_sharing);

/* Is memory sent faster than the domain writes it, where that is known? */
bool duration_converges(const Model *model, uint32_t domain, uint32_t n_sharing);

/* What a migration takes at least, whoever shares its link: one copy of its memory and overhead. */
double duration_least_s(const Model *model, uint32_t domain);

#endif
