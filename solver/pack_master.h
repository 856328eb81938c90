/* The master program of column generation: patterns that cover the items (GLPK, child process). */
#ifndef VMATRIX_SOLVER_PACK_MASTER_H
#define VMATRIX_SOLVER_PACK_MASTER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct {
    uint32_t kind; /* of bin */
    uint32_t *items, n_items;
} Pattern;

typedef struct PackMaster PackMaster;

/* n_of_kind: bins of each kind. dear: costs of an item that no pattern covers. */
PackMaster *pack_master_new(uint32_t n_items, const uint32_t *n_of_kind, uint32_t n_kinds,
                            double dear);
void pack_master_free(PackMaster *master);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackMaster, pack_master_free)

/* items is taken over. */
void pack_master_add(PackMaster *master, uint32_t kind, uint32_t *items, uint32_t n_items,
                     double cost);

/* False where the simplex gives up. ret_price: [item] what covering it is worth; ret_kind_price:
 * [kind] ≤ 0, of one more bin. */
bool pack_master_solve(PackMaster *master, double seconds, double *ret_value, double *ret_price,
                       double *ret_kind_price);

uint32_t pack_master_n(const PackMaster *master);
const Pattern *pack_master_pattern(const PackMaster *master, uint32_t pattern);
double pack_master_use(const PackMaster *master, uint32_t pattern); /* after solve */
/* The item needs no pattern any more. */
void pack_master_drop(PackMaster *master, uint32_t item);
void pack_master_limit(PackMaster *master, uint32_t kind, uint32_t n);

#endif
