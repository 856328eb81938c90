/* The parts of problem_evaluate: cost and each family of limits. Internal to solver/. */
#ifndef VMATRIX_SOLVER_EVALUATE_PARTS_H
#define VMATRIX_SOLVER_EVALUATE_PARTS_H

#include "solver/evaluate.h"

typedef struct {
    const Problem *problem;
    const uint32_t *bin_of_item;
    int64_t *load;    /* [bin * n_dimensions + dimension] */
    bool *in_service; /* [n_bins] */
    uint32_t n_moves;
} State;

/* in_service as in problem_evaluate. bin_of_item is borrowed. */
void state_init(State *state, const Problem *problem, const uint32_t *bin_of_item,
                const bool *in_service);
void state_clear(State *state);

/* INT64_MAX where it leaves int64. Items that are nowhere cost nothing. */
int64_t state_cost(const State *state);

/* Each false with the row that does not hold. */
bool state_check_places(const State *state, Key *ret_broken);
bool state_check_capacity(const State *state, Key *ret_broken);
bool state_check_groups(const State *state, Key *ret_broken);
bool state_check_services(const State *state, Key *ret_broken);
bool state_check_budgets(const State *state, Key *ret_broken);
bool state_check_reserve(const State *state, Key *ret_broken);

static inline bool state_broken(Key *ret_broken, RowKind kind, uint32_t a, uint32_t b, uint32_t c)
{
    *ret_broken = (Key){kind, {a, b, c, 0}};
    return false;
}

static inline int64_t state_load(const State *state, uint32_t bin, uint32_t r, uint32_t p)
{
    return state->load[(gsize)bin * state->problem->n_dimensions +
                       (gsize)r * state->problem->n_periods + p];
}

/* For g_array_sort of int64_t. */
int compare_descending(gconstpointer a, gconstpointer b);

/* Service has a moved item. */
bool state_service_moves(const State *state, uint32_t service, uint32_t *ret_n_moves);
uint32_t state_n_power_changes(const State *state);
static inline bool state_changes(const State *state)
{
    return state->n_moves > 0 || state_n_power_changes(state) > 0;
}

#endif
