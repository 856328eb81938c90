#include "solver/price_bound.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ACTIVE 12

PricePart *price_part_new(const PriceModel *model)
{
    PricePart *part = g_new0(PricePart, 1);
    part->lower = g_new0(uint32_t, (gsize)model->n_types + 1);
    part->upper = g_new0(uint32_t, (gsize)model->n_types + 1);
    part->fix = g_new0(uint8_t, (gsize)model->problem->n_bins + 1);
    for (uint32_t t = 0; t < model->n_types; t++)
        part->upper[t] = model->bins[t].n;
    return part;
}

PricePart *price_part_copy(const PriceModel *model, const PricePart *part)
{
    PricePart *copy = g_new0(PricePart, 1);
    copy->lower = g_memdup2(part->lower, ((gsize)model->n_types + 1) * sizeof *copy->lower);
    copy->upper = g_memdup2(part->upper, ((gsize)model->n_types + 1) * sizeof *copy->upper);
    copy->fix = g_memdup2(part->fix, (gsize)model->problem->n_bins + 1);
    return copy;
}

void price_part_free(PricePart *part)
{
    if (part == NULL)
        return;
    g_free(part->lower);
    g_free(part->upper);
    g_free(part->fix);
    g_free(part);
}

static double sum_of_demand(const PriceModel *model, uint32_t dimension)
{
    double sum = 0;
    for (uint32_t item = 0; item < model->problem->n_items; item++)
        sum += (double)price_model_demand(model, item, dimension);
    return sum;
}

static double sum_of_capacity(const PriceModel *model, uint32_t dimension)
{
    double sum = 0;
    for (uint32_t t = 0; t < model->n_types; t++)
        sum += model->capacity[(gsize)t * model->n_dimensions + dimension] * model->bins[t].n;
    return sum;
}

/* The dimensions of highest use, at most MAX_ACTIVE; at least one of each resource. */
static void choose_active(PriceBound *bound)
{
    const PriceModel *model = bound->model;
    g_autofree double *use = g_new(double, (gsize)model->n_dimensions + 1);
    g_autofree bool *taken = g_new0(bool, (gsize)model->n_dimensions + 1);
    for (uint32_t d = 0; d < model->n_dimensions; d++)
        use[d] = sum_of_demand(model, d) / MAX(sum_of_capacity(model, d), 1);
    bound->active = g_new(uint32_t, (gsize)model->n_dimensions + 1);
    uint32_t most = MAX(MAX_ACTIVE, model->problem->n_resources);
    while (bound->n_active < MIN(most, model->n_dimensions)) {
        uint32_t best = NO_INDEX;
        for (uint32_t d = 0; d < model->n_dimensions; d++)
            if (!taken[d] && (best == NO_INDEX || use[d] > use[best]))
                best = d;
        taken[best] = true;
        bound->active[bound->n_active++] = best;
    }
}

static void fill_shares(PriceBound *bound)
{
    const PriceModel *model = bound->model;
    uint32_t n_items = model->problem->n_items, n_active = bound->n_active, n_serving = 0;
    for (uint32_t t = 0; t < model->n_types; t++)
        n_serving += model->bins[t].n;
    bound->demand = g_new(double, (gsize)n_items *n_active + 1);
    bound->room = g_new(double, (gsize)model->n_types *n_active + 1);
    bound->unit = g_new(double, (gsize)n_active + 1);
    for (uint32_t a = 0; a < n_active; a++) {
        uint32_t d = bound->active[a];
        double unit = MAX(sum_of_capacity(model, d) / n_serving, 1);
        bound->unit[a] = unit;
        for (uint32_t item = 0; item < n_items; item++)
            bound->demand[(gsize)item * n_active + a] =
                (double)price_model_demand(model, item, d) / unit;
        for (uint32_t t = 0; t < model->n_types; t++)
            bound->room[(gsize)t * n_active + a] =
                bound->keep * model->capacity[(gsize)t * model->n_dimensions + d] / unit;
    }
}

