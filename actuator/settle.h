/* What has become of a step that was, or may have been, called: asked of the hosts, believed of
 * nobody else. The same after a call that succeeded, one that failed, and a crash. */
#ifndef VMATRIX_ACTUATOR_SETTLE_H
#define VMATRIX_ACTUATOR_SETTLE_H

#include <signal.h>

#include "actuator/errand.h"
#include "actuator/look.h"
#include "actuator/step_result.h"

typedef struct {
    int64_t host_deadline_ms;          /* for each answer of a host */
    int64_t settle_ms;                 /* how long states that pass may last */
    int64_t lease_ms;                  /* how long a permission to call is good */
    int64_t stall_ms;                  /* how long a migration may send nothing */
    int64_t shutdown_ms;               /* how long a guest that retires may take to shut down */
    const volatile sig_atomic_t *stop; /* APPLY_CANCEL aborts migrations; may be NULL */
} StepSettings;

typedef bool (*ProgressFunction)(void *context, const MigrationProgress *progress);

/* How long a migration that was expected to take that long is given. */
int64_t step_deadline_ms(double expected_s);

/* A look at both hosts of a migration. progress may be NULL. */
void step_look(const Errand *errand, const Step *step, const StepSettings *settings,
               ProgressFunction progress, void *context, Finding *ret_finding);

/* What the hosts say, and the commands with which a person looks at them. Caller frees. */
char *step_describe_unknown(const Errand *errand, const Step *step, const Finding *finding);

/* STEP_DONE: it has happened; STEP_FAILED: it has not, and everything is as before; STEP_UNKNOWN: a
 * person has to look, the detail says with which commands. Caller clears. */
void step_settle(const Errand *errand, const Step *step, const StepSettings *settings,
                 ProgressFunction progress, void *context, StepResult *ret_result);

#endif
