/* The best prices by cutting planes in a trust region; GLPK solves the master program.
 *
 * Run it in a child process (child.h). Cuts are kept between parts of a tree where they hold
 * there too.
 */
#ifndef VMATRIX_SOLVER_PRICE_ASCENT_H
#define VMATRIX_SOLVER_PRICE_ASCENT_H

#include "solver/price_bound.h"

typedef struct PriceAscent PriceAscent;

typedef struct {
    double enough;    /* stop where the value reaches this */
    double precision; /* stop where no more than this share of the value can be gained */
    uint32_t max_rounds;
    const volatile int *stop; /* may be NULL */
    gint64 deadline_us;       /* monotonic */
} AscentLimits;

/* bound: borrowed; its last evaluation is that of the last prices tried. */
PriceAscent *price_ascent_new(PriceBound *bound);
void price_ascent_free(PriceAscent *ascent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PriceAscent, price_ascent_free)

/* prices: where to start, then the best found. Returns their value, INFINITY where the part is
 * empty. */
double price_ascent_run(PriceAscent *ascent, const PricePart *part, const AscentLimits *limits,
                        double *prices);

/* How much of each bin serves in the mean of choices that the master program ended with. */
const double *price_ascent_serving(const PriceAscent *ascent); /* [n_bins] */

#endif