PriceBound *price_bound_new(const PriceModel *model, double keep)
{
    PriceBound *bound = g_new0(PriceBound, 1);
    const Problem *problem = model->problem;
    bound->model = model;
    bound->keep = keep;
    choose_active(bound);
    fill_shares(bound);
    bound->reward = g_new(double, (gsize)problem->n_bins + 1);
    bound->value = g_new(double, (gsize)problem->n_bins + 1);
    bound->choice = g_new(uint32_t, (gsize)problem->n_items + 1);
    bound->stay_gain = g_new(double, (gsize)problem->n_items + 1);
    bound->serves = g_new0(bool, (gsize)problem->n_bins + 1); /* those of no type never serve */
    bound->n_serving = g_new0(uint32_t, (gsize)model->n_types + 1);
    bound->count_price = g_new0(double, (gsize)model->n_types + 1);
    return bound;
}

void price_bound_free(PriceBound *bound)
{
    if (bound == NULL)
        return;
    g_free(bound->active);
    g_free(bound->demand);
    g_free(bound->room);
    g_free(bound->unit);
    g_free(bound->reward);
    g_free(bound->value);
    g_free(bound->choice);
    g_free(bound->stay_gain);
    g_free(bound->serves);
    g_free(bound->n_serving);
    g_free(bound->count_price);
    g_free(bound);
}

void price_bound_guess(const PriceBound *bound, double *ret_prices)
{
    const PriceModel *model = bound->model;
    uint32_t n = MIN(2, bound->n_active);
    memset(ret_prices, 0, (gsize)model->n_types * bound->n_active * sizeof *ret_prices);
    for (uint32_t t = 0; t < model->n_types; t++)
        for (uint32_t a = 0; a < n; a++) {
            double room = bound->room[(gsize)t * bound->n_active + a];
            double cost = MAX(model->serve_cost[model->bins[t].index[0]], 0);
            ret_prices[(gsize)t * bound->n_active + a] = room > 0 ? cost / n / room : 0;
        }
}

