#include "solver/pack_prices.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"

#define MICRO          1e6
#define SMOOTH         0.8  /* weight of the best prices in those that patterns are sought at */
#define FILL_WORK      4000 /* of one search for a pattern, at first */
#define MOST_FILL_WORK UINT64_C(1000000)
#define CLOSE          1e-7 /* relative: the master's value is as good as proved */
#define FIRST_PRICES   0.65 /* of the cost, to begin with */

double pack_clock_part(const PackClock *clock)
{
    if (clock->stop != NULL && *clock->stop != 0)
        return 1;
    if (clock->deadline_us == G_MAXINT64)
        return (double)clock->n_rounds / clock->max_rounds;
    return (double)(limit_clock_us() - clock->start_us) /
           (double)(clock->deadline_us - clock->start_us);
}

static double seconds_left(const PackClock *clock)
{
    if (clock->deadline_us == G_MAXINT64)
        return 1e6;
    return (double)(clock->deadline_us - limit_clock_us()) / 1e6;
}

PackPrices *pack_prices_new(const PackKinds *kinds, PackClock *clock)
{
    PackPrices *prices = g_new0(PackPrices, 1);
    gsize n_classes = (gsize)kinds->n_classes + 1, n_kinds = (gsize)kinds->n_kinds + 1;
    prices->kinds = kinds;
    prices->clock = clock;
    prices->master = pack_master_new(kinds);
    prices->table = pack_table_new(kinds);
    prices->need = g_new0(uint32_t, n_classes);
    prices->lower = g_new0(double, n_kinds);
    prices->upper = g_new0(double, n_kinds);
    prices->price = g_new0(double, n_classes);
    prices->kind_price = g_new0(double, n_kinds);
    prices->best_price = g_new0(double, n_classes);
    prices->sought = g_new0(double, n_classes);
    prices->weights = g_new0(int64_t, n_classes);
    prices->fill_work = FILL_WORK;
    prices->best_value = -INFINITY;
    for (uint32_t class = 0; class < kinds->n_classes; class ++)
        prices->need[class] = kinds->classes[class].n_items;
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
        prices->upper[kind] = kinds->kinds[kind].n_bins;
    return prices;
}

void pack_prices_free(PackPrices *prices)
{
    if (prices == NULL)
        return;
    pack_master_free(prices->master);
    pack_table_free(prices->table);
    g_free(prices->need);
    g_free(prices->lower);
    g_free(prices->upper);
    g_free(prices->price);
    g_free(prices->kind_price);
    g_free(prices->best_price);
    g_free(prices->sought);
    g_free(prices->weights);
    g_free(prices);
}

void pack_prices_part(PackPrices *prices, const uint32_t *need, const double *lower,
                      const double *upper)
{
    for (uint32_t class = 0; class < prices->kinds->n_classes; class ++)
        if (prices->need[class] != need[class])
            pack_master_need(prices->master, class, need[class]);
    for (uint32_t kind = 0; kind < prices->kinds->n_kinds; kind++)
        if (prices->lower[kind] != lower[kind] || prices->upper[kind] != upper[kind])
            pack_master_limit(prices->master, kind, lower[kind], upper[kind]);
    memcpy(prices->need, need, prices->kinds->n_classes * sizeof *need);
    memcpy(prices->lower, lower, prices->kinds->n_kinds * sizeof *lower);
    memcpy(prices->upper, upper, prices->kinds->n_kinds * sizeof *upper);
    prices->best_value = -INFINITY;
}

void pack_prices_weigh(PackPrices *prices, const double *price)
{
    for (uint32_t class = 0; class < prices->kinds->n_classes; class ++)
        prices->weights[class] = (int64_t)floor(MAX(0, price[class]) * MICRO * (double)PACK_SCALE);
    if (prices->table != NULL)
        pack_table_weigh(prices->table, prices->weights, prices->need);
}

PackFill pack_prices_fill(PackPrices *prices, uint32_t kind, int64_t threshold, uint64_t max_work)
{
    PackFill fill;
    if (prices->table != NULL && pack_table_knows(prices->table, kind))
        pack_table_fill(prices->table, kind, threshold, &fill);
    else
        pack_fill(prices->kinds, kind, prices->weights, prices->need, threshold, max_work, &fill);
    return fill;
}

