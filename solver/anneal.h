/* Simulated annealing on a fixed set of bins with soft capacities.
 *
 * Moves: one item elsewhere, a swap with an item of like demand or any item, back home in exchange
 * for what is least dear there, one for two. Items that must stay together move together.
 * Deterministic for the same seed where the budget counts steps.
 */
#ifndef VMATRIX_SOLVER_ANNEAL_H
#define VMATRIX_SOLVER_ANNEAL_H

#include "common/random.h"
#include "solver/neighbours.h"
#include "solver/state.h"

typedef struct Anneal Anneal;

typedef struct {
    uint64_t max_steps;
    double seconds; /* 0: steps alone count; else the schedule runs over what ends first */
    double heat;    /* 1: from disorder; less: keeps more of what is there */
    bool is_fine;   /* from where others end, down to cents: heat is not asked */
    const volatile int *stop;
} AnnealBudget;

/* state, neighbours: borrowed. */
Anneal *anneal_new(SearchState *state, const Neighbours *neighbours, uint64_t seed);
void anneal_free(Anneal *anneal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Anneal, anneal_free)

/* Only these bins take items ([n_bins]); NULL: every bin that may serve. */
void anneal_set_open(Anneal *anneal, const bool *open);

void anneal_open_bin(Anneal *anneal, uint32_t bin, bool open);

/* Puts every item that is on a bin not open, or nowhere, where it does least harm. */
void anneal_gather_in(Anneal *anneal);

/* Runs the schedule; the state ends as the best clean placement met, or where it got to if none
 * was. Returns the steps taken. */
uint64_t anneal_run(Anneal *anneal, const AnnealBudget *budget);

/* Where little is broken: steps among each bin that is too full and some others, until all fits,
 * that does not help, or the budget ends. Returns the steps taken. */
uint64_t anneal_settle(Anneal *anneal, const AnnealBudget *budget);

/* Takes items off bins that are too full, or where they break a rule, to any bin where they fit,
 * dear or not. */
void anneal_repair(Anneal *anneal);

#endif
