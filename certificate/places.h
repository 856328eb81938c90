/* Aᵀy of the place columns, held by what it is made of instead of column by column.
 *
 * A row that names every domain or every host adds one number here; only rows about single places
 * (links, notices, …) add one a place. Hosts that all numbers treat alike are then summed up
 * together, so that a proof for ten thousand domains on a thousand hosts is one pass over domains
 * and kinds of hosts, not over ten million columns.
 */
#ifndef VMATRIX_CERTIFICATE_PLACES_H
#define VMATRIX_CERTIFICATE_PLACES_H

#include "certificate/columns.h"

typedef struct Places Places;

Places *judge_places_new(const Columns *columns);
void judge_places_free(Places *places);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Places, judge_places_free)

void judge_places_clear(Places *places);

/* Each false where a number leaves 128 bits. Places that are not allowed do not count. */
bool judge_places_add_domain(Places *places, uint32_t domain, Int128 value);
bool judge_places_add_host(Places *places, uint32_t host, Int128 value);
/* value × demand of every domain */
bool judge_places_add_demand(Places *places, uint32_t host, uint32_t resource, uint32_t period,
                             Int128 value);
bool judge_places_add_one(Places *places, uint32_t domain, uint32_t host, Int128 value);

/* Bounds of a place column that differ from 0..1. */
typedef struct {
    uint32_t domain, host;
    int64_t lower, upper;
} PlaceBounds;

/* Adds to *value, over all place columns, the least of (cost − Aᵀy)·x within its bounds. False
 * where it leaves its range. */
bool judge_places_minimum(Places *places, const PlaceBounds *bounds, gsize n_bounds,
                          bool ignore_costs, Int128 *value);

#endif
