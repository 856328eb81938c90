/* The price bound: capacity of each type of bin has a price a dimension, and every item and bin
 * does what is cheapest for it at these prices.
 *
 * Relaxes nothing but the capacity of single bins (and whatever rule the model does not know). Any
 * prices give a bound; price_bound_maximise looks for the best ones by cutting planes. In one part
 * of a search tree the number of bins of each type, and single bins, may be fixed.
 */
#ifndef VMATRIX_SOLVER_PRICE_BOUND_H
#define VMATRIX_SOLVER_PRICE_BOUND_H

#include "solver/price_model.h"

typedef enum { BIN_FREE, BIN_OFF, BIN_ON } BinFix;

/* A part of the tree. */
typedef struct {
    uint32_t *lower, *upper; /* [n_types] bins in service */
    uint8_t *fix;            /* [n_bins] BinFix */
} PricePart;

typedef struct {
    const PriceModel *model; /* borrowed */
    double keep;             /* share of every capacity that counts; 1 for a bound */
    uint32_t *active;        /* [n_active] dimensions that may carry a price */
    uint32_t n_active;
    double *demand; /* [item * n_active + a], as a share of the average capacity */
    double *room;   /* [type * n_active + a], the same */
    double *unit;   /* [a] what a share of 1 is */

    /* What the last evaluation chose. */
    double *reward;      /* [bin] saved by what stays if the bin serves */
    double *value;       /* [bin] of serving at these prices, below 0: worth it */
    uint32_t *choice;    /* [item] type to go to */
    double *stay_gain;   /* [item] above 0: stays where its home serves */
    bool *serves;        /* [bin] */
    uint32_t *n_serving; /* [type] */
    double *count_price; /* [type] what one bin more or less than the bounds allow would bring */
    uint64_t n_evaluations;
} PriceBound;

PriceBound *price_bound_new(const PriceModel *model, double keep);
void price_bound_free(PriceBound *bound);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PriceBound, price_bound_free)

/* Everything is open. */
PricePart *price_part_new(const PriceModel *model);
PricePart *price_part_copy(const PriceModel *model, const PricePart *part);
void price_part_free(PricePart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PricePart, price_part_free)

/* Value at the prices [type * n_active + a]; ret_slope (same size): how it grows with each.
 * INFINITY where the part is empty. */
double price_bound_evaluate(PriceBound *bound, const PricePart *part, const double *prices,
                            double *ret_slope);

/* What each item costs at these prices where its home does not serve, notice included. [n_items] */
void price_bound_item_prices(const PriceBound *bound, const double *prices, double *ret_price);

/* Prices a first guess: the cost of service spread over the scarcest dimensions. */
void price_bound_guess(const PriceBound *bound, double *ret_prices);

#endif
