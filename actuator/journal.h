/* What the actuator writes to the database: claims, states, results, notes.
 *
 * Each call is one transaction of its own, committed when it returns true; each
 * carries the epoch, so that an actuator whose execution was taken over writes
 * nothing (VMATRIX_ERROR_HALFWAY). One thread only: the database is not shared.
 */
#ifndef VMATRIX_ACTUATOR_JOURNAL_H
#define VMATRIX_ACTUATOR_JOURNAL_H

#include <stdint.h>

#include "actuator/step_state.h"
#include "store/database.h"

typedef struct {
    Database *database; /* borrowed */
    char *execution;
    char *epoch;
    bool resumed;
} Execution;

/* Starts the execution of an approved plan or takes the unfinished one over. NOT_APPROVED where it
 * is not approved or all is frozen. */
Execution *execution_open(Database *database, const char *plan, const char *digest, GError **error);
void execution_free(Execution *execution);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Execution, execution_free)

/* planned → intent. */
bool execution_claim(const Execution *execution, uint32_t seq, const char *detail, GError **error);
/* planned → skipped. */
bool execution_skip(const Execution *execution, uint32_t seq, const char *reason, GError **error);
/* figures: a JSON object, or NULL. */
bool execution_move(const Execution *execution, uint32_t seq, StepState state, const char *detail,
                    const char *figures, GError **error);
/* seq 0: about the whole. */
bool execution_note(const Execution *execution, uint32_t seq, const char *detail, GError **error);
/* All steps must be done. */
bool execution_close(const Execution *execution, GError **error);

#endif
