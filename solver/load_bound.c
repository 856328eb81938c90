#include "solver/load_bound.h"

#include <math.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/cheap_bound.h"
#include "solver/price_leaf.h"
#include "solver/price_model.h"

#define THOUSAND INT64_C(1000) /* balance rows count in thousandths */
#define PATIENCE 12            /* rounds without a better value until steps become shorter */
#define SHORTER  0.7
#define LEAST    1e-4

/* Prices of all bins: load[bin * n_dimensions + d] of the dimension, above the overload price where
 * capacity has one too; surplus[bin * n_surplus + balance * n_periods + period]. Micro-units. */
typedef struct {
    double *load, *surplus;
} Prices;

typedef struct {
    const Problem *problem;
    uint32_t n_dimensions, n_surplus;
    double *most;         /* [d] overload price of a unit */
    double *most_surplus; /* [n_surplus] in micro-units per thousandth */
    double *worth;        /* [d] what the ascent measures prices of a dimension in */
    Prices now, best;
    double best_value;
    double *unit; /* [bin * n_dimensions + d] price of demand, surplus taken off */
    double *use;  /* [bin * n_dimensions + d] load of the items that chose the bin */
} Ascent;

static double of_fraction(Fraction price)
{
    return (double)price.numerator / (double)price.denominator;
}

static int64_t limit_of(const Problem *problem, const int64_t *limits, uint32_t bin, uint32_t d)
{
    return limits[(gsize)bin * problem->n_resources + d / problem->n_periods];
}

/* ratio × capacity of the one less that of the other, in thousandths. */
static Int128 surplus_when_empty(const Problem *problem, const BalancePrice *balance, uint32_t bin)
{
    const int64_t *capacity = problem->capacity + (gsize)bin * problem->n_resources;
    return (Int128)balance->ratio_permille * capacity[balance->resource] -
           (Int128)THOUSAND * capacity[balance->with];
}

static double total_demand(const Problem *problem, uint32_t d)
{
    double sum = 0;
    for (uint32_t item = 0; item < problem->n_items; item++)
        sum += (double)problem->demand[(gsize)item * problem->n_dimensions + d];
    return sum;
}

/* The same prices everywhere: full where they gain, else none. */
static void start_prices(Ascent *ascent)
{
    const Problem *problem = ascent->problem;
    for (uint32_t d = 0; d < ascent->n_dimensions; d++) {
        double above = total_demand(problem, d);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            above -= (double)limit_of(problem, problem->soft, bin, d);
        for (uint32_t bin = 0; bin < problem->n_bins && above > 0; bin++)
            ascent->now.load[(gsize)bin * ascent->n_dimensions + d] = ascent->most[d];
    }
    for (uint32_t k = 0; k < ascent->n_surplus; k++) {
        const BalancePrice *balance = &problem->balances[k / problem->n_periods];
        uint32_t period = k % problem->n_periods;
        double above =
            (double)THOUSAND * total_demand(problem, balance->with * problem->n_periods + period) -
            (double)balance->ratio_permille *
                total_demand(problem, balance->resource * problem->n_periods + period);
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            above += (double)surplus_when_empty(problem, balance, bin);
        for (uint32_t bin = 0; bin < problem->n_bins && above > 0; bin++)
            ascent->now.surplus[(gsize)bin * ascent->n_surplus + k] = ascent->most_surplus[k];
    }
}

static void set_unit_prices(Ascent *ascent)
{
    const Problem *problem = ascent->problem;
    gsize n = ascent->n_dimensions;
    memcpy(ascent->unit, ascent->now.load, problem->n_bins * n * sizeof(double));
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        for (uint32_t k = 0; k < ascent->n_surplus; k++) {
            const BalancePrice *balance = &problem->balances[k / problem->n_periods];
            uint32_t period = k % problem->n_periods;
            double price = ascent->now.surplus[(gsize)bin * ascent->n_surplus + k];
            ascent->unit[bin * n + balance->resource * problem->n_periods + period] -=
                price * (double)balance->ratio_permille;
            ascent->unit[bin * n + balance->with * problem->n_periods + period] +=
                price * (double)THOUSAND;
        }
}

