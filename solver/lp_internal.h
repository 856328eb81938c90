/* What lp.c and intopt.c share. Internal; the only header that includes glpk.h. */
#ifndef VMATRIX_SOLVER_LP_INTERNAL_H
#define VMATRIX_SOLVER_LP_INTERNAL_H

#include <glpk.h>

#include "solver/lp.h"

struct Lp {
    const LeafJudge *judge;
    const Mip *mip;
    glp_prob *prob;
    double *row_scale;   /* [n_rows] */
    double *column_unit; /* [n_columns] what 1 of the scaled column is */
    int *glp_row;        /* [n_rows] its number in prob, 0 where held back */
    GArray *row_of_glp;  /* uint32_t: row (or n_rows + count set) of each row of prob, from 1 */
    bool was_solved;     /* has a basis that the dual simplex can go on from */
    int *indices;        /* scratch for one row */
    double *values;
};

/* Adds the rows that are held back. */
void lp_add_all_rows(Lp *lp);

#endif
