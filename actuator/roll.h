/* A roll call: what each host says it holds, asked once. */
#ifndef VMATRIX_ACTUATOR_ROLL_H
#define VMATRIX_ACTUATOR_ROLL_H

#include "actuator/headroom.h"
#include "hypervisor/hypervisor.h"

typedef struct {
    GPtrArray *domains; /* DomainFacts*, NULL where the host was not asked or did not tell */
    char *trouble;      /* why it did not tell; NULL where it was not asked or did */
} RollEntry;

typedef struct {
    RollEntry *entries; /* [n_hosts] of the model */
    uint32_t n_hosts;
} Roll;

Roll *roll_new(const Errand *errand);
void roll_free(Roll *roll);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Roll, roll_free)

/* Asks a host, once. A host without an address has trouble, too. */
void roll_ask(Roll *roll, const Errand *errand, uint32_t host, int64_t deadline_ms);

/* The domain with that UUID or, where it is NULL, of that name; NULL where it is not on that host
 * or the host did not tell. */
const DomainFacts *roll_find(const Roll *roll, uint32_t host, const char *uuid, const char *name);

/* Appends what lives on a host (Resident), as its DomainFacts tell; names are borrowed of them. */
void roll_add_residents(const Errand *errand, uint32_t host, const GPtrArray *domains,
                        GArray *residents);

#endif
