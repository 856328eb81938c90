/* Brute force over all placements of tiny problems. */
#ifndef VMATRIX_TESTS_SUPPORT_EVERY_PLACEMENT_H
#define VMATRIX_TESTS_SUPPORT_EVERY_PLACEMENT_H

#include "solver/problem.h"

/* bins: [n_items], the first placement is all 0. False, and all 0 again, after the last one. */
bool next_placement(const Problem *problem, uint32_t *bins);

/* Cost of the cheapest feasible one, INT64_MAX where there is none. */
int64_t cheapest_of_all_placements(const Problem *problem);

#endif
