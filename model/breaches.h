/* What the state as it is breaks: hard limits and hard rules that a plan must repair.
 *
 * A soft rule's breach is priced (model/cost.h) and a rule to keep has none now
 * by definition: neither is listed.
 */
#ifndef VMATRIX_MODEL_BREACHES_H
#define VMATRIX_MODEL_BREACHES_H

#include "model/breach.h"
#include "model/model.h"

/* Array of *ret_n breaches, in the order of hosts, domains, services, rules; caller frees with
 * breaches_free. */
Breach *model_breaches(const Model *model, uint32_t *ret_n);

#endif
