#include "solver/pack_kinds.h"

#include <string.h>

#include "solver/exact.h"
#include "solver/price_model.h"

static bool are_items_alike(const Problem *problem, uint32_t left, uint32_t right)
{
    gsize n = problem->n_dimensions;
    return problem->allowed_set[left] == problem->allowed_set[right] &&
           memcmp(problem->demand + left * n, problem->demand + right * n, n * sizeof(int64_t)) ==
               0;
}

static bool are_bins_alike(const Problem *problem, uint32_t left, uint32_t right)
{
    if (price_net_serve_cost(problem, left) != price_net_serve_cost(problem, right))
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

static void find_classes(PackKinds *kinds)
{
    const Problem *problem = kinds->problem;
    kinds->classes = g_new0(PackClass, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t c = 0;
        while (c < kinds->n_classes && !are_items_alike(problem, kinds->classes[c].items[0], item))
            c++;
        PackClass *class = &kinds->classes[c];
        kinds->n_classes = MAX(kinds->n_classes, c + 1);
        class->items = g_renew(uint32_t, class->items, (gsize) class->n_items + 1);
        class->items[class->n_items++] = item;
    }
}

static PackKind *begin_kind(PackKinds *kinds, uint32_t bin)
{
    const Problem *problem = kinds->problem;
    PackKind *kind = &kinds->kinds[kinds->n_kinds++];
    kind->cost = price_net_serve_cost(problem, bin);
    kind->classes = g_new(uint32_t, (gsize)kinds->n_classes + 1);
    kind->prices = g_new0(int64_t, (gsize)problem->n_dimensions + 1);
    for (uint32_t c = 0; c < kinds->n_classes; c++)
        if (problem_allows(problem, kinds->classes[c].items[0], bin))
            kind->classes[kind->n_classes++] = c;
    return kind;
}

/* The kind that the bin is one of, begun where it is the first. */
static PackKind *find_kind(PackKinds *kinds, uint32_t bin)
{
    for (uint32_t k = 0; k < kinds->n_kinds; k++) {
        PackKind *kind = &kinds->kinds[k];
        if (kind->bins != NULL && are_bins_alike(kinds->problem, kind->bins[0], bin))
            return kind;
    }
    return begin_kind(kinds, bin);
}

static void find_kinds(PackKinds *kinds)
{
    const Problem *problem = kinds->problem;
    kinds->kinds = g_new0(PackKind, (gsize)problem->n_bins + 1);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        if (!problem->may_serve[bin])
            continue;
        PackKind *kind = find_kind(kinds, bin);
        kind->bins = g_renew(uint32_t, kind->bins, (gsize)kind->n_bins + 1);
        kind->bins[kind->n_bins++] = bin;
    }
}

/* Demands and limits as the problem has them. */
static void measure(PackKinds *kinds)
{
    const Problem *problem = kinds->problem;
    gsize n = problem->n_dimensions;
    kinds->n_dimensions = problem->n_dimensions;
    kinds->demand = g_new(int64_t, kinds->n_classes * n + 1);
    for (uint32_t c = 0; c < kinds->n_classes; c++)
        memcpy(kinds->demand + c * n, problem->demand + kinds->classes[c].items[0] * n,
               n * sizeof(int64_t));
    for (uint32_t k = 0; k < kinds->n_kinds; k++) {
        kinds->kinds[k].limits = g_new(int64_t, n + 1);
        for (uint32_t d = 0; d < n; d++)
            kinds->kinds[k].limits[d] =
                problem_hard(problem, kinds->kinds[k].bins[0], d / problem->n_periods);
    }
}

PackKinds *pack_kinds_new(const Problem *problem)
{
    PackKinds *kinds = g_new0(PackKinds, 1);
    kinds->problem = problem;
    find_classes(kinds);
    find_kinds(kinds);
    measure(kinds);
    return kinds;
}

int64_t pack_kinds_unit(const PackKinds *kinds)
{
    int64_t unit = 0;
    for (uint32_t kind = 0; kind < kinds->n_kinds; kind++)
        unit = (int64_t)greatest_divisor(unit, ABS(kinds->kinds[kind].cost));
    return unit;
}

void pack_kinds_free(PackKinds *kinds)
{
    if (kinds == NULL)
        return;
    for (uint32_t c = 0; c < kinds->n_classes; c++)
        g_free(kinds->classes[c].items);
    for (uint32_t k = 0; k < kinds->n_kinds; k++) {
        g_free(kinds->kinds[k].bins);
        g_free(kinds->kinds[k].classes);
        g_free(kinds->kinds[k].limits);
        g_free(kinds->kinds[k].prices);
    }
    g_free(kinds->demand);
    g_free(kinds->classes);
    g_free(kinds->kinds);
    g_free(kinds);
}

int pack_compare_numbers(const void *a, const void *b)
{
    const uint32_t *left = a, *right = b;
    return *left < *right ? -1 : *left > *right;
}
