#include "actuator/supervise.h"

bool supervision_is_stalled(Supervision *supervision, const MigrationProgress *progress,
                            int64_t stall_ms)
{
    if (progress->bytes_processed > supervision->most_bytes) {
        supervision->most_bytes = progress->bytes_processed;
        supervision->gained_ms = progress->elapsed_ms;
    }
    return progress->elapsed_ms - supervision->gained_ms > stall_ms;
}

double migration_left_s(const MigrationProgress *progress)
{
    int64_t gain = progress->bytes_per_s - progress->dirty_bytes_per_s;
    if (progress->bytes_per_s <= 0 || gain <= 0)
        return -1;
    return (double)progress->bytes_remaining / (double)gain;
}
