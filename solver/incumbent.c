#include "solver/incumbent.h"

#include <string.h>

Incumbent *incumbent_new(const Problem *problem, const SolveOptions *options)
{
    Incumbent *incumbent = g_new0(Incumbent, 1);
    incumbent->problem = problem;
    incumbent->options = options;
    incumbent->bin_of_item = g_new0(uint32_t, (gsize)problem->n_items + 1);
    incumbent->in_service = g_new0(bool, (gsize)problem->n_bins + 1);
    incumbent->cost = options->cutoff > 0 ? options->cutoff : INT64_MAX;
    return incumbent;
}

void incumbent_free(Incumbent *incumbent)
{
    if (incumbent == NULL)
        return;
    g_free(incumbent->bin_of_item);
    g_free(incumbent->in_service);
    g_free(incumbent);
}

bool incumbent_is_excluded(const Incumbent *incumbent, const uint32_t *bin_of_item)
{
    gsize size = incumbent->problem->n_items * sizeof *bin_of_item;
    for (uint32_t i = 0; i < incumbent->options->n_excluded; i++)
        if (memcmp(incumbent->options->excluded[i], bin_of_item, size) == 0)
            return true;
    return false;
}

static bool *service_of(const Problem *problem, const uint32_t *bin_of_item, const bool *spares)
{
    bool *in_service = g_new0(bool, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins && spares != NULL; bin++)
        in_service[bin] = spares[bin] && problem->may_serve[bin];
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (bin_of_item[item] != NO_INDEX)
            in_service[bin_of_item[item]] = true;
    problem_add_spares(problem, in_service);
    return in_service;
}

static bool is_better(const Incumbent *incumbent, const Evaluation *evaluation)
{
    if (!evaluation->feasible || evaluation->cost == INT64_MAX)
        return false;
    return evaluation->cost < incumbent->cost ||
           (incumbent->found && evaluation->cost == incumbent->cost &&
            evaluation->n_moves < incumbent->n_moves);
}

bool incumbent_offer(Incumbent *incumbent, const uint32_t *bin_of_item, const bool *spares,
                     const char *method)
{
    const Problem *problem = incumbent->problem;
    g_autofree bool *in_service = service_of(problem, bin_of_item, spares);
    Evaluation evaluation;
    problem_evaluate(problem, bin_of_item, in_service, &evaluation);
    if (!is_better(incumbent, &evaluation) || incumbent_is_excluded(incumbent, bin_of_item))
        return false;
    incumbent->found = true;
    incumbent->cost = evaluation.cost;
    incumbent->n_moves = evaluation.n_moves;
    memcpy(incumbent->bin_of_item, bin_of_item, problem->n_items * sizeof *bin_of_item);
    memcpy(incumbent->in_service, in_service, problem->n_bins * sizeof *in_service);
    if (incumbent->on_better != NULL)
        incumbent->on_better(incumbent->context, incumbent, method);
    return true;
}
