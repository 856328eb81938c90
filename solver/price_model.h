/* What the price bound and the search at scale need of a problem, as compact floating-point arrays.
 *
 * Bins of a type have the same hard limits and price the same use alike; they differ in the cost
 * of service and in what they hold now. Costs are in currency units. Dimensions in which no item
 * differs between periods are kept once. Numbers here guide; price_leaf.h makes them exact.
 */
#ifndef VMATRIX_SOLVER_PRICE_MODEL_H
#define VMATRIX_SOLVER_PRICE_MODEL_H

#include "solver/problem.h"

typedef struct {
    uint32_t resource, period;
} PriceDimension;

typedef struct {
    const Problem *problem; /* borrowed */
    uint32_t n_types;
    uint32_t *type_of_bin;     /* [n_bins] NO_INDEX where the bin may not serve */
    IndexList *bins;           /* [n_types] */
    PriceDimension *dimension; /* [n_dimensions] */
    uint32_t n_dimensions;
    double *capacity;   /* [type * n_dimensions + dimension] */
    double *serve_cost; /* [bin] with the power change that it brings or saves */
    uint32_t *home;     /* [item] where it may stay, else NO_INDEX */
    double *stay_cost;  /* [item] */
    double *place_cost; /* [item * n_types + type] least cost of a move there, else INFINITY */
    double *notice;     /* [item] share of its service's notice that this item's move bears */
    double constant;    /* what every plan costs */
    double review;      /* what changing anything costs; 0 where must_change */
    bool must_change;   /* every plan changes something */
    bool *must_notice;  /* [service] some item of it moves in every plan */
} PriceModel;

#define PRICE_MAX_TYPES 256

/* NULL where the problem has more types than PRICE_MAX_TYPES, no resource, or an item that may be
 * nowhere. */
PriceModel *price_model_new(const Problem *problem);
void price_model_free(PriceModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PriceModel, price_model_free)

static inline int64_t price_model_demand(const PriceModel *model, uint32_t item, uint32_t dimension)
{
    PriceDimension d = model->dimension[dimension];
    return problem_demand(model->problem, item, d.resource, d.period);
}

/* Cost of service, with the power change that it brings or saves, in micro-units. */
int64_t price_net_serve_cost(const Problem *problem, uint32_t bin);

#endif
