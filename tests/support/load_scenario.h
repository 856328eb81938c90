/* Small random instances of machine reassignment: cost in loads, balance and moves; conflicts,
 * minimum locations, dependencies and transient resources. */
#ifndef VMATRIX_TESTS_SUPPORT_LOAD_SCENARIO_H
#define VMATRIX_TESTS_SUPPORT_LOAD_SCENARIO_H

#include "model/model.h"

/* Same arguments, same model. The start keeps the limits of bins where is_valid, else it may break
 * them. */
Model *load_scenario(uint32_t n_machines, uint32_t n_processes, bool is_valid, uint32_t seed);

/* The example of the challenge's problem definition: 4 machines, 3 processes, cost 4200, 2411 at
 * best. */
Model *load_example(void);

#endif
