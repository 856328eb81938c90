#include "tests/support/every_placement.h"

#include "solver/evaluate.h"

bool next_placement(const Problem *problem, uint32_t *bins)
{
    for (uint32_t item = 0; item < problem->n_items; item++) {
        if (++bins[item] < problem->n_bins)
            return true;
        bins[item] = 0;
    }
    return false;
}

int64_t cheapest_of_all_placements(const Problem *problem)
{
    g_autofree uint32_t *bins = g_new0(uint32_t, problem->n_items + 1);
    int64_t cheapest = INT64_MAX;
    do {
        Evaluation whole;
        problem_evaluate(problem, bins, NULL, &whole);
        if (whole.feasible)
            cheapest = MIN(cheapest, whole.cost);
    } while (next_placement(problem, bins));
    return cheapest;
}
