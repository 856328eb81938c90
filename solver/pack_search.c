#include "solver/pack_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/limit_clock.h"
#include "solver/cheap_bound.h"
#include "solver/pack_fill.h"
#include "solver/pack_master.h"
#include "solver/price_leaf.h"
#include "solver/price_model.h"

#define MICRO          1e6
#define SMOOTH         0.8  /* weight of the best prices in those that patterns are sought at */
#define FILL_WORK      4000 /* of one search for a pattern, at first */
#define MOST_FILL_WORK UINT64_C(1000000)
#define PROOF_WORK     300000 /* of one bin in a proof; the judge allows more for all together */
#define ALL_WORK       60000000
#define PRICE_SCALE    INT64_C(256) /* units of weight in a micro-unit of cost */
#define CLOSE          1e-7         /* relative: the master's value is as good as proved */
#define BOUND_SHARE    0.5          /* of the time, until placements are sought */
#define FIRST_PRICES   0.65         /* of the best placement's cost, to begin with */
#define DIVE_ROUNDS    6            /* of generating patterns after each that is fixed */

typedef struct {
    uint32_t first; /* one of its bins */
    GArray *bins;   /* uint32_t */
    int64_t cost;   /* of service, net of power */
    uint32_t *items, n_items;
    int64_t *prices; /* see PackBin */
} Kind;

typedef struct {
    Incumbent *incumbent;
    const Problem *problem;
    const PackLimits *limits;
    Kind *kinds;
    uint32_t n_kinds;
    PackMaster *master;
    double *price, *best_price, *sought; /* [item] */
    double *kind_price;
    int64_t *weights;  /* [item] of a search for patterns */
    double best_value; /* of prices, currency units, without what is forced */
    uint32_t n_rounds;
    uint64_t fill_work; /* of one search for a pattern; more where few are found */
} Search;

bool pack_search_knows(const Problem *problem)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem->placed[item] || problem_next_allowed(problem, item, 0) == NO_INDEX)
            return false;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        if (problem->overload_price[r].numerator != 0)
            return false;
    return problem->n_dimensions > 0 && problem->leaving.n == 0 && problem->n_pair_classes == 1 &&
           problem->n_energy_types == 1 && problem->n_balances == 0 && problem->n_licences == 0 &&
           problem->host_failures == 0 && problem->n_items > 0;
}

static double part_of_time(const Search *search)
{
    const PackLimits *limits = search->limits;
    if (limits->stop != NULL && *limits->stop != 0)
        return 1;
    if (limits->deadline_us == G_MAXINT64)
        return (double)search->n_rounds / limits->max_rounds;
    return (double)(limit_clock_us() - limits->start_us) /
           (double)(limits->deadline_us - limits->start_us);
}

static double seconds_left(const Search *search)
{
    if (search->limits->deadline_us == G_MAXINT64)
        return 1e6;
    return (double)(search->limits->deadline_us - limit_clock_us()) / 1e6;
}

static bool is_alike(const Problem *problem, uint32_t left, uint32_t right)
{
    if (price_net_serve_cost(problem, left) != price_net_serve_cost(problem, right) ||
        problem->may_serve[left] != problem->may_serve[right])
        return false;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        if (problem_hard(problem, left, r) != problem_hard(problem, right, r))
            return false;
    for (uint32_t set = 0; set < problem->n_allowed_sets; set++) {
        const uint64_t *allowed = problem->allowed_bins + set * BITSET_WORDS(problem->n_bins);
        if (bitset_has(allowed, left) != bitset_has(allowed, right))
            return false;
    }
    return true;
}

static void begin_kind(Search *search, uint32_t bin)
{
    const Problem *problem = search->problem;
    Kind *kind = &search->kinds[search->n_kinds++];
    *kind = (Kind){.first = bin, .bins = g_array_new(FALSE, FALSE, sizeof(uint32_t))};
    kind->cost = price_net_serve_cost(problem, bin);
    kind->items = g_new(uint32_t, (gsize)problem->n_items + 1);
    kind->prices = g_new0(int64_t, (gsize)problem->n_dimensions + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem_allows(problem, item, bin))
            kind->items[kind->n_items++] = item;
}

static void find_kinds(Search *search)
{
    const Problem *problem = search->problem;
    search->kinds = g_new0(Kind, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        uint32_t k = 0;
        if (!problem->may_serve[bin])
            continue;
        while (k < search->n_kinds && !is_alike(problem, search->kinds[k].first, bin))
            k++;
        if (k == search->n_kinds)
            begin_kind(search, bin);
        g_array_append_val(search->kinds[k].bins, bin);
    }
}