static double dot(const double *a, const double *b, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Least cost of moving the item anywhere; INFINITY where it may only stay. */
static double cheapest_type(const PriceBound *bound, uint32_t item, const double *prices,
                            uint32_t *ret_type)
{
    const PriceModel *model = bound->model;
    const double *demand = bound->demand + (gsize)item * bound->n_active;
    const double *place = model->place_cost + (gsize)item * model->n_types;
    double least = INFINITY;
    *ret_type = NO_INDEX;
    for (uint32_t t = 0; t < model->n_types; t++) {
        if (place[t] >= least)
            continue;
        double cost = place[t] + dot(prices + (gsize)t * bound->n_active, demand, bound->n_active);
        if (cost < least) {
            least = cost;
            *ret_type = t;
        }
    }
    return least;
}

/* Sum over the items of what they cost where their home does not serve. */
static double price_items(PriceBound *bound, const double *prices)
{
    const PriceModel *model = bound->model;
    double sum = 0;
    memset(bound->reward, 0, model->problem->n_bins * sizeof *bound->reward);
    for (uint32_t item = 0; item < model->problem->n_items; item++) {
        uint32_t home = model->home[item];
        double cost = cheapest_type(bound, item, prices, &bound->choice[item]);
        bound->stay_gain[item] = 0;
        if (home == NO_INDEX) {
            sum += cost;
            continue;
        }
        uint32_t type = model->type_of_bin[home];
        const double *own = prices + (gsize)type * bound->n_active;
        double stay = model->stay_cost[item] +
                      dot(own, bound->demand + (gsize)item * bound->n_active, bound->n_active);
        cost += model->notice[item];
        if (cost == INFINITY) /* it holds its home open */
            cost = stay + MAX(0, model->serve_cost[home]);
        sum += cost;
        bound->stay_gain[item] = MAX(0, cost - stay);
        bound->reward[home] += bound->stay_gain[item];
    }
    return sum;
}

typedef struct {
    double value;
    uint32_t bin;
} Valued;

static int compare_valued(const void *a, const void *b)
{
    const Valued *left = a, *right = b;
    if (left->value != right->value)
        return left->value < right->value ? -1 : 1;
    return left->bin < right->bin ? -1 : left->bin > right->bin;
}

/* The bins of a type that serve: those worth it, within the bounds of their number. */
static double choose_serving(PriceBound *bound, const PricePart *part, uint32_t type)
{
    const IndexList *bins = &bound->model->bins[type];
    g_autofree Valued *open = g_new(Valued, (gsize)bins->n + 1);
    uint32_t n_open = 0, n_worth = 0, n_on = 0;
    double sum = 0;
    for (uint32_t k = 0; k < bins->n; k++) {
        uint32_t bin = bins->index[k];
        bound->serves[bin] = part->fix[bin] == BIN_ON;
        if (part->fix[bin] == BIN_ON) {
            n_on++;
            sum += bound->value[bin];
        } else if (part->fix[bin] == BIN_FREE) {
            n_worth += bound->value[bin] < 0;
            open[n_open++] = (Valued){bound->value[bin], bin};
        }
    }
    uint32_t lower = part->lower[type] > n_on ? part->lower[type] - n_on : 0;
    if (lower > n_open || part->upper[type] < n_on)
        return INFINITY;
    uint32_t n = CLAMP(n_worth, lower, part->upper[type] - n_on);
    if (n != n_worth)
        qsort(open, n_open, sizeof *open, compare_valued);
    bound->count_price[type] = n < n_worth ? open[n].value : n > n_worth ? open[n - 1].value : 0;
    for (uint32_t k = 0; k < n_open; k++)
        if (n != n_worth ? k < n : open[k].value < 0) {
            bound->serves[open[k].bin] = true;
            sum += open[k].value;
        }
    bound->n_serving[type] = n_on + n;
    return sum;
}

/* The review is paid where a bin goes out of service: what closing bins saves can bear it. */
static double review_gain(const PriceBound *bound, const PricePart *part)
{
    const PriceModel *model = bound->model;
    double gain = 0;
    for (uint32_t bin = 0; bin < model->problem->n_bins && gain < model->review; bin++) {
        uint32_t type = model->type_of_bin[bin];
        if (type == NO_INDEX || bound->serves[bin] || !model->problem->on[bin])
            continue;
        gain += part->fix[bin] == BIN_OFF ? model->review
                                          : MAX(0, bound->value[bin] - bound->count_price[type]);
    }
    return MIN(gain, model->review);
}

static void find_slope(const PriceBound *bound, double *ret_slope)
{
    const PriceModel *model = bound->model;
    uint32_t n_active = bound->n_active;
    for (uint32_t t = 0; t < model->n_types; t++)
        for (uint32_t a = 0; a < n_active; a++)
            ret_slope[(gsize)t * n_active + a] =
                -bound->room[(gsize)t * n_active + a] * bound->n_serving[t];
    for (uint32_t item = 0; item < model->problem->n_items; item++) {
        uint32_t home = model->home[item], type = bound->choice[item];
        if (home != NO_INDEX && bound->stay_gain[item] > 0 && bound->serves[home])
            type = model->type_of_bin[home];
        if (type == NO_INDEX)
            continue;
        const double *demand = bound->demand + (gsize)item * n_active;
        double *slope = ret_slope + (gsize)type * n_active;
        for (uint32_t a = 0; a < n_active; a++)
            slope[a] += demand[a];
    }
}

double price_bound_evaluate(PriceBound *bound, const PricePart *part, const double *prices,
                            double *ret_slope)
{
    const PriceModel *model = bound->model;
    bound->n_evaluations++;
    double value = model->constant + price_items(bound, prices);
    for (uint32_t t = 0; t < model->n_types; t++) {
        double filled = dot(prices + (gsize)t * bound->n_active,
                            bound->room + (gsize)t * bound->n_active, bound->n_active);
        for (uint32_t k = 0; k < model->bins[t].n; k++) {
            uint32_t bin = model->bins[t].index[k];
            bound->value[bin] = model->serve_cost[bin] - filled - bound->reward[bin];
        }
        double sum = choose_serving(bound, part, t);
        if (sum == INFINITY)
            return INFINITY;
        value += sum;
    }
    find_slope(bound, ret_slope);
    return value + review_gain(bound, part);
}

void price_bound_item_prices(const PriceBound *bound, const double *prices, double *ret_price)
{
    const PriceModel *model = bound->model;
    for (uint32_t item = 0; item < model->problem->n_items; item++) {
        uint32_t home = model->home[item], type;
        double cost = cheapest_type(bound, item, prices, &type);
        if (home != NO_INDEX)
            cost += model->notice[item];
        if (cost == INFINITY) { /* it holds its home open */
            const double *own = prices + (gsize)model->type_of_bin[home] * bound->n_active;
            cost = model->stay_cost[item] + MAX(0, model->serve_cost[home]) +
                   dot(own, bound->demand + (gsize)item * bound->n_active, bound->n_active);
        }
        ret_price[item] = cost;
    }
}
