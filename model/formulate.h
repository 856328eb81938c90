/* Model → problem: the placement problem as numbers (docs/formulation.md). */
#ifndef VMATRIX_MODEL_FORMULATE_H
#define VMATRIX_MODEL_FORMULATE_H

#include "model/model.h"
#include "solver/problem.h"

/* Item i is domain i, bin j is host j. Caller frees with problem_free. BAD_DATA where an amount
 * leaves the exact range. */
Problem *formulate(const Model *model, GError **error);

#endif
