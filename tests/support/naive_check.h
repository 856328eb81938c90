/* A third opinion on a final placement, written for the tests alone: as simple and slow as the
 * contract reads, sharing nothing with model/, solver/ and certificate/ but the data. Only for tiny
 * models. Every domain moves at most once, straight to where it ends. */
#ifndef VMATRIX_TESTS_SUPPORT_NAIVE_CHECK_H
#define VMATRIX_TESTS_SUPPORT_NAIVE_CHECK_H

#include "model/model.h"

/* All hard conditions of docs/formulation.md. */
bool naive_is_good(const Model *model, const uint32_t *host_of_domain, const bool *in_service);

/* The eleven parts in the order of the cost table of the contract, moves and touches from the
 * model's own state. */
typedef struct {
    int64_t machine, admin, energy, licence, overload, balance, rules;
    int64_t moves, notices, power_changes, review, total;
} NaiveCost;

NaiveCost naive_cost(const Model *model, const uint32_t *host_of_domain, const bool *in_service);

/* Breaches of one rule as the table of rules counts them. */
int naive_breaches(const Model *model, const Rule *rule, const uint32_t *host_of_domain,
                   const bool *in_service);

#endif
