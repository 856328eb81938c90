/* States of one step of an execution and the edges between them.
 *
 * The same edges stand in the table step_state_edge of the database, whose
 * trigger refuses every other one; a test compares the two. This file knows no
 * database and no hypervisor.
 */
#ifndef VMATRIX_ACTUATOR_STEP_STATE_H
#define VMATRIX_ACTUATOR_STEP_STATE_H

#include <glib.h>
#include <stdbool.h>

typedef enum {
    STEP_PLANNED, /* nobody works on it */
    STEP_INTENT,  /* claimed, the hypervisor not called yet */
    STEP_CALLING, /* the hypervisor is, or may have been, called */
    STEP_DONE,
    STEP_FAILED,  /* the hypervisor said no, and the domain runs at its source alone */
    STEP_UNKNOWN, /* what the hosts say decides nothing: a person has to look */
    STEP_SKIPPED, /* left out, or given up with the execution */
    N_STEP_STATES
} StepState;

extern const char *const step_state_names[N_STEP_STATES]; /* as in the database */

typedef struct {
    StepState from, to;
    const char *meaning; /* one English sentence */
} StepStateEdge;

extern const StepStateEdge step_state_edges[]; /* ends with an edge whose meaning is NULL */

/* False where text names no state. */
bool step_state_parse(const char *text, StepState *ret_state);
bool step_state_edge_exists(StepState from, StepState to);
/* Claimed and not settled: the domain may be in the hypervisor's hands. */
bool step_state_is_open(StepState state);

#endif
