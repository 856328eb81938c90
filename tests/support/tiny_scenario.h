/* Random scenarios small enough for brute force: at most 4 hosts and 6 domains. */
#ifndef VMATRIX_TESTS_SUPPORT_TINY_SCENARIO_H
#define VMATRIX_TESTS_SUPPORT_TINY_SCENARIO_H

#include "model/model.h"

typedef enum {
    TINY_PLAIN,  /* one period; costs, states, tags, fence, ban, root, spread */
    TINY_RULES,  /* and every rule, strength, zones, limits of services, budgets */
    TINY_PRICES, /* and periods, overload, balance, licences, tiers, pairs, transient, reserve */
    TINY_ENDING, /* and domains that retire, that are copies, that do not run */
} TinyKind;

/* Same kind and seed, same model. */
Model *tiny_scenario(TinyKind kind, uint32_t seed);

#endif
