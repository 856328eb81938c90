/* Time in the simulated world: counters grow, migrations end, faults strike. */
#ifndef VMATRIX_HYPERVISOR_SIM_ADVANCE_H
#define VMATRIX_HYPERVISOR_SIM_ADVANCE_H

#include "hypervisor/sim_world.h"

/* What can go wrong with a migration ("point" of a fault), and what it leaves behind:
 * refused            fails at once, nothing changed
 * before_switch      fails at its end, the source runs
 * after_switch       succeeds, but the client is told of a failure
 * hang               never ends until it is aborted
 * source_dies        half-way the source host loses power; the domain is lost
 * destination_dies   half-way the destination host loses power; the source runs
 * paused_both        fails, paused on both hosts
 * runs_twice         fails, running on both hosts
 * lost               fails, absent from both hosts
 * kill_client_before the calling process is killed before the host knows of it
 * kill_client_during killed when the migration has begun; it goes on
 * kill_client_after  killed when the migration has ended, before the caller knows */

/* Brings the world up to now. */
void sim_advance(SimWorld *world);
/* A power loss: domains that run there are gone, defined ones are shut off. */
void sim_power_off(SimWorld *world, const char *host);
/* Ends a running migration early: the source runs on, the destination forgets it. */
void sim_cancel_migration(SimWorld *world, json_t *migration, const char *state);
/* What a start or an incoming migration does: counters from 0, a new start token. */
void sim_reset_counters(SimWorld *world, json_t *domain);

#endif
