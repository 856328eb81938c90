/* The steps of model_breaches (internal to model/). */
#ifndef VMATRIX_MODEL_BREACH_LIST_H
#define VMATRIX_MODEL_BREACH_LIST_H

#include "model/breaches.h"

typedef struct {
    const Model *model;
    uint32_t *placement; /* where the domains are now */
    bool *in_service;
    int64_t *use;
    GArray *breaches; /* Breach */
} BreachList;

void breach_add(BreachList *list, const char *rule, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* breaches_hosts.c: capacity, tier, drain, reserve. */
void breaches_of_hosts(BreachList *list);
/* breaches_services.c: min_zones, max_per_host, max_per_zone, near, max_hosts of licences. */
void breaches_of_services(BreachList *list);

#endif