/* The cheapest place of an item at the unit prices; NO_INDEX where it has none. */
static uint32_t cheapest(const Ascent *ascent, uint32_t item, double *ret_cost)
{
    const Problem *problem = ascent->problem;
    const int64_t *demand = problem->demand + (gsize)item * ascent->n_dimensions;
    uint32_t best = NO_INDEX;
    *ret_cost = INFINITY;
    for (uint32_t bin = problem_next_allowed(problem, item, 0); bin != NO_INDEX;
         bin = problem_next_allowed(problem, item, bin + 1)) {
        const double *unit = ascent->unit + (gsize)bin * ascent->n_dimensions;
        double cost = (double)problem_place_cost(problem, item, bin);
        for (uint32_t d = 0; d < ascent->n_dimensions; d++)
            cost += (double)demand[d] * unit[d];
        if (cost < *ret_cost) {
            *ret_cost = cost;
            best = bin;
        }
    }
    return best;
}

/* What the prices take off for the limits of a bin. */
static double value_of_bin(const Ascent *ascent, uint32_t bin)
{
    const Problem *problem = ascent->problem;
    double value = 0, serve = (double)price_net_serve_cost(problem, bin);
    for (uint32_t d = 0; d < ascent->n_dimensions; d++) {
        double price = ascent->now.load[(gsize)bin * ascent->n_dimensions + d];
        double above = MAX(0, price - ascent->most[d]);
        value -= (price - above) * (double)limit_of(problem, problem->soft, bin, d);
        serve -= above * (double)limit_of(problem, problem->hard, bin, d);
    }
    for (uint32_t k = 0; k < ascent->n_surplus; k++)
        value +=
            ascent->now.surplus[(gsize)bin * ascent->n_surplus + k] *
            (double)surplus_when_empty(problem, &problem->balances[k / problem->n_periods], bin);
    return value + (problem->may_serve[bin] ? MIN(0, serve) : 0);
}

/* Value of the prices as they are; fills use. −INFINITY where an item has no place. */
static double evaluate(Ascent *ascent)
{
    const Problem *problem = ascent->problem;
    gsize n = ascent->n_dimensions;
    double value = (double)cheap_forced_costs(problem);
    memset(ascent->use, 0, problem->n_bins * n * sizeof(double));
    set_unit_prices(ascent);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        double cost;
        uint32_t bin = cheapest(ascent, item, &cost);
        if (bin == NO_INDEX)
            return -INFINITY;
        value += cost;
        for (gsize d = 0; d < n; d++)
            ascent->use[bin * n + d] += (double)problem->demand[item * n + d];
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        value += value_of_bin(ascent, bin);
    return value;
}

/* How the value grows with a price; in worth of the dimension. */
static double load_slope(const Ascent *ascent, uint32_t bin, uint32_t d)
{
    gsize at = (gsize)bin * ascent->n_dimensions + d;
    const Problem *problem = ascent->problem;
    const int64_t *limits = ascent->now.load[at] < ascent->most[d] ? problem->soft : problem->hard;
    return (ascent->use[at] - (double)limit_of(problem, limits, bin, d)) * ascent->worth[d];
}

static double surplus_slope(const Ascent *ascent, uint32_t bin, uint32_t k)
{
    const Problem *problem = ascent->problem;
    const BalancePrice *balance = &problem->balances[k / problem->n_periods];
    const double *use = ascent->use + (gsize)bin * ascent->n_dimensions + k % problem->n_periods;
    double surplus = (double)surplus_when_empty(problem, balance, bin) +
                     (double)THOUSAND * use[balance->with * problem->n_periods] -
                     (double)balance->ratio_permille * use[balance->resource * problem->n_periods];
    return surplus * ascent->most_surplus[k];
}

