/* A placement whose cost lies in loads, for millions of trial moves a second.
 *
 * Every load cost is a term of a bin: a price times what a linear function of its loads has above
 * 0 (overload: load less the soft limit; balance: stranded headroom). What a shift or a swap would
 * change is worked out from the terms of two bins alone. Unlike SearchState it never lets a limit
 * be broken more than it is: what the start breaks costs a penalty until it is mended.
 *
 * Knows limits of bins, transient resources, allowed places, energy, moves, notices, the busiest
 * service, bins in service and all limits of services; load_state_knows says whether that is all
 * of a problem. Amounts are doubles of whole numbers below 2^53, costs doubles of micro-units: what
 * is offered is evaluated exactly elsewhere.
 */
#ifndef VMATRIX_SOLVER_LOAD_STATE_H
#define VMATRIX_SOLVER_LOAD_STATE_H

#include "solver/load_services.h"
#include "solver/problem.h"

typedef struct {
    const Problem *problem; /* borrowed */
    uint32_t n_dimensions, n_terms;
    double *demand;  /* [item * n_dimensions + d] */
    double *room;    /* [bin * n_dimensions + d] limit less what counts there; below 0: broken */
    double *limit;   /* the same shape */
    bool *transient; /* [d] */
    bool has_transient;
    double *price;       /* [term] */
    double *weight;      /* [item * n_terms + term] what the item adds to it */
    double *term;        /* [bin * n_terms + term] */
    double *bin_cost;    /* [bin] terms, service, penalty */
    double *serve_cost;  /* [bin] */
    double excess_price; /* of a whole limit above one; 0: nothing is broken */
    double breach_price;

    uint32_t *bin_of_item;
    uint32_t **items;                     /* [bin] what is there, n_on[bin] of them */
    uint32_t *n_on, *room_for, *position; /* [bin], [bin], [item] */
    uint32_t *n_moved;                    /* [service] */
    uint32_t *n_services_moved;           /* [k] services with k moved items */
    uint32_t busiest;
    double busiest_price, notice_cost;
    LoadServices *services;
    uint32_t *pair_class; /* [from * n_bins + to]; NULL where that is too large */

    double cost;      /* with penalties, without review */
    int64_t breaches; /* of services */
    uint32_t n_over;  /* bins with a limit broken */
} LoadState;

/* Nothing that this state does not see matters in the problem. */
bool load_state_knows(const Problem *problem);

/* bin_of_item: each item somewhere. */
LoadState *load_state_new(const Problem *problem, const uint32_t *bin_of_item);
void load_state_free(LoadState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoadState, load_state_free)

/* Whatever the limits say. */
void load_state_move(LoadState *state, uint32_t item, uint32_t bin);
void load_state_set(LoadState *state, const uint32_t *bin_of_item);

/* What it would cost more; false where some limit of the bin, or of places, forbids it. What is
 * asked of services beyond bins is counted apart. */
bool load_state_shift(const LoadState *state, uint32_t item, uint32_t bin, double *ret_change);
/* first and second, on different bins, change places. */
bool load_state_swap(const LoadState *state, uint32_t first, uint32_t second, double *ret_change);

/* By how much the breaches of services would grow; the counts are as before afterwards. */
int load_state_service_shift(LoadState *state, uint32_t item, uint32_t bin);
int load_state_service_swap(LoadState *state, uint32_t first, uint32_t second);

/* Without the terms of loads: use energy and the move. */
double load_state_place_cost(const LoadState *state, uint32_t item, uint32_t bin);

static inline bool load_state_is_clean(const LoadState *state)
{
    return state->n_over == 0 && state->breaches == 0;
}

#endif
