/* The estate between two waves, and the wave that is being filled.
 *
 * Knows where each domain is, what each host holds, and whether one more move
 * may join the wave: room on the destination while everything that leaves still
 * counts, the limits on parallel moves, and the rules that must hold after the
 * wave. Nothing here chooses a move.
 *
 * Ownership: borrows the model and the rule index.
 */
#ifndef VMATRIX_PLAN_ORDER_STATE_H
#define VMATRIX_PLAN_ORDER_STATE_H

#include "plan/order_rules.h"

typedef struct {
    uint32_t domain, from, to; /* from: INDEX_NONE where the domain is nowhere yet */
    uint32_t wave;             /* from 1; set when its wave ends */
} OrderMove;

/* Why a move cannot join the wave. */
typedef enum {
    JOINS,
    STOPPED_BY_WAVE,    /* max_parallel */
    STOPPED_BY_SOURCE,  /* max_parallel_per_host */
    STOPPED_BY_TARGET,  /* max_parallel_per_host */
    STOPPED_BY_SERVICE, /* max_parallel_per_service */
    STOPPED_BY_DOMAIN,  /* it moves in this wave already */
    STOPPED_BY_ROOM,    /* no room on the destination */
    STOPPED_BY_RESERVE, /* reserve_on_the_way */
} JoinResult;

typedef struct OrderState OrderState;

/* powered: [n_hosts] on while domains move; see order_reserve.h. */
OrderState *order_state_new(const Model *model, const DomainRules *index, const bool *powered);
void order_state_free(OrderState *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OrderState, order_state_free)

/* Where the domain is (its failed host until it is started elsewhere), INDEX_NONE = nowhere: what
 * retires is so from the beginning. */
uint32_t order_state_host(const OrderState *state, uint32_t domain);
/* On the host, and in the estate while the domain counts on both hosts. */
bool order_state_has_room(const OrderState *state, uint32_t domain, uint32_t host);
/* The amount by which the demand passes what the host may hold (see sequence.h), for the resource
 * (returned in *ret_resource) where that is worst; 0 where there is room. */
int64_t order_state_excess(const OrderState *state, uint32_t domain, uint32_t host,
                           uint32_t *ret_resource);
/* The same for the reserve that is kept while it moves; 0 where there is room. */
int64_t order_state_reserve_excess(const OrderState *state, uint32_t domain,
                                   uint32_t *ret_resource);

/* Would the move be within room and limits? Says nothing of rules. */
JoinResult order_state_may_join(const OrderState *state, uint32_t domain, uint32_t to);
/* Adds it to the wave (it must be able to join). Rules are counted as after the wave. */
void order_state_join(OrderState *state, uint32_t domain, uint32_t to);
/* Takes the move that joined last out again. */
void order_state_leave(OrderState *state);
/* The moves of the wave so far (OrderMove). */
const GArray *order_state_wave(const OrderState *state);
/* Ends the wave: what left is freed. No rule may be broken. */
void order_state_end_wave(OrderState *state);

/* Moves of the wave that share the busier of this one's hosts, itself included. */
uint32_t order_state_n_sharing(const OrderState *state, const OrderMove *move);

/* Puts a domain elsewhere outside any wave, whatever the limits say: to set a state up. */
void order_state_put(OrderState *state, uint32_t domain, uint32_t host);

OrderRules *order_state_rules(const OrderState *state);

#endif
