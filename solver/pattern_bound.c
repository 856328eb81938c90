#include "solver/pattern_bound.h"

#include <math.h>
#include <string.h>

#include "solver/pattern_kinds.h"

#define FAR_FACTOR 4  /* if there is room for it */
#define FAR_LEAST  16 /* part of what all costs: far more than a single item or bin */
#define MOST_SUM   (INT64_C(1) << 61)

/* More than any plan costs: every bin, every item at its dearest move, all else. */
static Int128 dearest(const PriceModel *model)
{
    const Problem *problem = model->problem;
    Int128 sum = problem->review_cost + ABS(problem->constant);
    int64_t move = 0, energy = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        sum += ABS(price_net_serve_cost(problem, bin));
    for (gsize i = 0; i < (gsize)problem->n_move_classes * problem->n_pair_classes; i++)
        move = MAX(move, problem->move_cost[i]);
    for (gsize i = 0; i < (gsize)problem->n_items * problem->n_energy_types; i++)
        energy = MAX(energy, problem->energy[i]);
    return sum + (Int128)problem->n_items * ((Int128)move + energy) +
           (Int128)problem->n_services * problem->notice_cost;
}

static void share_notices(PatternBound *bound)
{
    const Problem *problem = bound->model->problem;
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const IndexList *items = &problem->services[s].items;
        for (uint32_t k = 0; k < items->n && !bound->model->must_notice[s]; k++)
            bound->notice[items->index[k]] = problem->notice_cost * PATTERN_SCALE / items->n;
    }
}

PatternBound *pattern_bound_new(const PriceModel *model, const PatternRules *rules)
{
    const Problem *problem = model->problem;
    Int128 all = dearest(model) * PATTERN_SCALE;
    Int128 most = MOST_SUM / (2 * ((Int128)problem->n_items + 1));
    if (most < all / FAR_LEAST)
        return NULL;
    Int128 far = MIN(all * FAR_FACTOR, most);
    PatternBound *bound = g_new0(PatternBound, 1);
    bound->model = model;
    bound->rules = rules;
    bound->far = (int64_t)far;
    bound->notice = g_new0(int64_t, (gsize)problem->n_items + 1);
    bound->kinds = pattern_kinds_new(rules);
    bound->ones = g_new(uint32_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        bound->ones[item] = 1;
    bound->weights = g_new0(int64_t, (gsize)problem->n_items + 1);
    bound->serve = g_new0(Int128, (gsize)problem->n_bins + 1);
    bound->most = g_new0(int64_t, (gsize)problem->n_bins + 1);
    bound->found = g_new0(uint32_t *, (gsize)problem->n_bins + 1);
    bound->n_found = g_new0(uint32_t, (gsize)problem->n_bins + 1);
    share_notices(bound);
    return bound;
}

void pattern_bound_free(PatternBound *bound)
{
    if (bound == NULL)
        return;
    for (uint32_t bin = 0; bin < bound->model->problem->n_bins; bin++)
        g_free(bound->found[bin]);
    g_free(bound->notice);
    pack_kinds_free(bound->kinds);
    g_free(bound->ones);
    g_free(bound->weights);
    g_free(bound->serve);
    g_free(bound->most);
    g_free(bound->found);
    g_free(bound->n_found);
    g_free(bound);
}

void pattern_bound_price_room(PatternBound *bound, uint32_t bin, const double *share)
{
    const Problem *problem = bound->model->problem;
    double all = 0;
    for (uint32_t d = 0; d < problem->n_dimensions; d++)
        all += share[d];
    for (uint32_t d = 0; d < problem->n_dimensions && all > 0; d++)
        bound->kinds->kinds[bin].prices[d] =
            llround(PATTERN_BIN_WORTH * share[d] / all /
                    (double)MAX(1, problem_hard(problem, bin, d / problem->n_periods)));
}

void pattern_bound_look(const PatternBound *bound, PatternLook *look)
{
    const Problem *problem = bound->model->problem;
    gsize n = problem->n_dimensions;
    pattern_look_clear(look);
    look->most = g_memdup2(bound->most, ((gsize)problem->n_bins + 1) * sizeof *bound->most);
    look->room = g_new0(int64_t, problem->n_bins * n + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        memcpy(look->room + bin * n, bound->kinds->kinds[bin].prices, n * sizeof *look->room);
}

void pattern_look_clear(PatternLook *look)
{
    g_clear_pointer(&look->most, g_free);
    g_clear_pointer(&look->room, g_free);
}

/* What an item there is worth more than it costs, in a part where it may be. */
static int64_t gain(const PatternBound *bound, const int64_t *price, uint32_t item, uint32_t bin)
{
    return price[item] - problem_place_cost(bound->model->problem, item, bin) * PATTERN_SCALE +
           (bound->model->home[item] == bin ? bound->notice[item] : 0) +
           pattern_stay_price(bound->rules, price, item, bin);
}

/* What the bounds on how many stay are worth at their prices. */
static Int128 value_of_stays(const PatternBound *bound, const PatternPart *part,
                             const int64_t *price)
{
    const int64_t *of_stay = price + bound->model->problem->n_items;
    Int128 value = 0;
    for (uint32_t stay = 0; stay < bound->rules->n_stays; stay++)
        value +=
            (Int128)of_stay[stay] * (of_stay[stay] > 0 ? part->fewest[stay] : part->most[stay]);
    return value;
}

int64_t pattern_bound_weigh(PatternBound *bound, const PatternPart *part, const int64_t *price,
                            uint32_t bin)
{
    const PackKind *kind = &bound->kinds->kinds[bin];
    int64_t held = bound->far;
    for (uint32_t k = 0; k < kind->n_classes; k++) {
        uint32_t item = kind->classes[k], twin = bound->rules->twin[item];
        int64_t weight = 0;
        if (pattern_part_is_open(part, bound->rules, item, bin))
            weight = gain(bound, price, item, bin) +
                     (twin != NO_INDEX ? gain(bound, price, twin, bin) : 0);
        bound->weights[item] = MAX(0, weight);
        held += MAX(0, weight);
    }
    for (uint32_t k = 0; k < kind->n_classes; k++)
        if (part->held[kind->classes[k]] == bin)
            bound->weights[kind->classes[k]] = held;
    return held;
}

/* What is on a bin that does not serve needs no look: nothing weighs more than all together. */
static int64_t weight_of_all(const PatternBound *bound, uint32_t bin)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < bound->kinds->kinds[bin].n_classes; k++)
        sum += bound->weights[bound->kinds->kinds[bin].classes[k]];
    return sum;
}