static double slope_squared(const Ascent *ascent)
{
    double sum = 0;
    for (uint32_t bin = 0; bin < ascent->problem->n_bins; bin++) {
        for (uint32_t d = 0; d < ascent->n_dimensions; d++)
            sum += load_slope(ascent, bin, d) * load_slope(ascent, bin, d);
        for (uint32_t k = 0; k < ascent->n_surplus; k++)
            sum += surplus_slope(ascent, bin, k) * surplus_slope(ascent, bin, k);
    }
    return sum;
}

static void step(Ascent *ascent, double length)
{
    for (uint32_t bin = 0; bin < ascent->problem->n_bins; bin++) {
        double *load = ascent->now.load + (gsize)bin * ascent->n_dimensions;
        double *surplus = ascent->now.surplus + (gsize)bin * ascent->n_surplus;
        for (uint32_t d = 0; d < ascent->n_dimensions; d++)
            load[d] = MAX(0, load[d] + length * load_slope(ascent, bin, d) * ascent->worth[d]);
        for (uint32_t k = 0; k < ascent->n_surplus; k++)
            surplus[k] =
                CLAMP(surplus[k] + length * surplus_slope(ascent, bin, k) * ascent->most_surplus[k],
                      0, ascent->most_surplus[k]);
    }
}

static void copy_prices(const Ascent *ascent, const Prices *from, Prices *to)
{
    gsize n_bins = ascent->problem->n_bins;
    memcpy(to->load, from->load, n_bins * ascent->n_dimensions * sizeof(double));
    memcpy(to->surplus, from->surplus, n_bins * ascent->n_surplus * sizeof(double));
}

static bool must_end(const LoadBoundLimits *limits)
{
    return (limits->stop != NULL && *limits->stop != 0) ||
           (limits->deadline_us != G_MAXINT64 && limit_clock_us() >= limits->deadline_us);
}

static bool ascend(Ascent *ascent, const LoadBoundLimits *limits)
{
    double reach = 1;
    uint32_t n_worse = 0;
    ascent->best_value = -INFINITY;
    for (uint32_t round = 0; round <= limits->max_rounds && reach > LEAST; round++) {
        double value = evaluate(ascent);
        if (!isfinite(value))
            return false;
        n_worse = value > ascent->best_value ? 0 : n_worse + 1;
        if (n_worse == 0) {
            ascent->best_value = value;
            copy_prices(ascent, &ascent->now, &ascent->best);
        } else if (n_worse % PATIENCE == 0) {
            reach *= SHORTER;
            copy_prices(ascent, &ascent->best, &ascent->now);
            value = evaluate(ascent);
        }
        double squared = slope_squared(ascent);
        if (must_end(limits) || squared <= 0 || value >= (double)limits->known_cost)
            break;
        step(ascent, reach * ((double)limits->known_cost - value) / squared);
    }
    return true;
}

/* The best prices in exact integers, as a leaf. */
typedef struct {
    const Ascent *ascent;
    int64_t scale;
    int64_t *overload, *capacity; /* [bin * n_dimensions + d] times scale */
    int64_t *surplus;             /* [bin * n_surplus + k] */
    GArray *multipliers;
    Int128 value;
    bool fits;
} Leaf;

static void add_multiplier(Leaf *leaf, Key row, Int128 y)
{
    leaf->fits = leaf->fits && fits_int64(y);
    Multiplier multiplier = {row, (int64_t)y};
    if (y != 0)
        g_array_append_val(leaf->multipliers, multiplier);
}

static int64_t scaled(const Leaf *leaf, double price)
{
    return (int64_t)floor(CLAMP(price * (double)leaf->scale, 0, 0x1p60));
}

/* Never above what the column costs: its reduced cost stays at 0 or above. */
static int64_t most_of(const Leaf *leaf, Fraction price, int64_t divisor)
{
    Int128 most = floor_divide((Int128)price.numerator * leaf->scale, price.denominator);
    return (int64_t)MIN(most / divisor, INT64_MAX);
}

