/* Linear relaxations of a Mip, solved by GLPK's simplex.
 *
 * Use it only in a child process (child.h): GLPK ends the process on an internal error. Rows are
 * scaled to a largest coefficient of 1, costs to currency units. Rows of the many-member families
 * join only when a solution breaks them. Numbers that come out are hints; leaf.h makes them exact.
 */
#ifndef VMATRIX_SOLVER_LP_H
#define VMATRIX_SOLVER_LP_H

#include "solver/leaf.h"

typedef enum { LP_OPTIMAL, LP_INFEASIBLE, LP_LIMIT, LP_FAILED } LpStatus;

typedef struct Lp Lp;

Lp *lp_new(const LeafJudge *judge);
void lp_free(Lp *lp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Lp, lp_free)

void lp_set_column_bounds(Lp *lp, uint32_t column, int64_t lower, int64_t upper);
void lp_set_count_bounds(Lp *lp, uint32_t set, int64_t lower, int64_t upper); /* -1: none */

/* Both limits count from now; ret_iterations is added to. */
LpStatus lp_solve(Lp *lp, double time_limit_s, uint64_t iteration_limit, uint64_t *ret_iterations);

/* After LP_OPTIMAL; after LP_LIMIT what the basis is then. */
double lp_value(const Lp *lp, uint32_t column);
/* Multipliers from the duals; *ret_y is g_free'd by the caller. */
uint32_t lp_multipliers(const Lp *lp, RowMultiplier **ret_y);

/* After LP_INFEASIBLE: multipliers of an auxiliary program that measures the infeasibility; its
 * duals are a Farkas ray. 0 where it finds none. */
uint32_t lp_farkas(const Lp *lp, double time_limit_s, RowMultiplier **ret_y);

#endif