/* Of a set at the master's own prices. */
static double reduced_cost(const PackPrices *prices, uint32_t kind, const PackFill *fill)
{
    double cost = (double)prices->kinds->kinds[kind].cost / MICRO - prices->kind_price[kind];
    for (uint32_t i = 0; i < fill->n_parts; i++)
        cost -= prices->price[fill->parts[i].class] * fill->parts[i].n;
    return cost;
}

static void keep_best(PackPrices *prices, double value)
{
    if (value <= prices->best_value)
        return;
    prices->best_value = value;
    memmove(prices->best_price, prices->sought, prices->kinds->n_classes * sizeof(double));
}

/* Sets that weigh no more than that do not count for the bound of the part. */
static int64_t counts_from(const PackPrices *prices, uint32_t kind)
{
    int64_t cost = CLAMP(prices->kinds->kinds[kind].cost, 0, INT64_MAX / PACK_SCALE);
    return prices->lower[kind] > 0 ? 0 : cost * PACK_SCALE;
}

/* The heaviest set of each kind at the prices sought at. Returns how many were worth adding. */
static uint32_t generate(PackPrices *prices)
{
    uint32_t n_added = 0;
    double value = 0;
    pack_prices_weigh(prices, prices->sought);
    prices->clock->n_rounds++;
    for (uint32_t class = 0; class < prices->kinds->n_classes; class ++)
        value += prices->sought[class] * prices->need[class];
    for (uint32_t kind = 0; kind < prices->kinds->n_kinds; kind++) {
        if (prices->upper[kind] <= 0)
            continue;
        PackFill fill =
            pack_prices_fill(prices, kind, counts_from(prices, kind), prices->fill_work);
        double net = (double)prices->kinds->kinds[kind].cost / MICRO -
                     (double)fill.at_most / (double)PACK_SCALE / MICRO;
        value += net * (net < 0 ? prices->upper[kind] : prices->lower[kind]);
        if (fill.is_found && reduced_cost(prices, kind, &fill) < -1e-7) {
            pack_master_add(prices->master, kind, g_steal_pointer(&fill.parts), fill.n_parts);
            n_added++;
        }
        g_free(fill.parts);
    }
    keep_best(prices, value);
    return n_added;
}

static void seek_at(PackPrices *prices, double smooth)
{
    for (uint32_t class = 0; class < prices->kinds->n_classes; class ++)
        prices->sought[class] =
            smooth * prices->best_price[class] + (1 - smooth) * prices->price[class];
}

/* Patterns at smoothed prices, and at the master's own where those give none; false where there are
 * none at all, found with all the work that is allowed. */
static bool add_patterns(PackPrices *prices, double until)
{
    if (isfinite(prices->best_value)) {
        seek_at(prices, SMOOTH);
        if (generate(prices) > 0)
            return true;
    }
    while (pack_clock_part(prices->clock) < until) {
        seek_at(prices, 0);
        if (generate(prices) > 0)
            return true;
        if (prices->fill_work == MOST_FILL_WORK)
            return false;
        prices->fill_work = MIN(4 * prices->fill_work, MOST_FILL_WORK);
    }
    return true;
}

bool pack_prices_solve(PackPrices *prices, double enough, double until, uint32_t max_rounds)
{
    for (uint32_t round = 0; round < max_rounds; round++) {
        if (!pack_master_solve(prices->master, seconds_left(prices->clock), &prices->master_value,
                               prices->price, prices->kind_price))
            return false;
        double most = MIN(enough, prices->master_value - CLOSE * fabs(prices->master_value));
        if (prices->best_value >= most || pack_clock_part(prices->clock) >= until ||
            !add_patterns(prices, until))
            return true;
    }
    return true;
}

void pack_prices_begin(PackPrices *prices, double cost)
{
    const Problem *problem = prices->kinds->problem;
    uint32_t n = problem->n_dimensions;
    for (uint32_t d = 0; d < n; d++) {
        double all = 0;
        for (uint32_t class = 0; class < prices->kinds->n_classes; class ++)
            all += (double)pack_class_demand(prices->kinds, class)[d] * prices->need[class];
        for (uint32_t class = 0; class < prices->kinds->n_classes && all > 0; class ++)
            prices->sought[class] +=
                FIRST_PRICES * cost / n / all * (double)pack_class_demand(prices->kinds, class)[d];
    }
    generate(prices);
}
