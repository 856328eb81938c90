/* Branch and bound with the pattern bound, below the leaves of a tree of prices: on single bins in
 * service, then on single items at home or on a bin (branch and price: Barnhart et al., 1998).
 *
 * Every leaf is looked at once first, the least before others; where that is all there is time for,
 * it is most of what patterns bring (docs/decisions/0060-one-look-at-every-leaf.md). Placements
 * that come out on the way are offered to the incumbent, whose cost prunes. Run it in a child
 * process: the master program uses GLPK.
 */
#ifndef VMATRIX_SOLVER_PATTERN_TREE_H
#define VMATRIX_SOLVER_PATTERN_TREE_H

#include "solver/incumbent.h"
#include "solver/price_tree.h"

typedef struct PatternTree PatternTree;

typedef struct {
    uint32_t max_rounds; /* of pricing every bin, for the whole tree */
    gint64 deadline_us;  /* limit clock */
    const volatile int *stop;
} PatternTreeLimits;

/* prices: borrowed, run with the incumbent's cutoff. NULL where the problem is none for it. */
PatternTree *pattern_tree_new(const PriceTree *prices, Incumbent *incumbent);
void pattern_tree_free(PatternTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PatternTree, pattern_tree_free)

void pattern_tree_run(PatternTree *tree, const PatternTreeLimits *limits);

/* The least that its nodes and the tree of prices prove, currency units. */
double pattern_tree_value(const PatternTree *tree);

/* What the judge may be asked for, some ten seconds of it; it would take far more
 * (certificate/packs.c). */
#define PATTERN_PROOF_WORK UINT64_C(120000000)

/* The proof of both trees, of all that they found or, where that takes more than so much work to
 * look through again, of as much as does not; NULL where a number leaves its range or the roots
 * alone take more. */
Proof *pattern_tree_proof(PatternTree *tree, uint64_t most_work, int64_t *ret_bound);

#endif
