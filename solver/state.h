/* A placement that changes item by item, with its cost and everything it breaks always at hand.
 *
 * Bins are soft: a placement may break any limit, and the state tells by how much. Covers cost and
 * limits of docs/formulation.md but the reserve for host_failures; what it cannot see is caught by
 * problem_evaluate when a placement is offered. A change takes time by dimensions and rules of the
 * item, not by items or bins.
 */
#ifndef VMATRIX_SOLVER_STATE_H
#define VMATRIX_SOLVER_STATE_H

#include "solver/problem.h"

typedef struct {
    uint32_t rule; /* position in StateRules */
    uint32_t set;  /* which set of it */
} RuleMember;

typedef struct StateRules StateRules;
typedef struct StateServices StateServices;

typedef struct {
    const Problem *problem; /* borrowed */
    uint32_t n_dimensions;  /* dimensions in which some item differs between periods, else one */
    uint32_t *resource;     /* [n_dimensions] */
    double *weight;         /* [n_dimensions] periods that it stands for */
    double *demand;         /* [item * n_dimensions + d] */
    double *limit;          /* [bin * n_dimensions + d] as the tiers there lower it */
    double *load;           /* [bin * n_dimensions + d] */
    double *left_behind;    /* the same: transient demand of what left; NULL where none is */
    uint32_t *bin_of_item;  /* [n_items] NO_INDEX */
    uint32_t **items;       /* [bin] what is there, n_on[bin] of them */
    uint32_t *n_on, *room_for, *position; /* [bin], [bin], [item] */
    double *excess;                       /* [bin] load above the limits, as a share of them */
    int64_t *load_cost;                   /* [bin] overload and balance */
    uint32_t *tier_count;                 /* [tier * n_bins + bin] */
    uint32_t *n_licensed;                 /* [licence * n_bins + bin] */
    uint32_t *licence_bins;               /* [licence] bins with it */
    uint32_t **licences;                  /* [item] ends with NO_INDEX; NULL where none */
    uint32_t *n_moved;                    /* [service] */
    uint32_t *n_services_moved;           /* [k] services with k moved items */
    uint32_t busiest;
    StateRules *rules;
    StateServices *services;
    bool has_load_costs, has_transient, has_extras;

    /* What it comes to. */
    int64_t cost;        /* without review and busiest: see state_cost_now */
    double total_excess; /* of all bins */
    int64_t breaches;    /* of hard rules, and how far over budget */
    uint32_t n_moves, n_power_changes, n_nowhere;
    int64_t move_umin, moved_memory, n_noticed;
} SearchState;

SearchState *search_state_new(const Problem *problem);
void search_state_free(SearchState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SearchState, search_state_free)

void search_state_place(SearchState *state, uint32_t item, uint32_t bin);
void search_state_remove(SearchState *state, uint32_t item);
static inline void search_state_move(SearchState *state, uint32_t item, uint32_t bin)
{
    search_state_remove(state, item);
    search_state_place(state, item, bin);
}

/* The same for several items, one after the other: excess and load cost of the bins they leave and
 * enter are not up to date before each of those is refreshed. */
void search_state_carry(SearchState *state, uint32_t item, uint32_t to);
void search_state_refresh(SearchState *state, uint32_t bin);

/* Makes it a placement; items may be nowhere. */
void search_state_set(SearchState *state, const uint32_t *bin_of_item);

/* The whole cost as problem_evaluate counts it (bins that hold an item are in service). */
int64_t search_state_cost(const SearchState *state);
/* Breaches of hard rules and budgets, not of capacity. */
int64_t search_state_breaches(const SearchState *state);
static inline bool search_state_is_clean(const SearchState *state)
{
    return state->n_nowhere == 0 && state->total_excess < 1e-9 && search_state_breaches(state) == 0;
}

/* Would the item fit there without breaking capacity more than now? */
static inline double search_state_excess_with(const SearchState *state, uint32_t item, uint32_t bin)
{
    const double *load = state->load + (gsize)bin * state->n_dimensions;
    const double *limit = state->limit + (gsize)bin * state->n_dimensions;
    const double *demand = state->demand + (gsize)item * state->n_dimensions;
    double excess = 0;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        double above = load[d] + demand[d] - limit[d];
        if (above > 0)
            excess += above / (limit[d] + 1);
    }
    return excess;
}

#endif
