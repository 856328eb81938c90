/* A plan being carried out: what the files of the actuator share while it lasts. */
#ifndef VMATRIX_ACTUATOR_RUN_H
#define VMATRIX_ACTUATOR_RUN_H

#include "actuator/actuator.h"
#include "actuator/errand.h"
#include "actuator/journal.h"
#include "actuator/settle.h"
#include "actuator/verdict.h"

typedef struct {
    Errand *errand;
    const Execution *execution;
    const ApplyOptions *options;
    StepSettings settings;
    GPtrArray *reasons; /* why it stops, char * */
} Run;

bool run_is_stopped(const Run *run); /* the caller asked for it */
bool run_is_paused(const Run *run);
bool run_has_begun(const Run *run); /* any step is no longer "planned" */
G_GNUC_PRINTF(2, 3) void run_add_reason(const Run *run, const char *format, ...);

void run_note(const Run *run, const char *text);
void run_report(const Run *run, ApplyEventKind kind, const Step *step, const char *text,
                const MigrationProgress *progress);
/* Writes the state to the database, then to the step; reports the end of a step. */
bool run_move_step(const Run *run, Step *step, StepState state, const char *detail,
                   const char *figures, GError **error);

/* Settles what an earlier actuator left open: asks the hosts, waits for migrations under way. Adds
 * a reason for each step that only a person can settle. What failed or was left out is to be tried
 * again. */
bool run_settle_open_steps(const Run *run, GError **error);

/* Skips the planned steps that the verdicts hinder, with a reason each. */
bool run_leave_out(const Run *run, const Verdicts *verdicts, GError **error);

/* Carries out what is planned, wave by wave; before each the world is looked at anew, but before
 * the first where looked_already. */
bool run_waves(const Run *run, bool looked_already, GError **error);

/* Carries the steps of a wave out. False where the database failed or the execution was taken over
 * (what was in hand has ended then); a step that failed is a reason, not an error. *ret_go_on
 * false: nothing more may begin, the reason is added. */
bool run_wave(const Run *run, uint32_t wave, bool *ret_go_on, GError **error);

#endif
