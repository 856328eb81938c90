/* The master program of column generation: patterns that cover the items (GLPK, child process). */
#ifndef VMATRIX_SOLVER_PACK_MASTER_H
#define VMATRIX_SOLVER_PACK_MASTER_H

#include "solver/pack_fill.h"

typedef struct {
    uint32_t kind; /* of bin */
    PackPart *parts;
    uint32_t n_parts;
} Pattern;

typedef struct PackMaster PackMaster;

/* Each item has to be covered, each kind has its bins. An item that no pattern covers costs twice
 * the dearest bin; one bin of each kind may stand empty at its cost. */
PackMaster *pack_master_new(const PackKinds *kinds);
void pack_master_free(PackMaster *master);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackMaster, pack_master_free)

/* parts is taken over. */
void pack_master_add(PackMaster *master, uint32_t kind, PackPart *parts, uint32_t n_parts);

/* From now on n items of the class are to be covered. */
void pack_master_need(PackMaster *master, uint32_t class, uint32_t n);
/* From now on at least lower and at most upper bins of the kind are in service, whole or not. */
void pack_master_limit(PackMaster *master, uint32_t kind, double lower, double upper);

/* False where the simplex gives up. Values in currency units. ret_price: [class] what covering one
 * more item is worth; ret_kind_price: [kind] what one more bin in service costs, net. */
bool pack_master_solve(PackMaster *master, double seconds, double *ret_value, double *ret_price,
                       double *ret_kind_price);

uint32_t pack_master_n(const PackMaster *master);
const Pattern *pack_master_pattern(const PackMaster *master, uint32_t pattern);
double pack_master_use(const PackMaster *master, uint32_t pattern); /* after solve */

#endif
