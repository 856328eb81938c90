/* The heaviest sets on bins of all sizes at once, where limits are small whole numbers.
 *
 * Dynamic programming over a grid of what is left in each dimension (Bellman, 1957; Kellerer,
 * Pferschy, Pisinger, Knapsack Problems, 2004, ch. 9). One table serves every kind of bin that
 * takes whatever fits on it.
 */
#ifndef VMATRIX_SOLVER_PACK_TABLE_H
#define VMATRIX_SOLVER_PACK_TABLE_H

#include "solver/pack_fill.h"

typedef struct PackTable PackTable;

/* NULL where the grid is too large. */
PackTable *pack_table_new(const PackKinds *kinds);
void pack_table_free(PackTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PackTable, pack_table_free)

uint32_t pack_table_n_cells(const PackTable *table);

/* Whether the kind takes every item that fits on it: only then the table tells of it. */
bool pack_table_knows(const PackTable *table, uint32_t kind);

/* Weights and numbers as of pack_fill. */
void pack_table_weigh(PackTable *table, const int64_t *weights, const uint32_t *n_of_class);

/* As pack_fill; proved, without work. */
void pack_table_fill(const PackTable *table, uint32_t kind, int64_t threshold, PackFill *ret_fill);

#endif
