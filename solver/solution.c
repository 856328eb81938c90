#include "solver/solution.h"

const char *const outcome_names[] = {
    [OUTCOME_OPTIMAL] = "optimal",       [OUTCOME_FEASIBLE] = "feasible",
    [OUTCOME_INFEASIBLE] = "infeasible", [OUTCOME_BLOCKED] = "blocked",
    [OUTCOME_LIMIT] = "limit",
};

static void free_bounds(GArray *bounds)
{
    for (guint i = 0; bounds != NULL && i < bounds->len; i++)
        g_free(g_array_index(bounds, BoundEvent, i).method);
    g_clear_pointer(&bounds, g_array_unref);
}

static void free_incumbents(GArray *incumbents)
{
    for (guint i = 0; incumbents != NULL && i < incumbents->len; i++)
        g_free(g_array_index(incumbents, IncumbentEvent, i).method);
    g_clear_pointer(&incumbents, g_array_unref);
}

void placement_free(gpointer data)
{
    Placement *placement = data;
    g_free(placement->bin_of_item);
    g_free(placement->in_service);
    g_free(placement);
}

void solution_free(Solution *solution)
{
    if (solution == NULL)
        return;
    g_free(solution->bin_of_item);
    g_free(solution->in_service);
    g_clear_pointer(&solution->earlier, g_ptr_array_unref);
    proof_free(solution->proof);
    free_bounds(solution->bounds);
    free_incumbents(solution->incumbents);
    g_free(solution->solver_status);
    g_free(solution);
}
