/* Small random instances of cloud balancing: pure packing in three resources. */
#ifndef VMATRIX_TESTS_SUPPORT_RANDOM_CLOUD_H
#define VMATRIX_TESTS_SUPPORT_RANDOM_CLOUD_H

#include "model/model.h"

/* Computers cost whole multiples of 10. Caller frees. */
Model *random_cloud(uint32_t n_computers, uint32_t n_processes, uint32_t seed);

#endif
