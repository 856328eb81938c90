/* Would the steps that are left still keep every hard limit, with what runs where now? Pure.
 *
 * The contract's rule of order: within a wave a moving domain counts on both
 * hosts; nothing is freed before the wave has ended. A host that is over its
 * limit already must not get fuller.
 */
#ifndef VMATRIX_ACTUATOR_HEADROOM_H
#define VMATRIX_ACTUATOR_HEADROOM_H

#include "actuator/errand.h"

/* Something that runs on a host now. */
typedef struct {
    uint32_t host;
    uint32_t domain;    /* INDEX_NONE: the snapshot does not know it */
    int64_t memory_mib; /* as configured; counts where the snapshot does not know the domain */
} Resident;

/* Appends one sentence (char *) for each limit that would be passed to broken, and names host,
 * resource, wave and figures. */
void headroom_check(const Errand *errand, const Resident *residents, guint n_residents,
                    GPtrArray *broken);

#endif
