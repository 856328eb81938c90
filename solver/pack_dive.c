#include "solver/pack_dive.h"

#include <math.h>
#include <string.h>

#define SURE        0.7 /* a pattern used more than that is fixed with others */
#define DIVE_ROUNDS 12  /* of generating patterns after each that is fixed */

typedef struct {
    PackPrices *prices;
    uint32_t *need;        /* [class] */
    double *lower, *upper; /* [kind] whole numbers */
    uint32_t *n_open;      /* [kind] bins used so far */
    uint32_t *bin_of_item;
} Dive;

/* Items of the class that have no bin yet are the last need of them. */
static void place(Dive *dive, const Pattern *pattern)
{
    const PackKinds *kinds = dive->prices->kinds;
    uint32_t kind = pattern->kind, bin = kinds->kinds[kind].bins[dive->n_open[kind]++];
    dive->upper[kind]--;
    dive->lower[kind] = MAX(0, dive->lower[kind] - 1);
    for (uint32_t i = 0; i < pattern->n_parts; i++) {
        uint32_t class = pattern->parts[i].class;
        uint32_t n = MIN(dive->need[class], pattern->parts[i].n);
        for (uint32_t k = 0; k < n; k++)
            dive->bin_of_item[kinds->classes[class].items[--dive->need[class]]] = bin;
    }
}

static uint32_t n_covered(const Dive *dive, const Pattern *pattern)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < pattern->n_parts; i++)
        n += MIN(dive->need[pattern->parts[i].class], pattern->parts[i].n);
    return n;
}

/* Fixes what is used nearly in whole, else the pattern used most; false where nothing is left to
 * fix. */
static bool fix_patterns(Dive *dive)
{
    const PackMaster *master = dive->prices->master;
    uint32_t best = NO_INDEX, n_fixed = 0;
    double most = 1e-6;
    for (uint32_t i = 0; i < pack_master_n(master); i++) {
        const Pattern *pattern = pack_master_pattern(master, i);
        double use = pack_master_use(master, i);
        while (use > SURE && dive->upper[pattern->kind] > 0 && n_covered(dive, pattern) > 0) {
            place(dive, pattern);
            n_fixed++;
            use -= 1;
        }
        if (n_fixed == 0 && use > most && n_covered(dive, pattern) > 0) {
            most = use;
            best = i;
        }
    }
    if (n_fixed == 0 && best != NO_INDEX)
        place(dive, pack_master_pattern(master, best));
    return n_fixed > 0 || best != NO_INDEX;
}

static bool is_covered(const Dive *dive)
{
    for (uint32_t class = 0; class < dive->prices->kinds->n_classes; class ++)
        if (dive->need[class] > 0)
            return false;
    return true;
}

static void dive_run(Dive *dive, double until, Incumbent *incumbent)
{
    PackPrices *prices = dive->prices;
    while (!is_covered(dive)) {
        pack_prices_part(prices, dive->need, dive->lower, dive->upper);
        if (pack_clock_part(prices->clock) >= until ||
            !pack_prices_solve(prices, INFINITY, until, DIVE_ROUNDS) || !fix_patterns(dive))
            return;
    }
    incumbent_offer(incumbent, dive->bin_of_item, NULL, "patterns");
}

void pack_dive(PackPrices *prices, const double *lower, const double *upper, const double *price,
               double until, Incumbent *incumbent, uint32_t *ret_bins)
{
    const PackKinds *kinds = prices->kinds;
    gsize n_items = kinds->problem->n_items;
    g_autofree uint32_t *bins = g_new(uint32_t, n_items + 1);
    g_autofree uint32_t *need = g_new(uint32_t, (gsize)kinds->n_classes + 1);
    g_autofree uint32_t *n_open = g_new0(uint32_t, (gsize)kinds->n_kinds + 1);
    Dive dive = {.prices = prices, .need = need, .n_open = n_open, .bin_of_item = bins};
    dive.lower = g_memdup2(lower, kinds->n_kinds * sizeof *lower);
    dive.upper = g_memdup2(upper, kinds->n_kinds * sizeof *upper);
    for (uint32_t class = 0; class < kinds->n_classes; class ++)
        need[class] = kinds->classes[class].n_items;
    for (uint32_t item = 0; item < n_items; item++)
        bins[item] = NO_INDEX;
    memcpy(prices->best_price, price, kinds->n_classes * sizeof *price);
    dive_run(&dive, until, incumbent);
    if (ret_bins != NULL)
        memcpy(ret_bins, bins, n_items * sizeof *bins);
    g_free(dive.lower);
    g_free(dive.upper);
}
