#include <criterion/criterion.h>
#include <string.h>

#include "actuator/step_state.h"

Test(step_state, every_name_parses_back_to_its_state)
{
    for (guint i = 0; i < N_STEP_STATES; i++) {
        StepState state = N_STEP_STATES;
        cr_assert(step_state_parse(step_state_names[i], &state));
        cr_assert_eq(state, i);
    }
}

Test(step_state, a_word_that_is_no_state_is_refused)
{
    StepState state;
    cr_assert_not(step_state_parse("Done", &state));
    cr_assert_not(step_state_parse("", &state));
}

Test(step_state, nothing_leaves_done_and_what_was_left_out_is_only_looked_at_again)
{
    for (guint to = 0; to < N_STEP_STATES; to++) {
        cr_assert_not(step_state_edge_exists(STEP_DONE, (StepState)to));
        cr_assert_eq(step_state_edge_exists(STEP_SKIPPED, (StepState)to), to == STEP_PLANNED);
    }
}

Test(step_state, the_hypervisor_is_only_called_after_a_claim)
{
    for (guint from = 0; from < N_STEP_STATES; from++)
        cr_assert_eq(step_state_edge_exists((StepState)from, STEP_CALLING), from == STEP_INTENT);
}

Test(step_state, an_open_step_cannot_be_given_up_before_it_is_settled)
{
    for (guint from = 0; from < N_STEP_STATES; from++)
        if (step_state_is_open((StepState)from))
            cr_assert_not(step_state_edge_exists((StepState)from, STEP_SKIPPED));
}

Test(step_state, every_edge_has_a_meaning_of_its_own_and_occurs_once)
{
    for (const StepStateEdge *edge = step_state_edges; edge->meaning != NULL; edge++) {
        cr_assert_gt(strlen(edge->meaning), 10);
        for (const StepStateEdge *other = step_state_edges; other != edge; other++)
            cr_assert_not(other->from == edge->from && other->to == edge->to);
    }
}

Test(step_state, every_state_is_reached_from_planned)
{
    bool reached[N_STEP_STATES] = {[STEP_PLANNED] = true};
    for (guint round = 0; round < N_STEP_STATES; round++)
        for (const StepStateEdge *edge = step_state_edges; edge->meaning != NULL; edge++)
            reached[edge->to] |= reached[edge->from];
    for (guint i = 0; i < N_STEP_STATES; i++)
        cr_assert(reached[i], "%s", step_state_names[i]);
}