static void round_prices(Leaf *leaf)
{
    const Ascent *ascent = leaf->ascent;
    const Problem *problem = ascent->problem;
    gsize n = ascent->n_dimensions, n_bins = problem->n_bins;
    leaf->overload = g_new0(int64_t, n_bins * n + 1);
    leaf->capacity = g_new0(int64_t, n_bins * n + 1);
    leaf->surplus = g_new0(int64_t, n_bins * ascent->n_surplus + 1);
    for (gsize at = 0; at < n_bins * n; at++) {
        uint32_t d = (uint32_t)(at % n);
        double price = ascent->best.load[at], most = ascent->most[d];
        int64_t whole = most_of(leaf, problem->overload_price[d / problem->n_periods], 1);
        leaf->overload[at] = MIN(whole, price >= most ? whole : scaled(leaf, price));
        leaf->capacity[at] = scaled(leaf, price - most);
    }
    for (gsize at = 0; at < n_bins * ascent->n_surplus; at++) {
        const BalancePrice *balance =
            &problem->balances[at % ascent->n_surplus / problem->n_periods];
        double price = ascent->best.surplus[at];
        int64_t whole = most_of(leaf, balance->price, THOUSAND);
        bool is_full = price >= ascent->most_surplus[at % ascent->n_surplus];
        leaf->surplus[at] = MIN(whole, is_full ? whole : scaled(leaf, price));
    }
}

static void add_loads(Leaf *leaf, uint32_t bin)
{
    const Ascent *ascent = leaf->ascent;
    const Problem *problem = ascent->problem;
    Int128 serve = (Int128)leaf->scale * price_net_serve_cost(problem, bin);
    for (uint32_t d = 0; d < ascent->n_dimensions; d++) {
        gsize at = (gsize)bin * ascent->n_dimensions + d;
        uint32_t r = d / problem->n_periods, p = d % problem->n_periods;
        add_multiplier(leaf, (Key){ROW_OVERLOAD, {bin, r, p, 0}}, leaf->overload[at]);
        add_multiplier(leaf, (Key){ROW_CAPACITY, {bin, r, p, 0}}, -leaf->capacity[at]);
        leaf->value -= (Int128)leaf->overload[at] * limit_of(problem, problem->soft, bin, d);
        serve -= (Int128)leaf->capacity[at] * limit_of(problem, problem->hard, bin, d);
    }
    if (problem->may_serve[bin])
        leaf->value += MIN(0, serve);
}

static void add_surplus(Leaf *leaf, uint32_t bin)
{
    const Ascent *ascent = leaf->ascent;
    const Problem *problem = ascent->problem;
    for (uint32_t k = 0; k < ascent->n_surplus; k++) {
        uint32_t b = k / problem->n_periods;
        int64_t y = leaf->surplus[(gsize)bin * ascent->n_surplus + k];
        add_multiplier(leaf, (Key){ROW_BALANCE, {b, bin, k % problem->n_periods, 0}}, y);
        leaf->value += y * surplus_when_empty(problem, &problem->balances[b], bin);
    }
}

/* Times scale: what the item costs on the bin at the rounded prices. */
static Int128 place_value(const Leaf *leaf, uint32_t item, uint32_t bin)
{
    const Ascent *ascent = leaf->ascent;
    const Problem *problem = ascent->problem;
    gsize n = ascent->n_dimensions;
    const int64_t *demand = problem->demand + item * n;
    Int128 cost = (Int128)leaf->scale * problem_place_cost(problem, item, bin);
    for (gsize d = 0; d < n; d++)
        cost += demand[d] * ((Int128)leaf->overload[bin * n + d] + leaf->capacity[bin * n + d]);
    for (uint32_t k = 0; k < ascent->n_surplus; k++) {
        const BalancePrice *balance = &problem->balances[k / problem->n_periods];
        uint32_t period = k % problem->n_periods;
        Int128 y = leaf->surplus[(gsize)bin * ascent->n_surplus + k];
        cost += y * ((Int128)THOUSAND * problem_demand(problem, item, balance->with, period) -
                     (Int128)balance->ratio_permille *
                         problem_demand(problem, item, balance->resource, period));
    }
    return cost;
}

