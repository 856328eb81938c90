/* The tree of a branch and bound: nodes, bounds along a path, and its export as a Proof. Internal.
 */
#ifndef VMATRIX_SOLVER_BRANCH_TREE_H
#define VMATRIX_SOLVER_BRANCH_TREE_H

#include "solver/leaf.h"
#include "solver/lp.h"

typedef enum { NODE_OPEN, NODE_INNER, NODE_LEAF, NODE_INFEASIBLE } NodeState;

typedef struct {
    bool is_count; /* target is a count set, else a column */
    uint32_t target;
    int64_t at; /* low child: ≤ at, high child: ≥ at + 1 */
    bool high_first;
} Branching;

typedef struct {
    NodeState state;
    uint32_t parent;
    bool is_high;
    Branching branching; /* INNER */
    uint32_t low, high;
    Int128 search_value; /* with ties priced, own or inherited; a lower bound times scale */
    bool has_value;      /* own multipliers */
    Int128 value;        /* of the own multipliers, plain costs */
    RowMultiplier *y;
    uint32_t n_y;
} TreeNode;

typedef struct {
    LeafJudge *judge;
    GArray *nodes;   /* TreeNode */
    Bounds bounds;   /* of the node gone to last */
    GArray *changed; /* Branching: what the bounds of that node changed */
} Tree;

Tree *tree_new(LeafJudge *judge);
void tree_free(Tree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tree, tree_free)

static inline TreeNode *tree_node(const Tree *tree, uint32_t node)
{
    return &g_array_index(tree->nodes, TreeNode, node);
}

/* Sets tree->bounds to those of a node, in lp too (may be NULL). */
void tree_go_to(Tree *tree, Lp *lp, uint32_t node);

/* Makes two open children that inherit the search value. */
void tree_branch(Tree *tree, uint32_t node, Branching branching);

/* The proof of what was searched: open nodes become leaves with what their ancestors know, parts
 * that do not hold the bound up fold into one leaf. */
Proof *tree_to_proof(Tree *tree);

#endif
