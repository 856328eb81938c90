#include "solver/pack_search.h"

#include <math.h>
#include <string.h>

#include "solver/pack_dive.h"
#include "solver/pack_place.h"
#include "solver/pack_proof.h"

#define MICRO         1e6
#define CELLS_AT_ONCE 10     /* of a table, in the time of one class looked at */
#define ROOT_SHARE    0.5    /* of the time, at most, until the prices of the whole are there, */
#define TREE_SHARE    0.5    /* placements are sought whatever is proved, */
#define DIVE_SHARE    0.7    /* all bins were dived with, */
#define PLACE_SHARE   0.95   /* the bins that are proved were tried */
#define FIRST_STEPS   12000  /* an item, of annealing on these */
#define MEND_STEPS    40000  /* from where a dive got to */
#define LATER_STEPS   100000 /* again */
#define MOST_TURNS    3      /* of diving and annealing */
#define MOST_OF_UNIT  0.99   /* the rest is for what rounding loses */
#define TREE_WORK     UINT64_C(200000000) /* of all leaves: verifying takes it again */

typedef struct {
    Incumbent *incumbent;
    const PackLimits *limits;
    PackKinds *kinds;
    PackClock clock;
    PackPrices *prices;
    PackTree *tree;
    int64_t told; /* the best bound */
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

static void tell_proof(Search *search)
{
    int64_t bound;
    Proof *proof = pack_proof_new(search->tree, &bound);
    if (proof == NULL || bound <= search->told) {
        proof_free(proof);
        return;
    }
    search->told = bound;
    search->limits->on_proof(search->limits->context, proof, bound);
}

/* Patterns of the best placement so far. */
static void add_incumbent(Search *search)
{
    const PackKinds *kinds = search->kinds;
    g_autofree uint32_t *class_of = g_new0(uint32_t, (gsize)kinds->problem->n_items + 1);
    for (uint32_t class = 0; class < kinds->n_classes; class ++)
        for (uint32_t i = 0; i < kinds->classes[class].n_items; i++)
            class_of[kinds->classes[class].items[i]] = class;
    for (uint32_t k = 0; k < kinds->n_kinds && search->incumbent->found; k++)
        for (uint32_t i = 0; i < kinds->kinds[k].n_bins; i++) {
            g_autofree uint32_t *n = g_new0(uint32_t, (gsize)kinds->n_classes + 1);
            for (uint32_t item = 0; item < kinds->problem->n_items; item++)
                if (search->incumbent->bin_of_item[item] == kinds->kinds[k].bins[i])
                    n[class_of[item]]++;
            PackPart *parts = g_new(PackPart, (gsize)kinds->n_classes + 1);
            uint32_t n_parts = 0;
            for (uint32_t class = 0; class < kinds->n_classes; class ++)
                if (n[class] > 0)
                    parts[n_parts++] = (PackPart){class, n[class]};
            pack_master_add(search->prices->master, k, parts, n_parts);
        }
}

/* Of bins in service alone, currency units: of all of them, or of the best placement. */
static double known_cost(const Search *search)
{
    double cost = 0;
    for (uint32_t k = 0; k < search->kinds->n_kinds; k++)
        cost +=
            (double)MAX(0, search->kinds->kinds[k].cost) / MICRO * search->kinds->kinds[k].n_bins;
    if (search->incumbent->found)
        cost = MIN(cost,
                   (double)(search->incumbent->cost - pack_forced_costs(search->kinds->problem)) /
                       MICRO);
    return cost;
}

/* With so many bins of each kind at most. */
static void dive(Search *search, const double *upper, double until, uint32_t *ret_bins)
{
    gsize n_kinds = search->kinds->n_kinds;
    g_autofree uint32_t *need =
        g_memdup2(search->prices->need, search->kinds->n_classes * sizeof(uint32_t));
    g_autofree double *price =
        g_memdup2(search->prices->best_price, search->kinds->n_classes * sizeof(double));
    g_autofree double *lower = g_new0(double, n_kinds + 1);
    pack_dive(search->prices, lower, upper, price, until, search->incumbent, ret_bins);
    pack_prices_part(search->prices, need, lower, upper);
}

/* What the judge has to do, about: look up each pack, and go through the columns of each leaf. */
static uint64_t verify_work(const Search *search)
{
    const Problem *problem = search->kinds->problem;
    uint64_t table = search->prices->table == NULL
                         ? 0
                         : (uint64_t)pack_table_n_cells(search->prices->table) * problem->n_items /
                               CELLS_AT_ONCE;
    uint64_t leaf = (uint64_t)problem->n_items * problem->n_bins;
    return search->tree->cuts->len * table + search->tree->work +
           pack_tree_n_leaves(search->tree) * leaf;
}

/* What has to be proved of a part so that nothing in it is cheaper than the best placement: what is
 * cheaper is so by a unit. */
static double enough_for(const Search *search)
{
    return known_cost(search) - MOST_OF_UNIT * (double)pack_kinds_unit(search->kinds) / MICRO;
}

static void grow_tree(Search *search, double until)
{
    while (pack_clock_part(&search->clock) < until && verify_work(search) < TREE_WORK &&
           pack_tree_step(search->tree, enough_for(search), until))
        ;
}

static bool is_closed(const Search *search)
{
    const PackTree *tree = search->tree;
    return pack_tree_node(tree, pack_tree_least(tree))->value >= enough_for(search);
}

static bool may_place(const Search *search)
{
    return !is_closed(search) && pack_clock_part(&search->clock) < PLACE_SHARE;
}

/* Placements on just the bins that counting cannot exclude, by annealing and by diving in turn; the
 * dive with all bins, which comes in between, finds patterns for them too. */
static void place_on_whole(Search *search, const double *all)
{
    const double *whole = search->tree->whole;
    g_autofree uint32_t *bins = g_new(uint32_t, (gsize)search->kinds->problem->n_items + 1);
    g_autoptr(PackPlace) place = pack_place_new(search->prices, whole, search->incumbent);
    if (may_place(search))
        pack_place_anneal(place, NULL, FIRST_STEPS);
    if (may_place(search))
        dive(search, all, DIVE_SHARE, NULL);
    for (uint32_t i = 0; i < MOST_TURNS && may_place(search); i++) {
        dive(search, whole, PLACE_SHARE, bins);
        if (may_place(search))
            pack_place_anneal(place, bins, MEND_STEPS);
        if (may_place(search))
            pack_place_anneal(place, NULL, LATER_STEPS);
    }
}

static void search_run(Search *search)
{
    add_incumbent(search);
    pack_prices_begin(search->prices, known_cost(search));
    if (!pack_tree_begin(search->tree, ROOT_SHARE))
        return;
    tell_proof(search);
    g_autofree double *all =
        g_memdup2(search->prices->upper, search->kinds->n_kinds * sizeof(double));
    grow_tree(search, TREE_SHARE);
    tell_proof(search);
    if (search->tree->whole == NULL && !is_closed(search)) {
        dive(search, all, DIVE_SHARE, NULL);
        grow_tree(search, 1);
        tell_proof(search);
    }
    if (search->tree->whole != NULL)
        place_on_whole(search, all);
}

void pack_search_run(Incumbent *incumbent, const PackLimits *limits)
{
    Search search = {.incumbent = incumbent, .limits = limits, .told = INT64_MIN};
    search.clock =
        (PackClock){limits->start_us, limits->deadline_us, limits->max_rounds, 0, limits->stop};
    search.kinds = pack_kinds_new(incumbent->problem);
    search.prices = pack_prices_new(search.kinds, &search.clock);
    search.tree = pack_tree_new(search.prices);
    search_run(&search);
    pack_tree_free(search.tree);
    pack_prices_free(search.prices);
    pack_kinds_free(search.kinds);
}
