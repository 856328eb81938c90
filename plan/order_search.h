/* Best-first search for the order with the least extra cost, over placements.
 *
 * A step is a smallest set of moves that keeps every rule when made together:
 * one move, or those that only together break no rule. Every valid wave can be
 * made as such steps one after the other (in a smaller wave less counts on two
 * hosts; and a wave that breaks no rule has, for each first move of it, a subset
 * with that move that breaks none), so searching steps is enough to find the
 * least extra cost and to prove that there is no order.
 */
#ifndef VMATRIX_PLAN_ORDER_SEARCH_H
#define VMATRIX_PLAN_ORDER_SEARCH_H

#include "plan/order_problem.h"
#include "plan/order_state.h"

typedef struct {
    const uint32_t *domains; /* that may move; all others stay where the state has them */
    uint32_t n_domains;
    const uint32_t *hosts; /* where they may be, with all their present hosts and targets */
    uint32_t n_hosts;
    Effort spare;        /* as OrderProblem.spare, less what was used since */
    int64_t cost_limit;  /* only less extra cost is wanted */
    uint64_t work_limit; /* moves to try */
} SearchOptions;

typedef struct {
    bool found;
    bool exhausted; /* everything below cost_limit was looked at */
    bool dear;      /* something was passed over because it reaches cost_limit */
    int64_t extra_cost;
    GArray *steps; /* OrderMove, equal wave = together; NULL where nothing was found */
} SearchResult;

void search_result_clear(SearchResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SearchResult, search_result_clear)

/* state: where the search starts; given back as it was. */
bool order_search(const OrderProblem *problem, OrderState *state, const SearchOptions *options,
                  SearchResult *ret_result, GError **error);

#endif
