/* The loop where loads cost: targets are many, full of moves, and not all have an order.
 *
 * The search goes on from where the order of the last target led, in legs: a target that has no
 * order is gone towards as far as it goes, and what was moved stays moved. The later a leg, the
 * nearer its target. A domain that is moved in two legs costs two moves. In the end the cheapest
 * placement on the way that keeps every limit is a plan too, so a start that keeps them always
 * leads to one. Nothing is left out of the bound: it is that of the first search.
 */
#ifndef VMATRIX_PLANNER_LEGS_H
#define VMATRIX_PLANNER_LEGS_H

#include "planner/loop.h"

/* Not where some domain is no item of the problem (placements then differ), nor where so few places
 * are that the search is exact. */
bool legs_are_for(const Loop *loop);

/* The first solution, which holds bound and proof; the best plan is in the loop. */
Solution *run_legs(Loop *loop, GError **error);

#endif