/* What a set weighs that makes it worth to serve with it, less the review, which one bin that ends
 * pays; 0 where the bin, or one of its type, must serve in any case. */
static int64_t least_of_worth(const PatternBound *bound, const PatternPart *part, uint32_t bin)
{
    const PriceModel *model = bound->model;
    uint32_t type = model->type_of_bin[bin], n_on = 0;
    if (type == NO_INDEX || part->bins->fix[bin] == BIN_ON)
        return 0;
    for (uint32_t k = 0; k < model->bins[type].n; k++)
        n_on += part->bins->fix[model->bins[type].index[k]] == BIN_ON;
    if (n_on < part->bins->lower[type])
        return 0;
    return MAX(0, (price_net_serve_cost(model->problem, bin) - model->problem->review_cost) *
                      PATTERN_SCALE);
}

static void fill_bin(PatternBound *bound, const PatternPart *part, uint32_t bin, uint64_t max_work)
{
    g_clear_pointer(&bound->found[bin], g_free);
    bound->n_found[bin] = 0;
    if (part->bins->fix[bin] == BIN_OFF || bound->kinds->kinds[bin].n_classes == 0) {
        bound->most[bin] = weight_of_all(bound, bin);
        return;
    }
    int64_t known = bound->known == NULL ? 0 : bound->known(bound->context, bin, bound->weights);
    known = MAX(known, least_of_worth(bound, part, bin));
    PackFill fill;
    pack_fill(bound->kinds, bin, bound->weights, bound->ones, known, max_work, &fill);
    bound->work += fill.work;
    bound->most[bin] = fill.at_most;
    bound->loose += fill.at_most - fill.weight;
    if (!fill.is_found)
        return;
    bound->found[bin] = g_new(uint32_t, 2 * (gsize)fill.n_parts + 1);
    for (uint32_t k = 0; k < fill.n_parts; k++) {
        const PackClass *class = &bound->kinds->classes[fill.parts[k].class];
        for (uint32_t i = 0; i < class->n_items; i++)
            bound->found[bin][bound->n_found[bin]++] = class->items[i];
    }
    g_free(fill.parts);
}

Int128 pattern_bound_evaluate(PatternBound *bound, const PatternPart *part, const int64_t *price,
                              uint64_t max_work)
{
    const Problem *problem = bound->model->problem;
    Int128 value = leaf_certain_costs(bound->model) * PATTERN_SCALE;
    bool fits = true;
    bound->loose = 0;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t held = part->held[item];
        value += held == NO_INDEX
                     ? (Int128)price[item] + bound->notice[item]
                     : (Int128)problem_place_cost(problem, item, held) * PATTERN_SCALE -
                           pattern_stay_price(bound->rules, price, item, held);
    }
    value += value_of_stays(bound, part, price);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        int64_t held = pattern_bound_weigh(bound, part, price, bin);
        fill_bin(bound, part, bin, max_work);
        bound->serve[bin] =
            (Int128)price_net_serve_cost(problem, bin) * PATTERN_SCALE - bound->most[bin];
        for (uint32_t k = 0; k < bound->kinds->kinds[bin].n_classes; k++)
            if (part->held[bound->kinds->kinds[bin].classes[k]] == bin)
                value += held;
    }
    return value + leaf_serving_value(bound->model, part->bins, NULL, bound->serve, PATTERN_SCALE,
                                      NULL, &fits);
}
