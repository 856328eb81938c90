/* Results that could not be written to the database are kept on disk until it is back.
 *
 * One file a result, durable before spool_keep returns: written beside its place,
 * synced, renamed, the directory synced. The next apply on this machine takes
 * them in before it asks any host, and then removes them.
 */
#ifndef VMATRIX_ACTUATOR_SPOOL_H
#define VMATRIX_ACTUATOR_SPOOL_H

#include "actuator/journal.h"
#include "actuator/step_result.h"
#include "store/database.h"

typedef struct {
    const char *plan, *digest, *execution, *epoch;
    uint32_t seq;
} SpoolKey;

/* *ret_path: where it is kept; caller frees. */
bool spool_keep(const char *directory, const SpoolKey *key, const StepResult *result,
                char **ret_path, GError **error);

/* What was kept in directory, which need not exist, goes to the database. notes: gets one sentence
 * (char *) for each file, also for those that cannot be read and stay. False where the database
 * failed; what was not taken in stays on disk. */
bool spool_take_in(const char *directory, Database *database, GPtrArray *notes, GError **error);

#endif