static void add_item(Leaf *leaf, uint32_t item)
{
    const Problem *problem = leaf->ascent->problem;
    uint32_t bin = problem_next_allowed(problem, item, 0);
    Int128 least = place_value(leaf, item, bin);
    for (; bin != NO_INDEX; bin = problem_next_allowed(problem, item, bin + 1)) {
        Int128 cost = place_value(leaf, item, bin);
        least = MIN(least, cost);
    }
    add_multiplier(leaf, (Key){ROW_ASSIGN, {item, 0, 0, 0}}, least);
    leaf->value += least;
}

static Proof *write_proof(const Ascent *ascent, int64_t scale, int64_t *ret_bound)
{
    const Problem *problem = ascent->problem;
    Leaf leaf = {.ascent = ascent, .scale = scale, .fits = true};
    leaf.multipliers = g_array_new(FALSE, FALSE, sizeof(Multiplier));
    leaf.value = cheap_forced_costs(problem) * scale;
    round_prices(&leaf);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        add_loads(&leaf, bin);
        add_surplus(&leaf, bin);
    }
    for (uint32_t item = 0; item < problem->n_items; item++)
        add_item(&leaf, item);
    g_free(leaf.overload);
    g_free(leaf.capacity);
    g_free(leaf.surplus);
    *ret_bound = price_leaf_bound(problem, leaf.value, scale);
    if (!leaf.fits || *ret_bound == INT64_MIN) {
        g_array_unref(leaf.multipliers);
        return NULL;
    }
    Proof *proof = proof_new(scale);
    proof->nodes = g_new0(ProofNode, 1);
    proof->n_nodes = 1;
    proof->nodes[0].n_multipliers = leaf.multipliers->len;
    proof->nodes[0].multipliers = (Multiplier *)(void *)g_array_free(leaf.multipliers, FALSE);
    return proof;
}

static void ascent_init(Ascent *ascent, const Problem *problem)
{
    gsize n_bins = problem->n_bins, n = problem->n_dimensions;
    *ascent = (Ascent){.problem = problem, .n_dimensions = problem->n_dimensions};
    ascent->n_surplus = problem->n_balances * problem->n_periods;
    ascent->most = g_new0(double, n + 1);
    ascent->worth = g_new0(double, n + 1);
    ascent->most_surplus = g_new0(double, (gsize)ascent->n_surplus + 1);
    for (gsize d = 0; d < n; d++) {
        ascent->most[d] = of_fraction(problem->overload_price[d / problem->n_periods]);
        ascent->worth[d] = MAX(1, ascent->most[d]);
    }
    for (uint32_t k = 0; k < ascent->n_surplus; k++)
        ascent->most_surplus[k] =
            of_fraction(problem->balances[k / problem->n_periods].price) / (double)THOUSAND;
    Prices *all[] = {&ascent->now, &ascent->best};
    for (gsize i = 0; i < G_N_ELEMENTS(all); i++) {
        all[i]->load = g_new0(double, n_bins *n + 1);
        all[i]->surplus = g_new0(double, n_bins * ascent->n_surplus + 1);
    }
    ascent->unit = g_new0(double, n_bins *n + 1);
    ascent->use = g_new0(double, n_bins *n + 1);
}

static void ascent_clear(Ascent *ascent)
{
    g_free(ascent->most);
    g_free(ascent->worth);
    g_free(ascent->most_surplus);
    g_free(ascent->now.load);
    g_free(ascent->now.surplus);
    g_free(ascent->best.load);
    g_free(ascent->best.surplus);
    g_free(ascent->unit);
    g_free(ascent->use);
}

Proof *load_bound(const Problem *problem, const LoadBoundLimits *limits, int64_t *ret_bound)
{
    Ascent ascent;
    ascent_init(&ascent, problem);
    start_prices(&ascent);
    Proof *proof = NULL;
    if (ascend(&ascent, limits)) {
        proof = write_proof(&ascent, THOUSAND, ret_bound);
        if (proof == NULL)
            proof = write_proof(&ascent, 1, ret_bound);
    }
    ascent_clear(&ascent);
    return proof;
}
