/* What would let a target be reached that no order of moves leads to: more room on one host, or one
 * host more to park on. Each is tried: an order has been found with it.
 */
#ifndef VMATRIX_PLAN_REMEDY_H
#define VMATRIX_PLAN_REMEDY_H

#include "plan/sequence.h"

/* stuck: what sequence_plan said of that target. Texts for people ("an order exists with 25
 * memory_mib more free on host 'h2'"), the least amount that was found to be enough; may be empty.
 * Caller unrefs. NULL only on error (amount out of range). */
GPtrArray *remedies_find(const Model *model, const uint32_t *target, const bool *in_service,
                         const SequenceOptions *options, const Sequence *stuck, GError **error);

#endif
