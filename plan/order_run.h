/* Waves as they come to be: the state of the estate and every move made so far. */
#ifndef VMATRIX_PLAN_ORDER_RUN_H
#define VMATRIX_PLAN_ORDER_RUN_H

#include "plan/order_problem.h"
#include "plan/order_state.h"
#include "plan/people.h"

typedef struct {
    const OrderProblem *problem; /* borrowed */
    OrderState *state;
    GArray *moves; /* OrderMove in order of waves */
    uint32_t n_waves;
    People people;    /* what has been spent of their minutes */
    uint32_t shuffle; /* not 0: which moves are tried first is drawn, by this seed */
    int64_t clock_s;  /* when the next wave begins at the earliest; counts with a calendar alone */
} OrderRun;

void order_run_init(OrderRun *run, const OrderProblem *problem);
void order_run_clear(OrderRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OrderRun, order_run_clear)

/* Ends the wave that is being filled; does nothing where it is empty. */
void order_run_end_wave(OrderRun *run);

/* The wave that is being filled can begin at once: no blackout covers it, its window has enough
 * minutes left. */
bool order_run_begins_now(const OrderRun *run);

/* Makes the moves of steps (array of OrderMove, equal wave = together) in as few waves as their
 * order allows. They must be possible one step after the other. */
void order_run_follow(OrderRun *run, const GArray *steps);

/* Is the domain where it must end? */
static inline bool order_run_is_done(const OrderRun *run, uint32_t domain)
{
    return order_state_host(run->state, domain) == run->problem->target[domain];
}

/* Makes every direct move that can be made, in few and short waves, until all domains are where
 * they must end (true) or nothing can move any more (false). */
bool order_run_direct(OrderRun *run, const bool *held);

#endif
