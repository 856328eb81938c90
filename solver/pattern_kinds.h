/* Every bin a kind and every item a class of its own, with what the hard rules of pattern_part.h
 * ask of a bin: twins are one class, under the number of the first of them, which no bin takes
 * that does not take both; each spread is a dimension more, in which its items demand 1.
 */
#ifndef VMATRIX_SOLVER_PATTERN_KINDS_H
#define VMATRIX_SOLVER_PATTERN_KINDS_H

#include "solver/pack_kinds.h"
#include "solver/pattern_part.h"

PackKinds *pattern_kinds_new(const PatternRules *rules);

#endif
