/* The contract's "Order" written down naively, to hold the sequencer against.
 *
 * Placements are host by domain, INDEX_NONE for one that runs nowhere (a domain on a failed host
 * runs nowhere).
 */
#ifndef VMATRIX_TESTS_SUPPORT_WAVE_RULES_H
#define VMATRIX_TESTS_SUPPORT_WAVE_RULES_H

#include "model/model.h"
#include "plan/plan.h"

/* Where each domain runs at the start. Caller frees. */
uint32_t *wave_rules_start(const Model *model);

/* May the domain be sent to that host at all, with these hosts in service in the target? Rules are
 * counted over whole waves (wave_rules_check). */
bool wave_rules_may_hold(const Model *model, const bool *in_service, uint32_t domain,
                         uint32_t host);

/* During a wave from before to after (once more the same: between waves), is there room for that
 * resource in that period: who is there within hard and tier limits, with what those who left still
 * take of a transient resource within the hard one; or no more than at the start? */
bool wave_rules_has_room(const Model *model, const uint32_t *before, const uint32_t *after,
                         uint32_t host, uint32_t r, uint32_t p);

/* Is it one wave from before to after? NULL, or what is wrong (caller frees). */
char *wave_rules_check(const Model *model, const bool *in_service, const uint32_t *before,
                       const uint32_t *after);

/* The same for every wave of a plan, and that it ends in target. */
char *wave_rules_replay(const Model *model, const uint32_t *target, const bool *in_service,
                        const Action *actions, uint32_t n_actions);

#endif
