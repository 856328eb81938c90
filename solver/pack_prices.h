/* Column generation: prices of items that bound what any packing of a part costs.
 *
 * A part says how many bins of each kind may be in service, in whole numbers or not, and what is
 * still to be packed (a dive). The linear program over all patterns (Gilmore and Gomory, 1961)
 * is solved by generating them, with prices smoothed (Wentges, 1997). Any prices π ≥ 0 prove
 *     Σ n·π(class) + Σ over kinds of (r < 0 ? upper : lower)·r,  r = cost − heaviest set at π,
 * so a bound is there at any time. Patterns are kept from part to part.
 */
#ifndef VMATRIX_SOLVER_PACK_PRICES_H
#define VMATRIX_SOLVER_PACK_PRICES_H

#include "solver/pack_master.h"
#include "solver/pack_table.h"

#define PACK_SCALE INT64_C(4096) /* units of weight in a micro-unit of cost */

typedef struct {
    gint64 start_us, deadline_us; /* limit clock; G_MAXINT64: rounds alone count */
    uint32_t max_rounds, n_rounds;
    const volatile int *stop;
} PackClock;

/* 1 where the time is used or the search shall stop. */
double pack_clock_part(const PackClock *clock);

typedef struct {
    const PackKinds *kinds;
    PackMaster *master;
    PackTable *table; /* NULL: limits are too large for one */
    PackClock *clock;
    uint32_t *need;        /* [class] items to pack */
    double *lower, *upper; /* [kind] */
    double *price;         /* [class] the master's */
    double *kind_price;    /* [kind] the master's */
    double *best_price;    /* [class] those that prove best_value */
    double *sought;        /* [class] */
    int64_t *weights;      /* [class] */
    double best_value;     /* currency units; without what is forced in any case */
    double master_value;
    uint64_t fill_work; /* of one search for a pattern; more where few are found */
} PackPrices;

PackPrices *pack_prices_new(const PackKinds *kinds, PackClock *clock);
void pack_prices_free(PackPrices *prices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackPrices, pack_prices_free)

/* The part from now on; best_price may be kept, best_value begins again. */
void pack_prices_part(PackPrices *prices, const uint32_t *need, const double *lower,
                      const double *upper);

/* Begins at prices by size, a share of cost in all. */
void pack_prices_begin(PackPrices *prices, double cost);

/* Generates until the prices prove the master's value, or at least enough, or until that part of
 * the clock is used. False where the simplex gives up. */
bool pack_prices_solve(PackPrices *prices, double enough, double until, uint32_t max_rounds);

/* Sets weights to those prices. */
void pack_prices_weigh(PackPrices *prices, const double *price);

/* The heaviest set of the kind at the weights, where it is heavier than the threshold. */
PackFill pack_prices_fill(PackPrices *prices, uint32_t kind, int64_t threshold, uint64_t max_work);

#endif
