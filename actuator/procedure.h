/* How one kind of step is done: a table of functions, one row a kind.
 *
 * A step is looked at (the last time before the call), called, and settled. Looking and settling
 * read only; what a call answers is never believed, only what the hosts say when it is settled.
 * All of it runs in the step's own thread and knows no database.
 */
#ifndef VMATRIX_ACTUATOR_PROCEDURE_H
#define VMATRIX_ACTUATOR_PROCEDURE_H

#include "actuator/settle.h"

/* One step in hand. */
typedef struct {
    const Errand *errand;
    const Step *step;
    const StepSettings *settings;
    int64_t bandwidth_mib_s;   /* 0: no limit */
    ProgressFunction progress; /* may be NULL */
    void *context;
    /* left by look for call, owned */
    Hypervisor *source, *destination;
    char *xml;
} StepWork;

void step_work_clear(StepWork *work);

typedef struct {
    const char *about_to; /* what the journal says before the call */
    /* NULL where the step may be called now, else why not: nothing was called. *ret_state:
     * STEP_FAILED, or STEP_DONE where it has happened already. Caller frees. */
    char *(*look)(StepWork *work, StepState *ret_state);
    /* Calls the hypervisor or the command, and settles. Blocks. */
    void (*perform)(StepWork *work, StepResult *ret_result);
    /* As step_settle: what has become of it, after a crash. */
    void (*settle)(const Errand *errand, const Step *step, const StepSettings *settings,
                   ProgressFunction progress, void *context, StepResult *ret_result);
} StepProcedure;

extern const StepProcedure migrate_procedure; /* live, or paused while it is copied */
extern const StepProcedure cold_procedure;    /* shut down, defined and started elsewhere */
extern const StepProcedure suspend_procedure; /* saved to its host's disk */
extern const StepProcedure activate_procedure;
extern const StepProcedure replicate_procedure;
extern const StepProcedure retire_procedure;
extern const StepProcedure power_procedure;

/* NULL where steps of that kind are not built. */
const StepProcedure *step_procedure(const Errand *errand, const Step *step);

#endif
