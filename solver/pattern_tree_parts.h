/* What the files of the tree of patterns share. Internal. */
#ifndef VMATRIX_SOLVER_PATTERN_TREE_PARTS_H
#define VMATRIX_SOLVER_PATTERN_TREE_PARTS_H

#include "solver/pattern_bound.h"
#include "solver/pattern_master.h"
#include "solver/pattern_sets.h"
#include "solver/pattern_tree.h"

#define PATTERN_MICRO 1e6

typedef enum { BRANCH_NONE, BRANCH_BIN, BRANCH_STAYS, BRANCH_PLACE } BranchKind;

typedef struct {
    uint32_t parent; /* NO_INDEX: root is a leaf of the tree of prices */
    uint32_t root;
    bool is_high, is_solid;
    bool is_looked_at; /* its bins were looked through once, at the prices it began with */
    BranchKind kind;
    uint32_t item, bin;
    uint32_t stay, at; /* of BRANCH_STAYS: at most so many, or more */
    uint32_t low, high;
    Int128 value;       /* proved: of the own prices, of the parent's, at first of the leaf */
    Int128 least;       /* the most that it or one above it proved, to choose by */
    int64_t *price;     /* as of pattern_part.h */
    PatternLook look;   /* that the own prices were seen with; of nothing: the value is another's */
    uint64_t work;      /* that the look took, and takes whoever looks again */
    uint64_t fill_work; /* that one bin may take */
} PatternNode;

struct PatternTree {
    const PriceTree *prices;
    const PriceModel *model;
    const Problem *problem;
    Incumbent *incumbent;
    PatternRules *rules;
    PatternBound *bound;
    PatternMaster *master;
    PatternSets *sets;
    GArray *nodes;        /* PatternNode */
    uint32_t *of_leaf;    /* [leaf of the tree of prices] its node, NO_INDEX */
    double offset;        /* what every plan costs beside bins and items */
    double *dual;         /* prices by the master */
    double *place, *bins; /* use by the master */
    int64_t *sought;      /* prices that patterns are sought at */
    uint32_t n_roots, n_rounds, n_solved;
    uint32_t dive; /* node to look at next, NO_INDEX: the least */
    const PatternTreeLimits *limits;
};

static inline PatternNode *pattern_node(const PatternTree *tree, uint32_t number)
{
    return &g_array_index(tree->nodes, PatternNode, number);
}

static inline double pattern_currency(Int128 value)
{
    return (double)value / (double)PATTERN_SCALE / PATTERN_MICRO;
}

/* What the master makes of a place: 0 to 1. */
static inline double pattern_use(const PatternTree *tree, uint32_t item, uint32_t bin)
{
    return tree->place[(gsize)item * tree->problem->n_bins + bin];
}

/* Times scale; beyond all plans where it is infinite. */
Int128 pattern_micro(double value);
/* From this value on a part holds nothing that is wanted. */
Int128 pattern_cutoff(const PatternTree *tree);
/* What the branches above a node leave. */
PatternPart *pattern_part_of(const PatternTree *tree, uint32_t number);
bool pattern_must_end(const PatternTree *tree);

/* What the prices that it has prove of it. */
void pattern_look_at(PatternTree *tree, PatternNode *node, const PatternPart *part);
/* Column generation until the part is ruled out or its prices are as good as they get; true. Or
 * until it proves enough: false. */
bool pattern_price_node(PatternTree *tree, PatternNode *node, const PatternPart *part,
                        Int128 enough);

/* Where the node is to be branched on, by what the master uses; false where all is settled. */
bool pattern_choose_branch(const PatternTree *tree, const PatternPart *part, PatternNode *node);

#endif
