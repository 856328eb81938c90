/* A plan being carried out: what the files of the actuator share while it lasts. */
#ifndef VMATRIX_ACTUATOR_RUN_H
#define VMATRIX_ACTUATOR_RUN_H

#include "actuator/actuator.h"
#include "actuator/errand.h"
#include "actuator/journal.h"
#include "actuator/settle.h"

typedef struct {
    Errand *errand;
    const Execution *execution;
    const ApplyOptions *options;
    StepSettings settings;
    GPtrArray *reasons; /* why it stops, char * */
} Run;

bool run_is_stopped(const Run *run); /* the caller asked for it */
G_GNUC_PRINTF(2, 3) void run_add_reason(const Run *run, const char *format, ...);

void run_note(const Run *run, const char *text);
void run_report(const Run *run, ApplyEventKind kind, const Step *step, const char *text,
                const MigrationProgress *progress);
/* Writes the state to the database, then to the step; reports the end of a step. */
bool run_move_step(const Run *run, Step *step, StepState state, const char *detail,
                   const char *figures, GError **error);

/* Settles what an earlier actuator left open: asks the hosts, waits for migrations under way. Adds
 * a reason for each step that only a person can settle. */
bool run_settle_open_steps(const Run *run, GError **error);

/* Carries the steps of a wave out. False where the database failed or the execution was taken over
 * (what was in hand has ended then); a step that failed is a reason, not an error. */
bool run_wave(const Run *run, uint32_t wave, GError **error);

#endif
