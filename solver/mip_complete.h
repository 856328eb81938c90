/* A placement as values of all columns of a Mip: what a MIP solver wants as its incumbent. */
#ifndef VMATRIX_SOLVER_MIP_COMPLETE_H
#define VMATRIX_SOLVER_MIP_COMPLETE_H

#include "solver/mip.h"

/* The cheapest values of the other columns for this placement. ret_x: [n_columns]. */
void mip_complete(const Mip *mip, const uint32_t *bin_of_item, const bool *in_service,
                  double *ret_x);

#endif
