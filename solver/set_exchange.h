/* Sets of bins changed one bin at a time, with annealing only around the change.
 *
 * A bin is closed, another opened, or an item sent home; what is displaced finds a place nearby, a
 * short annealing on the few bins concerned mends the rest, and what came out no better is taken
 * back. Large neighbourhood search (Shaw 1998, "Using constraint programming and local search
 * methods to solve vehicle routing problems") with annealing as the repair.
 */
#ifndef VMATRIX_SOLVER_SET_EXCHANGE_H
#define VMATRIX_SOLVER_SET_EXCHANGE_H

#include "solver/anneal.h"

typedef struct {
    const uint32_t *by_worth; /* [n_ranked] bins that may serve, the least certain first */
    uint32_t n_ranked;
    double dear; /* what capacity broken by a whole bin, or a rule, counts as; currency units */
    /* Told of each better placement (the state of the annealing). */
    void (*on_better)(void *context);
    /* How much of the time or steps is used; true where the search must end. */
    bool (*must_end)(void *context, uint64_t n_new_steps, double *ret_used);
    void *context;
} SetExchange;

/* Goes on from the state of the annealing and its set of open bins until told to end; the state is
 * then the best that was met. */
void set_exchange_run(Anneal *anneal, const SetExchange *exchange, uint64_t seed);

#endif
