/* What each host holds and may hold at most, as steps come and go. Pure.
 *
 * Counted is what really runs on the hosts now, with what is estimated now. A
 * host keeps its hard limits and the lowest limit of the tiers of its domains;
 * one that is over a limit already must not get fuller.
 */
#ifndef VMATRIX_ACTUATOR_HEADROOM_H
#define VMATRIX_ACTUATOR_HEADROOM_H

#include "actuator/errand.h"

/* Something that runs on a host now. */
typedef struct {
    uint32_t host;
    uint32_t domain;    /* INDEX_NONE: the snapshot does not know it */
    int64_t memory_mib; /* as configured; counts where the snapshot does not know the domain */
    const char *name;   /* as the host knows it; borrowed */
} Resident;

typedef struct Headroom Headroom;

/* Borrows the errand. */
Headroom *headroom_new(const Errand *errand, const Resident *residents, guint n_residents);
void headroom_free(Headroom *headroom);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Headroom, headroom_free)

void headroom_add(Headroom *headroom, uint32_t host, uint32_t domain);
void headroom_remove(Headroom *headroom, uint32_t host, uint32_t domain);

/* "host 'h2' would pass its limit of 'memory_mib'", when, and figures; NULL where every limit of
 * the host holds. when: "" or " in wave 2". Caller frees. */
char *headroom_excess(const Headroom *headroom, uint32_t host, const char *when);

#endif
