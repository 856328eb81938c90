/* Watching a migration: when will it end, and does it get on at all? Pure. */
#ifndef VMATRIX_ACTUATOR_SUPERVISE_H
#define VMATRIX_ACTUATOR_SUPERVISE_H

#include "hypervisor/hypervisor.h"

typedef struct {
    int64_t most_bytes; /* sent so far */
    int64_t gained_ms;  /* elapsed time when the last byte went */
} Supervision;

/* Takes a look in; true where nothing was sent for longer than stall_ms. */
bool supervision_is_stalled(Supervision *supervision, const MigrationProgress *progress,
                            int64_t stall_ms);

/* Seconds until it ends at the present rates: what remains is sent at the rate less what the guest
 * writes meanwhile. Negative where that cannot be told, or the guest writes faster than is sent. */
double migration_left_s(const MigrationProgress *progress);

#endif
