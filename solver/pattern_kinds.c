#include "solver/pattern_kinds.h"

#include <math.h>

static void make_class(PackKinds *kinds, const PatternRules *rules, uint32_t item)
{
    const Problem *problem = kinds->problem;
    PackClass *class = &kinds->classes[item];
    int64_t *demand = kinds->demand + (gsize)item * kinds->n_dimensions;
    class->items = g_new(uint32_t, 2);
    class->items[class->n_items++] = item;
    if (pattern_leads(rules, item) && rules->twin[item] != NO_INDEX)
        class->items[class->n_items++] = rules->twin[item];
    for (uint32_t k = 0; k < class->n_items; k++) {
        const int64_t *own = problem->demand + (gsize) class->items[k] * problem->n_dimensions;
        for (uint32_t d = 0; d < problem->n_dimensions; d++)
            demand[d] += own[d];
        for (guint s = 0; s < rules->spreads->len; s++) {
            const Group *group = &problem->groups[g_array_index(rules->spreads, uint32_t, s)];
            demand[problem->n_dimensions + s] +=
                index_list_has(&group->sets[0], class->items[k]) ? 1 : 0;
        }
    }
}

static void make_kind(PackKinds *kinds, const PatternRules *rules, uint32_t bin)
{
    const Problem *problem = kinds->problem;
    PackKind *kind = &kinds->kinds[bin];
    kind->bins = g_memdup2(&bin, sizeof bin);
    kind->n_bins = 1;
    kind->classes = g_new(uint32_t, (gsize)problem->n_items + 1);
    kind->limits = g_new(int64_t, (gsize)kinds->n_dimensions + 1);
    kind->prices = g_new0(int64_t, (gsize)problem->n_dimensions + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (pattern_leads(rules, item) && pattern_allows(rules, item, bin))
            kind->classes[kind->n_classes++] = item;
    for (uint32_t d = 0; d < problem->n_dimensions; d++) {
        kind->limits[d] = problem_hard(problem, bin, d / problem->n_periods);
        kind->prices[d] = llround(PATTERN_BIN_WORTH / (double)MAX(1, kind->limits[d]));
    }
    for (guint s = 0; s < rules->spreads->len; s++)
        kind->limits[problem->n_dimensions + s] =
            problem->groups[g_array_index(rules->spreads, uint32_t, s)].limit;
}

PackKinds *pattern_kinds_new(const PatternRules *rules)
{
    const Problem *problem = rules->problem;
    PackKinds *kinds = g_new0(PackKinds, 1);
    kinds->problem = problem;
    kinds->n_classes = problem->n_items;
    kinds->n_kinds = problem->n_bins;
    kinds->n_dimensions = problem->n_dimensions + rules->spreads->len;
    kinds->classes = g_new0(PackClass, (gsize)problem->n_items + 1);
    kinds->kinds = g_new0(PackKind, (gsize)problem->n_bins + 1);
    kinds->demand = g_new0(int64_t, (gsize)problem->n_items * kinds->n_dimensions + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        make_class(kinds, rules, item);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        make_kind(kinds, rules, bin);
    return kinds;
}
