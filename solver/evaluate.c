#include "solver/evaluate.h"

#include "solver/evaluate_parts.h"

void state_init(State *state, const Problem *problem, const uint32_t *bin_of_item,
                const bool *in_service)
{
    *state = (State){.problem = problem, .bin_of_item = bin_of_item, .n_moves = problem->leaving.n};
    state->load = g_new0(int64_t, (gsize)problem->n_bins * problem->n_dimensions + 1);
    state->in_service = g_new0(bool, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins && in_service != NULL; bin++)
        state->in_service[bin] = in_service[bin];
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t bin = bin_of_item[item];
        if (bin == NO_INDEX)
            continue;
        if (in_service == NULL)
            state->in_service[bin] = true;
        int64_t *load = state->load + (gsize)bin * problem->n_dimensions;
        const int64_t *demand = problem->demand + (gsize)item * problem->n_dimensions;
        for (uint32_t d = 0; d < problem->n_dimensions; d++)
            load[d] += demand[d];
        state->n_moves += problem_is_move(problem, item, bin);
    }
}

void state_clear(State *state)
{
    g_free(state->load);
    g_free(state->in_service);
}

void problem_evaluate(const Problem *problem, const uint32_t *bin_of_item, const bool *in_service,
                      Evaluation *ret_evaluation)
{
    State state;
    state_init(&state, problem, bin_of_item, in_service);
    Evaluation evaluation = {.n_moves = state.n_moves};
    evaluation.feasible = state_check_places(&state, &evaluation.broken) &&
                          state_check_capacity(&state, &evaluation.broken) &&
                          state_check_groups(&state, &evaluation.broken) &&
                          state_check_services(&state, &evaluation.broken) &&
                          state_check_budgets(&state, &evaluation.broken) &&
                          state_check_reserve(&state, &evaluation.broken);
    evaluation.cost = state_cost(&state);
    *ret_evaluation = evaluation;
    state_clear(&state);
}