static PackFill fill_kind(Search *search, uint32_t k, int64_t threshold, uint64_t work)
{
    const Kind *kind = &search->kinds[k];
    PackBin bin = {search->problem, kind->first, kind->items, kind->n_items, kind->prices};
    PackFill fill;
    pack_fill(&bin, search->weights, threshold, work, &fill);
    return fill;
}

static void set_weights(Search *search, const double *price)
{
    for (uint32_t item = 0; item < search->problem->n_items; item++)
        search->weights[item] = (int64_t)floor(MAX(0, price[item]) * MICRO * (double)PRICE_SCALE);
}

/* Reduced cost of a set at the master's own prices. */
static double reduced_cost(const Search *search, uint32_t k, const PackFill *fill)
{
    double cost = (double)search->kinds[k].cost / MICRO - search->kind_price[k];
    for (uint32_t i = 0; i < fill->n_items; i++)
        cost -= search->price[fill->items[i]];
    return cost;
}

/* The heaviest set of each kind at the prices sought at. Returns how many were worth adding; the
 * value that the prices prove in *ret_value. */
static uint32_t generate(Search *search, double *ret_value)
{
    uint32_t n_added = 0;
    double value = 0;
    set_weights(search, search->sought);
    for (uint32_t item = 0; item < search->problem->n_items; item++)
        value += search->sought[item];
    for (uint32_t k = 0; k < search->n_kinds; k++) {
        const Kind *kind = &search->kinds[k];
        int64_t cost = MAX(0, kind->cost) * PRICE_SCALE;
        PackFill fill = fill_kind(search, k, cost, search->fill_work);
        double net =
            (double)kind->cost / MICRO - (double)fill.at_most / (double)PRICE_SCALE / MICRO;
        value += kind->bins->len * MIN(0, net);
        if (fill.is_found && reduced_cost(search, k, &fill) < -1e-7) {
            pack_master_add(search->master, k, g_steal_pointer(&fill.items), fill.n_items,
                            (double)kind->cost / MICRO);
            n_added++;
        }
        g_free(fill.items);
    }
    *ret_value = value;
    return n_added;
}

/* Generates patterns until the prices prove the master's value, or the share of time is used. */
static bool solve_master(Search *search, double until, uint32_t most_rounds)
{
    const Problem *problem = search->problem;
    double value, proved;
    for (uint32_t round = 0; round < most_rounds; round++) {
        if (!pack_master_solve(search->master, seconds_left(search), &value, search->price,
                               search->kind_price))
            return false;
        if (part_of_time(search) >= until)
            return true;
        double smooth = isfinite(search->best_value) ? SMOOTH : 0;
        bool again = true;
        while (again) {
            for (uint32_t item = 0; item < problem->n_items; item++)
                search->sought[item] =
                    smooth * search->best_price[item] + (1 - smooth) * search->price[item];
            search->n_rounds++;
            uint32_t n_added = generate(search, &proved);
            if (proved > search->best_value) {
                search->best_value = proved;
                memcpy(search->best_price, search->sought, problem->n_items * sizeof(double));
            }
            if (n_added == 0)
                search->fill_work = MIN(2 * search->fill_work, MOST_FILL_WORK);
            if (n_added == 0 && smooth == 0 && search->fill_work == MOST_FILL_WORK)
                return true;
            again = n_added == 0 && smooth > 0 && part_of_time(search) < until;
            smooth = 0;
        }
        if (value - search->best_value < CLOSE * fabs(value))
            return true;
    }
    return true;
}

static Pack *make_pack(Search *search, Proof *proof)
{
    const Problem *problem = search->problem;
    gsize n_items = problem->n_items, n_bins = problem->n_bins;
    proof->packs = g_new0(Pack, 1);
    proof->n_packs = 1;
    Pack *pack = &proof->packs[0];
    pack->n_dimensions = problem->n_dimensions;
    pack->items = g_new(uint32_t, n_items + 1);
    pack->weights = g_new(int64_t, n_items + 1);
    pack->bins = g_new(uint32_t, n_bins + 1);
    pack->most = g_new(int64_t, n_bins + 1);
    pack->prices = g_new0(int64_t, n_bins * pack->n_dimensions + 1);
    for (uint32_t item = 0; item < n_items; item++)
        if (search->weights[item] > 0) {
            pack->items[pack->n_items] = item;
            pack->weights[pack->n_items++] = search->weights[item];
        }
    return pack;
}

