/* What is to be ordered: where each domain must end, which hosts may help, what moves use up.
 *
 * A *direct* move takes a domain that does not stay from its own host to its
 * target; the target's own cost counts exactly those. Everything beyond is extra.
 * Ownership: borrows model and target.
 */
#ifndef VMATRIX_PLAN_ORDER_PROBLEM_H
#define VMATRIX_PLAN_ORDER_PROBLEM_H

#include "model/rules.h"
#include "plan/calendar.h"
#include "plan/domain_rules.h"
#include "plan/order_state.h"

/* What moves use up: the sums that cost, max_moves, max_operator_min and max_memory_gib speak of.
 */
typedef struct {
    int64_t cost;
    int64_t moves;
    int64_t operator_umin;
    int64_t memory_mib;
} Effort;

typedef struct {
    const Model *model;
    const uint32_t *target; /* [n_domains] INDEX_NONE where it retires or stays out */
    DomainRules index;
    bool *powered;        /* [n_hosts] not failed, and in service now or in the target */
    bool *usable;         /* [n_hosts] the same, and up */
    Effort *least;        /* [n_domains] one move of it where no pair adds an extra */
    uint32_t *moves_of;   /* [n_services] direct moves within it, and what retires */
    uint32_t most_moves;  /* the largest of them */
    Effort notice;        /* telling one owner */
    int64_t busiest_cost; /* of each move within the busiest service */
    Calendar *calendar;   /* NULL: no times are kept */
    int64_t used_umin;    /* minutes of what comes before the first move */
    int64_t clock_s;      /* when the first move may begin, hosts that are switched on before it */
    Effort spare;         /* what extra moves may use up; INT64_MAX where there is no limit */
} OrderProblem;

bool order_problem_init(OrderProblem *problem, const Model *model, const uint32_t *target,
                        const bool *in_service, GError **error);
/* The moves keep the model's calendar from then on. Does nothing where it has no blackouts. */
void order_problem_set_start(OrderProblem *problem, const bool *in_service, int64_t start_s);
void order_problem_clear(OrderProblem *problem);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(OrderProblem, order_problem_clear)

/* It must be moved, started or copied. */
static inline bool order_problem_moves(const OrderProblem *problem, uint32_t domain)
{
    return domain_is_wanted(problem->model, domain) &&
           problem->target[domain] != problem->model->domains[domain].host;
}

/* May the domain go there on the way? Its target always; else a usable host that may hold it, if
 * it can leave that one and come to its target afterwards. */
bool order_problem_may_go(const OrderProblem *problem, uint32_t domain, uint32_t host);

/* One move; from may be INDEX_NONE. */
bool order_problem_effort(const OrderProblem *problem, uint32_t domain, uint32_t from, uint32_t to,
                          Effort *ret_effort, GError **error);

/* What the moves (array of OrderMove) cost beyond the direct ones. */
bool order_problem_extra_cost(const OrderProblem *problem, const GArray *moves, int64_t *ret_cost,
                              GError **error);

void effort_add(Effort *sum, const Effort *term, int sign);
/* No part of effort is above that of limit (cost apart). */
bool effort_is_within(const Effort *effort, const Effort *limit);

#endif
