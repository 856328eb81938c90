/* Policy reserve_on_the_way while a plan is carried out: hosts that are to come on may be left out,
 * and then none may go off that the reserve needs. Pure.
 */
#ifndef VMATRIX_ACTUATOR_REPLAY_RESERVE_H
#define VMATRIX_ACTUATOR_REPLAY_RESERVE_H

#include "actuator/errand.h"

/* Would the hosts that are on lack something for host_failures without the one that the step
 * switches off? NULL, or what (caller frees). joined: [n_steps] goes. */
char *replay_reserve_lack(const Errand *errand, const bool *joined, uint32_t power_off);

#endif
