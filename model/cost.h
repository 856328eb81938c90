/* Prices of a model as exact micro-units: the cost table of docs/contract.md.
 *
 * Each function does the one rounding that the contract names and nothing
 * else. The judge has its own copy of all this on purpose (certificate/).
 * All return false with VMATRIX_ERROR_BAD_DATA where an amount leaves int64.
 */
#ifndef VMATRIX_MODEL_COST_H
#define VMATRIX_MODEL_COST_H

#include "model/model.h"

typedef enum {
    COST_MACHINE,
    COST_ADMIN,
    COST_ENERGY,
    COST_LICENCE,
    COST_OVERLOAD,
    COST_BALANCE,
    COST_RULES,
    COST_MOVES,
    COST_NOTICES,
    COST_POWER_CHANGES,
    COST_REVIEW,
    N_COST_PARTS
} CostPart;

extern const char *const cost_part_names[N_COST_PARTS]; /* JSON names, in this order */

/* The first seven parts recur over the horizon, the last four are one-off. */
#define N_RECURRING_PARTS 7

typedef struct {
    int64_t part[N_COST_PARTS];
    int64_t total; /* their exact sum */
} Cost;

/* What one host in service costs over the horizon, energy at idle. */
typedef struct {
    int64_t machine, admin, idle_energy;
} HostPrice;

bool host_price(const Model *model, uint32_t host, HostPrice *ret_price, GError **error);
/* Energy of one domain's use on one host over the horizon, above idle. */
bool use_energy_price(const Model *model, uint32_t domain, uint32_t host, int64_t *ret_micro,
                      GError **error);
/* One move (placing: from = INDEX_NONE, retiring: to = INDEX_NONE) with the pair's extra; minutes
 * before the factor. */
bool move_price(const Model *model, uint32_t domain, uint32_t from, uint32_t to, int64_t *ret_micro,
                int64_t *ret_operator_umin, GError **error);
/* One move of a plan, from wherever the domain is then. From a stop on its way it counts for no
 * less than what the direct move from home costs beyond the one to the stop: so no detour is
 * cheaper than the direct move, in money or minutes
 * (docs/decisions/0059-a-detour-saves-nothing.md). */
bool leg_price(const Model *model, uint32_t domain, uint32_t from, uint32_t to, int64_t *ret_micro,
               int64_t *ret_operator_umin, GError **error);
/* A host that holds a domain with this licence. */
bool licence_price(const Model *model, uint32_t licence, uint32_t host, int64_t *ret_micro,
                   GError **error);
bool notice_price(const Model *model, int64_t *ret_micro, GError **error);
bool power_change_price(const Model *model, int64_t *ret_micro, GError **error);
bool review_price(const Model *model, int64_t *ret_micro, GError **error);
/* Sunk cost of all hosts over a month of 730 h. */
bool sunk_price_per_month(const Model *model, int64_t *ret_micro, GError **error);

/* busiest_service_cost × the largest number of moves in one service. */
bool busiest_price(const Model *model, int64_t n_moves, int64_t *ret_micro, GError **error);
/* Soft rule: its price over the horizon × breaches. */
bool breach_price(const Model *model, const Rule *rule, int64_t n_breaches, int64_t *ret_micro,
                  GError **error);

/* Limits: capacity × permille / 1000 rounded down, or the host's own soft amount. */
int64_t host_hard_limit(const Model *model, uint32_t host, uint32_t resource);
int64_t host_soft_limit(const Model *model, uint32_t host, uint32_t resource);
/* What a host that holds a domain of this tier keeps: never above the hard limit. */
int64_t host_tier_limit(const Model *model, uint32_t host, uint32_t tier, uint32_t resource);

/* Cost of a placement (host of each domain, INDEX_NONE = nowhere) reached from the model's own by
 * moving each differing domain once; one that retires is moved to nowhere. in_service: [n_hosts] or
 * NULL = hosts that hold a domain. */
bool placement_cost(const Model *model, const uint32_t *host_of_domain, const bool *in_service,
                    Cost *ret_cost, GError **error);
/* Cost of the state as it is: hosts with on=1, nothing moved. */
bool current_cost(const Model *model, Cost *ret_cost, GError **error);

#endif
