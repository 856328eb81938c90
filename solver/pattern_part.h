/* A part of the tree of patterns: which bins serve, and which items are held on a bin or barred
 * from it, by branches and by what the rules make of them.
 *
 * Of the rules two are known: a hard gather of two items (twins: where one is the other is) and a
 * hard spread with limit 1 (mates: where one is no other is). The rest only weakens the bound.
 */
#ifndef VMATRIX_SOLVER_PATTERN_PART_H
#define VMATRIX_SOLVER_PATTERN_PART_H

#include "solver/price_bound.h"

typedef enum { PLACE_OPEN, PLACE_BARRED, PLACE_BARRED_BY_TWIN, PLACE_BARRED_BY_MATE } PlaceBar;

typedef struct {
    const Problem *problem; /* borrowed */
    uint32_t *twin;         /* [item] NO_INDEX */
    uint32_t *twin_group;   /* [item] */
    bool *is_first;         /* [item] of its twins */
    GArray *spreads;        /* uint32_t: groups */
} PatternRules;

typedef struct {
    PricePart *bins;
    uint32_t *held;     /* [item] bin, NO_INDEX */
    bool *held_by_twin; /* [item] held because its twin is */
    uint8_t *bar;       /* [item * n_bins + bin] PlaceBar */
} PatternPart;

PatternRules *pattern_rules_new(const Problem *problem);
void pattern_rules_free(PatternRules *rules);

/* bins is copied. */
PatternPart *pattern_part_new(const PriceModel *model, const PricePart *bins);
void pattern_part_free(PatternPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternPart, pattern_part_free)

void pattern_part_hold(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin);
void pattern_part_bar(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin);

static inline bool pattern_part_is_open(const PatternPart *part, const Problem *problem,
                                        uint32_t item, uint32_t bin)
{
    return part->held[item] == NO_INDEX &&
           part->bar[(gsize)item * problem->n_bins + bin] == PLACE_OPEN &&
           problem_allows(problem, item, bin);
}

#endif
