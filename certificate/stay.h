/* What a plan would be with one domain left where it is, all others as planned
 * (docs/certificate.md, "Savings").
 *
 * The domain's own actions are gone; its host is in service; the host that it was planned for
 * leaves service where nothing else is on it and no host_failures are provided for. Whether that
 * state keeps every hard condition, and what it would cost more: the saving that an action tells.
 *
 * Ownership: borrows model and plan, whose arrays must have been checked for shape.
 */
#ifndef VMATRIX_CERTIFICATE_STAY_H
#define VMATRIX_CERTIFICATE_STAY_H

#include "certificate/checks.h"

typedef struct Stay Stay;

Stay *judge_stay_new(const Model *model, const Plan *plan);
void judge_stay_free(Stay *stay);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stay, judge_stay_free)

/* Has the action at that position a saving: it brings a domain that runs away from its host, and
 * the domain could stay? A plan that leads back from another one tells none. */
bool judge_stay_has_saving(Stay *stay, uint32_t action);

/* What the plan would cost more with the domain of such an action left where it is. False where an
 * amount leaves 64 bits. */
bool judge_stay_saving(Stay *stay, uint32_t domain, int64_t *ret_micro);

/* Adds the check "savings". */
void judge_check_savings(Checks *checks, const Model *model, const Plan *plan);

#endif
