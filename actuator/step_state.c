#include "actuator/step_state.h"

#include <string.h>

const char *const step_state_names[N_STEP_STATES] = {
    "planned", "intent", "calling", "done", "failed", "unknown", "skipped",
};

const StepStateEdge step_state_edges[] = {
    {STEP_PLANNED, STEP_INTENT,
     "an actuator claims the step; committed before the hypervisor is called"},
    {STEP_PLANNED, STEP_SKIPPED,
     "left out: its preconditions are broken, it depends on a step that is left out, or the "
     "execution was given up"},
    {STEP_INTENT, STEP_CALLING, "the hypervisor is called next"},
    {STEP_INTENT, STEP_PLANNED, "the claim is released: the hypervisor was not called"},
    {STEP_INTENT, STEP_DONE, "both hosts say that the step has happened"},
    {STEP_INTENT, STEP_FAILED, "the step's own preconditions broke after the claim"},
    {STEP_INTENT, STEP_UNKNOWN, "asked after the claim, the hosts' answers decide nothing"},
    {STEP_CALLING, STEP_DONE, "verified on both hosts"},
    {STEP_CALLING, STEP_FAILED, "the call failed and the domain runs at its source alone"},
    {STEP_CALLING, STEP_PLANNED, "after a crash both hosts say that nothing has happened"},
    {STEP_CALLING, STEP_UNKNOWN, "asked after the call, the hosts' answers decide nothing"},
    {STEP_FAILED, STEP_PLANNED, "a later apply tries again"},
    {STEP_FAILED, STEP_SKIPPED, "the execution was given up after the failure"},
    {STEP_SKIPPED, STEP_PLANNED, "a later apply looks at it again"},
    {STEP_UNKNOWN, STEP_DONE, "asked again, both hosts say that the step has happened"},
    {STEP_UNKNOWN, STEP_PLANNED, "asked again, both hosts say that nothing has happened"},
    {STEP_PLANNED, STEP_PLANNED, NULL},
};

bool step_state_parse(const char *text, StepState *ret_state)
{
    for (guint i = 0; i < N_STEP_STATES; i++)
        if (strcmp(text, step_state_names[i]) == 0) {
            *ret_state = (StepState)i;
            return true;
        }
    return false;
}

bool step_state_edge_exists(StepState from, StepState to)
{
    for (const StepStateEdge *edge = step_state_edges; edge->meaning != NULL; edge++)
        if (edge->from == from && edge->to == to)
            return true;
    return false;
}

bool step_state_is_open(StepState state)
{
    return state == STEP_INTENT || state == STEP_CALLING || state == STEP_UNKNOWN;
}
