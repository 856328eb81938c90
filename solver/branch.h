/* Branch and bound over the linear relaxations of a Mip: finds the exact optimum of small problems
 * and writes the proof tree of what it searched.
 *
 * Uses GLPK: run it in a child process (child.h). All decisions about pruning, incumbents and the
 * proof are made on exact integers (leaf.h, evaluate.h). Deterministic where the time limit does
 * not end it.
 */
#ifndef VMATRIX_SOLVER_BRANCH_H
#define VMATRIX_SOLVER_BRANCH_H

#include "solver/incumbent.h"
#include "solver/mip.h"

typedef struct {
    double time_limit_s;
    uint64_t work_limit; /* simplex iterations + nodes of this run */
    uint32_t max_nodes;
    double gap;
    bool first_only;          /* any feasible placement will do */
    const volatile int *stop; /* may be NULL */
    void (*on_bound)(void *context, int64_t bound);
    void *context;
} BranchLimits;

typedef struct Branch Branch;

/* incumbent: where the search starts from and what it improves; others may improve it between
 * runs. */
Branch *branch_new(const Mip *mip, Incumbent *incumbent);
void branch_free(Branch *branch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Branch, branch_free)

/* Goes on until a limit comes, the gap is reached or everything is searched. */
void branch_run(Branch *branch, const BranchLimits *limits);

/* No part is left that could hold a better placement. */
bool branch_is_exhausted(Branch *branch);
/* The same, or as near as the limits of the last run ask for. */
bool branch_is_done(Branch *branch);

uint64_t branch_work(const Branch *branch);
Proof *branch_proof(Branch *branch);

#endif
