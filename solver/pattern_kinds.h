/* Every bin a kind and every item a class of its own, with what the hard rules of pattern_part.h
 * ask of a bin: twins are one class, under the number of the first of them, which no bin takes
 * that does not take both; each spread is a dimension more, in which its items demand 1.
 */
#ifndef VMATRIX_SOLVER_PATTERN_KINDS_H
#define VMATRIX_SOLVER_PATTERN_KINDS_H

#include "solver/pack_kinds.h"
#include "solver/pattern_part.h"

#define PATTERN_BIN_WORTH                                                                          \
    0x1p50 /* of a whole bin at the prices of a kind; at first in each dimension */

PackKinds *pattern_kinds_new(const PatternRules *rules);

#endif
