/* Plans that follow the number of domains that a service may have, on a small simulated estate. */
#ifndef VMATRIX_TESTS_SUPPORT_REPLICA_PLANS_H
#define VMATRIX_TESTS_SUPPORT_REPLICA_PLANS_H

#include "tests/support/test_estate.h"

/* 'a' runs on h1, its service needs 2: the plan makes a-replica-1 on h2. Approved; caller frees. */
char *plan_of_copy(const TestEstate *estate);

/* 'a' and 'b' run on h1 and h2, their service may have 1: the plan retires b. Approved; caller
 * frees. */
char *plan_of_retirement(const TestEstate *estate);

#endif