/* What whole items weigh at most on each bin: its own cost where nothing weighs more. */
static Int128 fill_pack(Search *search, Pack *pack, uint64_t *work)
{
    const Problem *problem = search->problem;
    g_autofree int64_t *most = g_new0(int64_t, (gsize)search->n_kinds + 1);
    g_autofree uint32_t *kind_of = g_new(uint32_t, (gsize)problem->n_bins + 1);
    Int128 value = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        kind_of[bin] = NO_INDEX;
    for (uint32_t k = 0; k < search->n_kinds; k++) {
        const Kind *kind = &search->kinds[k];
        int64_t cost = MAX(0, kind->cost) * PRICE_SCALE;
        PackFill fill = fill_kind(search, k, cost, MIN(PROOF_WORK, *work / kind->bins->len));
        most[k] = fill.at_most;
        *work -= fill.work * kind->bins->len; /* the judge looks at each bin */
        value += (Int128)kind->bins->len * MIN(0, (Int128)kind->cost * PRICE_SCALE - fill.at_most);
        g_free(fill.items);
        for (guint i = 0; i < kind->bins->len; i++)
            kind_of[g_array_index(kind->bins, uint32_t, i)] = k;
    }
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        uint32_t k = kind_of[bin];
        if (k == NO_INDEX)
            continue;
        memcpy(pack->prices + (gsize)pack->n_bins * pack->n_dimensions, search->kinds[k].prices,
               pack->n_dimensions * sizeof(int64_t));
        pack->bins[pack->n_bins] = bin;
        pack->most[pack->n_bins++] = most[k];
    }
    return value;
}

/* One leaf: each item at its price, a pack row for each bin. A bin that may not serve takes
 * nothing, so its places are left to the link rows, which ask for one multiplier each. */
static void tell_proof(Search *search)
{
    const Problem *problem = search->problem;
    Proof *proof = proof_new(PRICE_SCALE);
    uint64_t work = ALL_WORK;
    set_weights(search, search->best_price);
    Pack *pack = make_pack(search, proof);
    Int128 value = fill_pack(search, pack, &work);
    proof->nodes = g_new0(ProofNode, 1);
    proof->n_nodes = 1;
    ProofNode *leaf = &proof->nodes[0];
    leaf->multipliers = g_new0(Multiplier, (gsize)problem->n_items + pack->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        int64_t place = problem_place_cost(problem, item, problem_next_allowed(problem, item, 0));
        int64_t y = search->weights[item] + place * PRICE_SCALE;
        leaf->multipliers[leaf->n_multipliers++] = (Multiplier){{ROW_ASSIGN, {item, 0, 0, 0}}, y};
        value += y;
    }
    for (uint32_t i = 0; i < pack->n_bins; i++)
        leaf->multipliers[leaf->n_multipliers++] =
            (Multiplier){{ROW_PACK, {0, pack->bins[i], 0, 0}}, -1};
    value += cheap_forced_costs(problem) * PRICE_SCALE;
    int64_t bound = price_leaf_bound(problem, value, PRICE_SCALE);
    search->limits->on_proof(search->limits->context, proof, bound);
}

/* The pattern to fix: used in whole, else used most. */
static uint32_t most_used(const Search *search)
{
    uint32_t best = NO_INDEX;
    double most = 1e-6;
    for (uint32_t i = 0; i < pack_master_n(search->master); i++)
        if (pack_master_use(search->master, i) > most) {
            most = pack_master_use(search->master, i);
            best = i;
        }
    return best;
}

static void fix_pattern(Search *search, uint32_t number, uint32_t *n_left, uint32_t *bin_of_item)
{
    const Pattern *pattern = pack_master_pattern(search->master, number);
    const GArray *bins = search->kinds[pattern->kind].bins;
    g_assert(bins != NULL);
    uint32_t bin = g_array_index(bins, uint32_t, --n_left[pattern->kind]);
    pack_master_limit(search->master, pattern->kind, n_left[pattern->kind]);
    for (uint32_t i = 0; i < pattern->n_items; i++) {
        uint32_t item = pattern->items[i];
        if (bin_of_item[item] != NO_INDEX)
            continue;
        bin_of_item[item] = bin;
        pack_master_drop(search->master, item);
    }
}

