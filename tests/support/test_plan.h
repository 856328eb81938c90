/* Plans for tests of the judge, made from a list of actions. */
#ifndef VMATRIX_TESTS_SUPPORT_TEST_PLAN_H
#define VMATRIX_TESTS_SUPPORT_TEST_PLAN_H

#include "plan/plan.h"
#include "solver/proof.h"

typedef struct {
    uint32_t wave; /* 0 ends the list */
    ActionKind kind;
    const char *domain, *from, *to; /* NULL: none */
    bool parking;
} TestAction;

/* Where the actions lead from the model's own state, with the costs, minutes and digests that the
 * judge computes; feasible, without a bound. Caller frees with plan_free. */
Plan *test_plan(const Model *model, const TestAction *actions);

/* Costs, minutes and digests anew after a test has changed placement or actions. */
void test_plan_refresh(const Model *model, Plan *plan);

/* "NAME: DETAIL" of each failed check, a line each; "" where the judge accepts. Caller frees. */
char *test_failures(const Model *model, const Plan *plan, const Proof *proof);

/* Detail of the first check of that name, NULL where there is none. Caller frees. */
char *test_detail(const Model *model, const Plan *plan, const char *check);

#endif
