/* Two random placements of the same domains on the same hosts, both within limits: start and target
 * of an order, at a load as high as is asked for. */
#ifndef VMATRIX_TESTS_SUPPORT_RANDOM_PLACEMENTS_H
#define VMATRIX_TESTS_SUPPORT_RANDOM_PLACEMENTS_H

#include "model/model.h"

typedef struct {
    uint32_t n_hosts;
    uint32_t load_percent;      /* of all hosts' hard limits, for the fuller resource */
    uint32_t smallest, largest; /* size of a domain, a host holds 1000 */
    uint32_t services_of;       /* domains of a service, spread over hosts; 0: no services */
} PlacementKind;

/* The model holds the start; *ret_target: host of each domain (caller frees), every host is in
 * service. Same kind and seed, same pair. */
Model *random_placements(const PlacementKind *kind, uint32_t seed, uint32_t **ret_target);

#endif
