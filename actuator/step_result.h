/* What became of a step, as it is written to the journal (data header). */
#ifndef VMATRIX_ACTUATOR_STEP_RESULT_H
#define VMATRIX_ACTUATOR_STEP_RESULT_H

#include "actuator/step_state.h"

typedef struct {
    StepState state; /* STEP_DONE, STEP_FAILED, STEP_UNKNOWN; STEP_PLANNED: nothing was called */
    char *detail;    /* for a person */
    char *figures;   /* JSON, NULL where none */
} StepResult;

static inline void step_result_clear(StepResult *result)
{
    g_clear_pointer(&result->detail, g_free);
    g_clear_pointer(&result->figures, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(StepResult, step_result_clear)

static inline void step_result_append(StepResult *result, const char *joint, const char *text)
{
    char *detail = g_strconcat(result->detail, joint, text, NULL);
    g_free(result->detail);
    result->detail = detail;
}

#endif
