/* Where the tree of patterns branches. */
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
            if (fraction(use) <= 1 - WHOLE || score <= most ||
                !pattern_part_is_open(part, problem, item, bin))
                continue;
            most = score;
            node->kind = BRANCH_PLACE;
            node->item = item;
            node->bin = bin;
        }
    return node->kind != BRANCH_NONE;
}

/* The patterns are whole: a place that is not settled yet, of an item whose twin is elsewhere or
 * that shares its bin with a mate first. */
static bool choose_whole(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    const Problem *problem = tree->problem;
    for (uint32_t item = 0; item < problem->n_items; item++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
            double use = pattern_use(tree, item, bin);
            uint32_t twin = tree->rules->twin[item];
            if (use < 0.5 || !pattern_part_is_open(part, problem, item, bin))
                continue;
            bool is_apart = twin != NO_INDEX && pattern_use(tree, twin, bin) < 0.5;
            if (node->kind != BRANCH_NONE && !is_apart)
                continue;
            node->kind = BRANCH_PLACE;
            node->item = item;
            node->bin = bin;
            if (is_apart)
                return true;
        }
    return node->kind != BRANCH_NONE;
}

bool pattern_choose_branch(const PatternTree *tree, const PatternPart *part, PatternNode *node)
{
    return choose_bin(tree, part, node) || choose_place(tree, part, node) ||
           choose_whole(tree, part, node);
}
