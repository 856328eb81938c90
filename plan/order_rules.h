/* Breaches of the rules that must hold after every wave, counted as domains move.
 *
 * Tracked are the hard rules of kinds spread, spread_zone, split, fence, ban and
 * lonely. Each may have at most as many breaches as at the start, and none where
 * it had none. gather, root, max_on, a service's own limits (near, min_zones,
 * max_per_host, max_per_zone), rules to keep and soft rules are asked for at the
 * end only. A domain on a failed host is down: it counts in the breaches of the start
 * alone, then breaks nothing until it is started.
 */
#ifndef VMATRIX_PLAN_ORDER_RULES_H
#define VMATRIX_PLAN_ORDER_RULES_H

#include "plan/domain_rules.h"

typedef struct OrderRules OrderRules;

/* Borrows model and index. Counts the model's own placement as the start. */
OrderRules *order_rules_new(const Model *model, const DomainRules *index);
void order_rules_free(OrderRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OrderRules, order_rules_free)

/* The domain is no longer on from and is on to; either may be INDEX_NONE. Undone by the reverse. */
void order_rules_move(OrderRules *rules, uint32_t domain, uint32_t from, uint32_t to);

/* A tracked rule with more breaches than it may have, INDEX_NONE where there is none. */
uint32_t order_rules_broken(const OrderRules *rules);
/* How many tracked rules there are; their numbers are below. */
uint32_t order_rules_n(const OrderRules *rules);
/* Can moving the domain change the breaches of that tracked rule? */
bool order_rules_concerns(const OrderRules *rules, uint32_t tracked, uint32_t domain);
/* The tracked rules that moving the domain can change: calls visit for each. */
void order_rules_visit(const OrderRules *rules, uint32_t domain,
                       void (*visit)(void *context, uint32_t tracked), void *context);
/* The domains of a tracked rule; NULL for lonely, which concerns every domain. */
const IndexSet *order_rules_members(const OrderRules *rules, uint32_t tracked, uint32_t group);
uint32_t order_rules_n_groups(const OrderRules *rules, uint32_t tracked);
/* "rule 'x'", for people. Caller frees. */
char *order_rules_name(const OrderRules *rules, uint32_t tracked);

#endif