/* Fixes pattern after pattern; what comes out is offered. */
static void dive(Search *search)
{
    const Problem *problem = search->problem;
    g_autofree uint32_t *bins = g_new(uint32_t, (gsize)problem->n_items + 1);
    g_autofree uint32_t *n_left = g_new(uint32_t, (gsize)search->n_kinds + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        bins[item] = NO_INDEX;
    for (uint32_t k = 0; k < search->n_kinds; k++)
        n_left[k] = search->kinds[k].bins->len;
    while (part_of_time(search) < 1) {
        uint32_t number = most_used(search);
        if (number == NO_INDEX)
            break;
        fix_pattern(search, number, n_left, bins);
        search->best_value = -INFINITY; /* of what is left; earlier prices do not know it */
        if (!solve_master(search, 1, DIVE_ROUNDS))
            break;
    }
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (bins[item] == NO_INDEX)
            return;
    incumbent_offer(search->incumbent, bins, NULL, "patterns");
}

static void begin_master(Search *search)
{
    const Problem *problem = search->problem;
    g_autofree uint32_t *n_of_kind = g_new(uint32_t, (gsize)search->n_kinds + 1);
    int64_t dearest = 1;
    for (uint32_t k = 0; k < search->n_kinds; k++) {
        n_of_kind[k] = search->kinds[k].bins->len;
        dearest = MAX(dearest, search->kinds[k].cost);
    }
    search->master =
        pack_master_new(problem->n_items, n_of_kind, search->n_kinds, 2 * (double)dearest / MICRO);
}

/* Patterns of the best placement so far. */
static void add_incumbent(Search *search)
{
    const Problem *problem = search->problem;
    for (uint32_t k = 0; k < search->n_kinds && search->incumbent->found; k++)
        for (guint i = 0; i < search->kinds[k].bins->len; i++) {
            uint32_t bin = g_array_index(search->kinds[k].bins, uint32_t, i), n = 0;
            uint32_t *items = g_new(uint32_t, (gsize)problem->n_items + 1);
            for (uint32_t item = 0; item < problem->n_items; item++)
                if (search->incumbent->bin_of_item[item] == bin)
                    items[n++] = item;
            if (n > 0)
                pack_master_add(search->master, k, items, n, (double)search->kinds[k].cost / MICRO);
            else
                g_free(items);
        }
}

/* Prices to begin with: a share of what the best placement costs, by size. */
static void begin_prices(Search *search)
{
    const Problem *problem = search->problem;
    double cost = 0;
    for (uint32_t k = 0; k < search->n_kinds; k++)
        cost += (double)MAX(0, search->kinds[k].cost) / MICRO * search->kinds[k].bins->len;
    if (search->incumbent->found)
        cost = MIN(cost, (double)search->incumbent->cost / MICRO);
    for (uint32_t d = 0; d < problem->n_dimensions; d++) {
        double all = 0;
        for (uint32_t item = 0; item < problem->n_items; item++)
            all += (double)problem->demand[(gsize)item * problem->n_dimensions + d];
        for (uint32_t item = 0; item < problem->n_items && all > 0; item++)
            search->best_price[item] +=
                FIRST_PRICES * cost / problem->n_dimensions / all *
                (double)problem->demand[(gsize)item * problem->n_dimensions + d];
    }
    memcpy(search->sought, search->best_price, problem->n_items * sizeof(double));
    memcpy(search->price, search->best_price, problem->n_items * sizeof(double));
    generate(search, &search->best_value);
}

static void search_clear(Search *search)
{
    for (uint32_t k = 0; k < search->n_kinds; k++) {
        g_array_unref(search->kinds[k].bins);
        g_free(search->kinds[k].items);
        g_free(search->kinds[k].prices);
    }
    g_free(search->kinds);
    pack_master_free(search->master);
    g_free(search->price);
    g_free(search->best_price);
    g_free(search->sought);
    g_free(search->kind_price);
    g_free(search->weights);
}

void pack_search_run(Incumbent *incumbent, const PackLimits *limits)
{
    const Problem *problem = incumbent->problem;
    Search search = {.incumbent = incumbent, .problem = problem, .limits = limits};
    gsize n = (gsize)problem->n_items + 1;
    search.price = g_new0(double, n);
    search.best_price = g_new0(double, n);
    search.sought = g_new0(double, n);
    search.weights = g_new0(int64_t, n);
    search.best_value = -INFINITY;
    search.fill_work = FILL_WORK;
    find_kinds(&search);
    search.kind_price = g_new0(double, (gsize)search.n_kinds + 1);
    begin_master(&search);
    add_incumbent(&search);
    begin_prices(&search);
    if (solve_master(&search, BOUND_SHARE, UINT32_MAX) && isfinite(search.best_value)) {
        tell_proof(&search);
        dive(&search);
    }
    search_clear(&search);
}
