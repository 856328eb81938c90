/* Orders for tests of the sequencer, on small models of which memory alone counts. What fails here
 * fails the test. */
#ifndef VMATRIX_TESTS_SUPPORT_TEST_ORDER_H
#define VMATRIX_TESTS_SUPPORT_TEST_ORDER_H

#include "plan/sequence.h"

#define FREE_POLICY                                                                                \
    "key,value\nmax_parallel,8\nmax_parallel_per_host,8\nmax_parallel_per_service,8\n"
#define MEMORY_ONLY "resource,hard_permille\nmemory_mib,1000\n"

Model *memory_model(const char *policy, const char *hosts, const char *domains);
Model *rule_model(const char *policy, const char *hosts, const char *domains, const char *rules);

/* A target from pairs of domain and host, NULL-ended; domains that are not named stay. Hosts in
 * service are those that hold a domain then. */
typedef struct {
    uint32_t *target;
    bool *in_service;
} TestTarget;

TestTarget test_target(const Model *model, const char *const *pairs);
void test_target_clear(TestTarget *target);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(TestTarget, test_target_clear)

/* What the sequencer says of such a target, found or not. */
Sequence test_order(const Model *model, const char *const *pairs);
Sequence test_order_limited(const Model *model, const char *const *pairs, int64_t cost_limit);

/* "1 d1 h1>h2; 2 on h3" and so on, so that a test reads like the plan. Caller frees. */
char *test_order_text(const Model *model, const Sequence *sequence);

/* An order is found and is that one. */
void assert_order(const Model *model, const char *const *pairs, const char *expected);

#endif
