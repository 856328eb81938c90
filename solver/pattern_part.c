#include "solver/pattern_part.h"

#include <string.h>

static void note_group(PatternRules *rules, uint32_t number)
{
    const Group *group = &rules->problem->groups[number];
    if (group->strength != GROUP_HARD || group->n_sets == 0)
        return;
    const IndexList *set = &group->sets[0];
    if (group->kind == GROUP_SPREAD && group->limit == 1)
        g_array_append_val(rules->spreads, number);
    if (group->kind != GROUP_GATHER || set->n != 2 || rules->twin[set->index[0]] != NO_INDEX ||
        rules->twin[set->index[1]] != NO_INDEX)
        return;
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t item = set->index[k];
        rules->twin[item] = set->index[1 - k];
        rules->twin_group[item] = number;
        rules->is_first[item] = k == 0;
    }
}

PatternRules *pattern_rules_new(const Problem *problem)
{
    PatternRules *rules = g_new0(PatternRules, 1);
    rules->problem = problem;
    rules->twin = g_new(uint32_t, (gsize)problem->n_items + 1);
    rules->twin_group = g_new0(uint32_t, (gsize)problem->n_items + 1);
    rules->is_first = g_new0(bool, (gsize)problem->n_items + 1);
    rules->spreads = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t item = 0; item < problem->n_items; item++)
        rules->twin[item] = NO_INDEX;
    for (uint32_t number = 0; number < problem->n_groups; number++)
        note_group(rules, number);
    return rules;
}

void pattern_rules_free(PatternRules *rules)
{
    if (rules == NULL)
        return;
    g_free(rules->twin);
    g_free(rules->twin_group);
    g_free(rules->is_first);
    g_array_unref(rules->spreads);
    g_free(rules);
}

PatternPart *pattern_part_new(const PriceModel *model, const PricePart *bins)
{
    const Problem *problem = model->problem;
    PatternPart *part = g_new0(PatternPart, 1);
    part->bins = price_part_copy(model, bins);
    part->held = g_new(uint32_t, (gsize)problem->n_items + 1);
    part->held_by_twin = g_new0(bool, (gsize)problem->n_items + 1);
    part->bar = g_new0(uint8_t, (gsize)problem->n_items * problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        part->held[item] = NO_INDEX;
    return part;
}

void pattern_part_free(PatternPart *part)
{
    if (part == NULL)
        return;
    price_part_free(part->bins);
    g_free(part->held);
    g_free(part->held_by_twin);
    g_free(part->bar);
    g_free(part);
}

static void bar(PatternPart *part, const Problem *problem, uint32_t item, uint32_t bin,
                PlaceBar why)
{
    uint8_t *own = &part->bar[(gsize)item * problem->n_bins + bin];
    if (*own == PLACE_OPEN)
        *own = (uint8_t)why;
}

static void bar_mates(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin)
{
    for (guint k = 0; k < rules->spreads->len; k++) {
        const Group *group = &rules->problem->groups[g_array_index(rules->spreads, uint32_t, k)];
        if (!index_list_has(&group->sets[0], item))
            continue;
        for (uint32_t i = 0; i < group->sets[0].n; i++)
            if (group->sets[0].index[i] != item)
                bar(part, rules->problem, group->sets[0].index[i], bin, PLACE_BARRED_BY_MATE);
    }
}

void pattern_part_hold(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin)
{
    uint32_t twin = rules->twin[item];
    part->held[item] = bin;
    bar_mates(part, rules, item, bin);
    if (twin == NO_INDEX || part->held[twin] != NO_INDEX ||
        !problem_allows(rules->problem, twin, bin))
        return;
    part->held[twin] = bin;
    part->held_by_twin[twin] = true;
}

void pattern_part_bar(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin)
{
    uint32_t twin = rules->twin[item];
    part->bar[(gsize)item * rules->problem->n_bins + bin] = PLACE_BARRED;
    if (twin != NO_INDEX && problem_allows(rules->problem, twin, bin))
        bar(part, rules->problem, twin, bin, PLACE_BARRED_BY_TWIN);
}
