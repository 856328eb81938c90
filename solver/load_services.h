/* Counts behind the limits of services: max_per_host, max_per_zone, min_zones, near. */
#ifndef VMATRIX_SOLVER_LOAD_SERVICES_H
#define VMATRIX_SOLVER_LOAD_SERVICES_H

#include "solver/problem.h"

typedef struct LoadServices LoadServices;

LoadServices *load_services_new(const Problem *problem);
void load_services_free(LoadServices *services);

/* The item comes (sign 1) or goes (−1); returns by how much breaches grow: items above the maximum
 * of a host or zone, zones short of the minimum, pairs of a service's site and a service missing
 * there. */
int load_services_change(LoadServices *services, uint32_t item, uint32_t bin, int sign);

/* Some limit of the item's service, or of one that needs it near, asks for more than hosts. */
bool load_services_are_wide(const LoadServices *services, uint32_t item);

/* Items of the service of item that are on the bin, less those it may have: ≥ 0, one more is a
 * breach. INT64_MIN where it may have any number. */
int64_t load_services_above(const LoadServices *services, uint32_t item, uint32_t bin);

#endif
