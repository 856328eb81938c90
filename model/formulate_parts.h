/* The parts of formulate, by theme. Internal to model/. */
#ifndef VMATRIX_MODEL_FORMULATE_PARTS_H
#define VMATRIX_MODEL_FORMULATE_PARTS_H

#include "common/rational.h"
#include "model/formulate.h"

bool formulate_too_large(GError **error);
/* price × multiplier / divisor */
bool formulate_fraction(Decimal price, int64_t multiplier, int64_t divisor, Fraction *ret_fraction,
                        GError **error);
IndexList formulate_list(const uint32_t *index, uint32_t n);

/* Hosts that turn use into energy alike share a type; *ret_hosts holds one host of each. Caller
 * frees both. */
uint32_t formulate_energy_types(const Model *model, uint32_t **ret_type, uint32_t **ret_hosts);
bool formulate_energy(const Model *model, const uint32_t *hosts, Problem *problem, GError **error);
bool formulate_moves(const Model *model, Problem *problem, GError **error);

/* Sets of hosts that the CPUs of domains run on; none where cpu_models.csv says nothing. */
void formulate_cpus(const Model *model, Problem *problem);
void formulate_tags(const Model *model, Problem *problem);
void formulate_services(const Model *model, Problem *problem);
void formulate_tiers(const Model *model, Problem *problem);
/* items: [n_domains] item of each domain, INDEX_NONE. */
bool formulate_licences(const Model *model, const uint32_t *items, Problem *problem,
                        GError **error);
bool formulate_loads(const Model *model, Problem *problem, GError **error);
bool formulate_groups(const Model *model, const uint32_t *items, Problem *problem, GError **error);

/* Numbers the domains that a plan gives a host. Caller frees. */
uint32_t *formulate_items(const Model *model, uint32_t *ret_n_items);
/* The domains that retire; needs the services. */
bool formulate_leaving(const Model *model, Problem *problem, GError **error);

/* Numbers things by equal bytes from 0 on, in the order met. */
GHashTable *formulate_classes_new(void);
uint32_t formulate_class(GHashTable *classes, const void *bytes, gsize size);

#endif
