/* Sets of bins in the order of their bound: no plan on just these bins is cheaper, none promises
 * more than the problem does, and a set is listed once. */
#include <criterion/criterion.h>
#include <math.h>

#include "model/formulate.h"
#include "solver/evaluate.h"
#include "solver/set_screen.h"
#include "tests/support/random_placements.h"

#define MICRO  1e6
#define N_BINS 8

static const PlacementKind kind = {N_BINS, 50, 100, 300, 0};
static const PriceTreeLimits limits = {
    .cutoff = INFINITY, .max_nodes = 1, .deadline_us = G_MAXINT64};

/* All bins but those of the mask. */
static void add_without(SetScreen *screen, uint32_t mask)
{
    bool open[N_BINS];
    for (uint32_t bin = 0; bin < N_BINS; bin++)
        open[bin] = (mask >> bin & 1) == 0;
    set_screen_add(screen, open, &limits);
}

static double value_without(const SetScreen *screen, uint32_t mask)
{
    for (uint32_t k = 0; k < set_screen_n(screen); k++) {
        bool is_it = true;
        for (uint32_t bin = 0; bin < N_BINS; bin++)
            is_it = is_it && set_screen_get(screen, k)[bin] == ((mask >> bin & 1) == 0);
        if (is_it)
            return set_screen_value(screen, k);
    }
    cr_assert_fail("set %x is not listed", mask);
}

static uint32_t mask_of_unused(const Problem *problem, const uint32_t *bin_of_item)
{
    uint32_t mask = (1U << N_BINS) - 1;
    for (uint32_t item = 0; item < problem->n_items; item++)
        mask &= ~(1U << bin_of_item[item]);
    return mask;
}

Test(set_screen, orders_sets_by_a_bound_on_plans_with_just_these_bins)
{
    for (uint32_t seed = 1; seed <= 5; seed++) {
        g_autoptr(GError) error = NULL;
        g_autofree uint32_t *target = NULL;
        g_autoptr(Model) model = random_placements(&kind, seed, &target);
        g_autoptr(Problem) problem = formulate(model, &error);
        for (uint32_t bin = 0; bin < N_BINS; bin++)
            problem->serve_cost[bin] = (100 + bin) * 1000000;
        g_autoptr(PriceModel) prices = price_model_new(problem);
        g_autoptr(PriceTree) tree = price_tree_new(prices, 1);
        price_tree_run(tree, &limits);
        g_autoptr(SetScreen) screen = set_screen_new(tree, 0);
        for (uint32_t mask = 0; mask < 64; mask++)
            add_without(screen, mask);
        cr_assert_eq(set_screen_n(screen), 64);
        add_without(screen, 5);
        cr_assert_eq(set_screen_n(screen), 64, "a set is listed twice");
        for (uint32_t k = 0; k < 64; k++) {
            double value = set_screen_value(screen, k);
            cr_assert(k == 0 || value >= set_screen_value(screen, k - 1));
            cr_assert_geq(value, price_tree_value(tree) * (1 - 1e-6), "seed %u: %g below %g", seed,
                          value, price_tree_value(tree));
        }
        Evaluation whole;
        problem_evaluate(problem, target, NULL, &whole);
        uint32_t unused = mask_of_unused(problem, target);
        add_without(screen, unused);
        cr_assert_leq(value_without(screen, unused), (double)whole.cost / MICRO + 1e-6);
        cr_assert_gt(value_without(screen, 63), value_without(screen, 0),
                     "seed %u: what two bins cannot hold promises %g, eight %g", seed,
                     value_without(screen, 63), value_without(screen, 0));
    }
}
