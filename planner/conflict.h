/* A smallest contradiction (facts of solver/problem.h) in the words of the model. */
#ifndef VMATRIX_PLANNER_CONFLICT_H
#define VMATRIX_PLANNER_CONFLICT_H

#include "model/model.h"
#include "plan/plan.h"
#include "solver/problem.h"

/* One Breach a fact: `rule` is the rule's name or the kind of limit, `what` says it in words.
 * Caller frees the array with breaches_free. */
Breach *conflict_to_words(const Model *model, const Fact *facts, uint32_t n_facts);

#endif
