#include "solver/pattern_part.h"

#include <string.h>

static void note_group(PatternRules *rules, uint32_t number)
{
    const Group *group = &rules->problem->groups[number];
    if (group->strength != GROUP_HARD || group->n_sets == 0)
        return;
    const IndexList *set = &group->sets[0];
    if (group->kind == GROUP_SPREAD && set->n > group->limit)
        g_array_append_val(rules->spreads, number);
    if (group->kind != GROUP_GATHER || set->n != 2 || rules->twin[set->index[0]] != NO_INDEX ||
        rules->twin[set->index[1]] != NO_INDEX)
        return;
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t item = set->index[k];
        rules->twin[item] = set->index[1 - k];
        rules->twin_group[item] = number;
        rules->follows[item] = k == 1;
    }
}

/* Items that may stay, by what their move costs. */
static void number_stays(PatternRules *rules)
{
    const Problem *problem = rules->problem;
    g_autofree uint32_t *of_class = g_new(uint32_t, (gsize)problem->n_move_classes + 1);
    for (uint32_t class = 0; class < problem->n_move_classes; class ++)
        of_class[class] = NO_INDEX;
    for (uint32_t item = 0; item < problem->n_items; item++) {
        uint32_t *stay = &of_class[problem->move_class[item]];
        rules->stay[item] = NO_INDEX;
        if (!problem_stays(problem, item))
            continue;
        if (*stay == NO_INDEX)
            *stay = rules->n_stays++;
        rules->stay[item] = *stay;
    }
}

PatternRules *pattern_rules_new(const Problem *problem)
{
    PatternRules *rules = g_new0(PatternRules, 1);
    rules->problem = problem;
    rules->twin = g_new(uint32_t, (gsize)problem->n_items + 1);
    rules->twin_group = g_new0(uint32_t, (gsize)problem->n_items + 1);
    rules->follows = g_new0(bool, (gsize)problem->n_items + 1);
    rules->spreads = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    rules->stay = g_new(uint32_t, (gsize)problem->n_items + 1);
    number_stays(rules);
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
    g_free(rules->follows);
    g_array_unref(rules->spreads);
    g_free(rules->stay);
    g_free(rules);
}

PatternPart *pattern_part_new(const PriceModel *model, const PatternRules *rules,
                              const PricePart *bins)
{
    const Problem *problem = model->problem;
    PatternPart *part = g_new0(PatternPart, 1);
    part->bins = price_part_copy(model, bins);
    part->held = g_new(uint32_t, (gsize)problem->n_items + 1);
    part->barred = g_new0(bool, (gsize)problem->n_items * problem->n_bins + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        part->held[item] = NO_INDEX;
    part->fewest = g_new0(uint32_t, (gsize)rules->n_stays + 1);
    part->most = g_new(uint32_t, (gsize)rules->n_stays + 1);
    for (uint32_t stay = 0; stay < rules->n_stays; stay++)
        part->most[stay] = UINT32_MAX;
    return part;
}

void pattern_part_free(PatternPart *part)
{
    if (part == NULL)
        return;
    price_part_free(part->bins);
    g_free(part->held);
    g_free(part->barred);
    g_free(part->fewest);
    g_free(part->most);
    g_free(part);
}

void pattern_part_hold(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin)
{
    uint32_t twin = rules->twin[item];
    part->held[item] = bin;
    if (twin != NO_INDEX)
        part->held[twin] = bin;
}

void pattern_part_bar(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin)
{
    part->barred[(gsize)item * rules->problem->n_bins + bin] = true;
}
