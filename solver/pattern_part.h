/* A part of the tree of patterns: which bins serve, and which items are held on a bin or barred
 * from it, by branches and by what the rules make of them.
 *
 * Of the rules two are known: a hard gather of two items (twins: where one is the other is; the
 * first leads, branches name it alone) and a hard spread. The rest only weakens the bound.
 *
 * Prices of a part are one an item, then one a kind of stay: what one more that stays is worth.
 */
#ifndef VMATRIX_SOLVER_PATTERN_PART_H
#define VMATRIX_SOLVER_PATTERN_PART_H

#include "solver/price_bound.h"

typedef struct {
    const Problem *problem; /* borrowed */
    uint32_t *twin;         /* [item] NO_INDEX */
    uint32_t *twin_group;   /* [item] */
    bool *follows;          /* [item] the second of twins */
    GArray *spreads;        /* uint32_t: groups */
    uint32_t *stay;         /* [item] those whose moves cost alike stay alike; NO_INDEX: no home */
    uint32_t n_stays;
} PatternRules;

typedef struct {
    PricePart *bins;
    uint32_t *held;          /* [item] bin, NO_INDEX */
    bool *barred;            /* [item * n_bins + bin] by a branch; of twins the first alone */
    uint32_t *fewest, *most; /* [stay] how many may stay; 0, UINT32_MAX: as many as will */
} PatternPart;

PatternRules *pattern_rules_new(const Problem *problem);
void pattern_rules_free(PatternRules *rules);

static inline bool pattern_leads(const PatternRules *rules, uint32_t item)
{
    return !rules->follows[item];
}

/* The first of the twins, or the item itself. */
static inline uint32_t pattern_leader(const PatternRules *rules, uint32_t item)
{
    return rules->follows[item] ? rules->twin[item] : item;
}

static inline uint32_t pattern_n_prices(const PatternRules *rules)
{
    return rules->problem->n_items + rules->n_stays;
}

/* The price of staying, where the bin is the item's home, else 0; price: as above. */
static inline int64_t pattern_stay_price(const PatternRules *rules, const int64_t *price,
                                         uint32_t item, uint32_t bin)
{
    const Problem *problem = rules->problem;
    return rules->stay[item] != NO_INDEX && problem->home[item] == bin
               ? price[problem->n_items + rules->stay[item]]
               : 0;
}

/* Whether the bin may take the item, with its twin. */
static inline bool pattern_allows(const PatternRules *rules, uint32_t item, uint32_t bin)
{
    uint32_t twin = rules->twin[item];
    return problem_allows(rules->problem, item, bin) &&
           (twin == NO_INDEX || problem_allows(rules->problem, twin, bin));
}

/* bins is copied. */
PatternPart *pattern_part_new(const PriceModel *model, const PatternRules *rules,
                              const PricePart *bins);
void pattern_part_free(PatternPart *part);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternPart, pattern_part_free)

/* item: one that leads. */
void pattern_part_hold(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin);
void pattern_part_bar(PatternPart *part, const PatternRules *rules, uint32_t item, uint32_t bin);

static inline bool pattern_part_is_open(const PatternPart *part, const PatternRules *rules,
                                        uint32_t item, uint32_t bin)
{
    uint32_t leader = pattern_leader(rules, item);
    return part->held[item] == NO_INDEX &&
           !part->barred[(gsize)leader * rules->problem->n_bins + bin] &&
           pattern_allows(rules, item, bin);
}

#endif
