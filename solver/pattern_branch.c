/* Where the tree of patterns branches. */
#include <math.h>

#include "solver/pattern_tree_parts.h"

#define WHOLE      0.999
#define FRACTION   0.05
#define DEAR_SHARE 0.5 /* how much the price of an item counts against how settled it is */

/* Whether both sides keep the number of bins of the type within its bounds. */
static bool may_branch_bin(const PatternTree *tree, const PatternPart *part, uint32_t bin)
{
    uint32_t type = tree->model->type_of_bin[bin], n_on = 0, n_off = 0;
    if (type == NO_INDEX || part->bins->fix[bin] != BIN_FREE)
        return false;
    const IndexList *alike = &tree->model->bins[type];
    for (uint32_t k = 0; k < alike->n; k++) {
        n_on += part->bins->fix[alike->index[k]] == BIN_ON;
        n_off += part->bins->fix[alike->index[k]] == BIN_OFF;
    }
    return n_on < part->bins->upper[type] && alike->n - n_off > part->bins->lower[type];
}

static double fraction(double use)
{
    return MIN(use, 1 - use);
}

static bool choose_bin(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    double most = FRACTION;
    for (uint32_t bin = 0; bin < tree->problem->n_bins; bin++)
        if (fraction(tree->bins[bin]) > most && may_branch_bin(tree, part, bin)) {
            most = fraction(tree->bins[bin]);
            node->kind = BRANCH_BIN;
            node->bin = bin;
        }
    return node->kind != BRANCH_NONE;
}

/* The place nearest to settled that is not, of a dear item first: the dive goes on there. */
static bool choose_place(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    const Problem *problem = tree->problem;
    double most = 0, dearest = 1e-6;
    for (uint32_t item = 0; item < problem->n_items; item++)
        dearest = MAX(dearest, pattern_currency(node->price[item]));
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            double use = pattern_use(tree, item, bin);
            double score = use + DEAR_SHARE * pattern_currency(node->price[item]) / dearest;
            if (fraction(use) <= 1 - WHOLE || score <= most || !pattern_leads(tree->rules, item) ||
                !pattern_part_is_open(part, tree->rules, item, bin))
                continue;
            most = score;
            node->kind = BRANCH_PLACE;
            node->item = item;
            node->bin = bin;
        }
    return node->kind != BRANCH_NONE;
}

/* The patterns are whole and break a rule that they do not know: a place that is not settled. */
static bool choose_whole(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    const Problem *problem = tree->problem;
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (pattern_leads(tree->rules, item) && pattern_use(tree, item, bin) >= 0.5 &&
                pattern_part_is_open(part, tree->rules, item, bin)) {
                node->kind = BRANCH_PLACE;
                node->item = item;
                node->bin = bin;
                return true;
            }
    return false;
}

/* How many of a kind stay, where the patterns have that in part: their moves cost so much each,
 * which a mixture of patterns saves in part. */
static bool choose_stays(const PatternTree *tree, PatternNode *node)
{
    const PatternRules *rules = tree->rules;
    g_autofree double *n = g_new0(double, (gsize)rules->n_stays + 1);
    double most = FRACTION;
    for (uint32_t item = 0; item < tree->problem->n_items; item++)
        if (rules->stay[item] != NO_INDEX)
            n[rules->stay[item]] += pattern_use(tree, item, tree->model->home[item]);
    for (uint32_t stay = 0; stay < rules->n_stays; stay++)
        if (fraction(n[stay] - floor(n[stay])) > most) {
            most = fraction(n[stay] - floor(n[stay]));
            node->kind = BRANCH_STAYS;
            node->stay = stay;
            node->at = (uint32_t)floor(n[stay]);
        }
    return node->kind != BRANCH_NONE;
}

/* Whether an item stays where it is: that costs, while it matters little where it goes. */
static bool choose_stay(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    double most = FRACTION;
    for (uint32_t item = 0; item < tree->problem->n_items; item++) {
        uint32_t home = tree->model->home[item];
        if (home == NO_INDEX || !pattern_leads(tree->rules, item) ||
            !pattern_part_is_open(part, tree->rules, item, home) ||
            fraction(pattern_use(tree, item, home)) <= most)
            continue;
        most = fraction(pattern_use(tree, item, home));
        node->kind = BRANCH_PLACE;
        node->item = item;
        node->bin = home;
    }
    return node->kind != BRANCH_NONE;
}

bool pattern_choose_branch(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    return choose_bin(tree, part, node) || choose_stays(tree, node) ||
           choose_stay(tree, part, node) || choose_place(tree, part, node) ||
           choose_whole(tree, part, node);
}
