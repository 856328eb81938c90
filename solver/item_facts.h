/* What annealing asks of each item, side by side in memory: one item is one or two cache lines, and
 * those of a region stay at hand. Internal. */
#ifndef VMATRIX_SOLVER_ITEM_FACTS_H
#define VMATRIX_SOLVER_ITEM_FACTS_H

#include "solver/state.h"

typedef struct {
    double move_cost;        /* currency units, without pairs */
    const uint64_t *allowed; /* bins, a bitset */
    uint32_t home;           /* NO_INDEX where every place is a move */
    uint32_t service;        /* whose first move costs a notice; NO_INDEX */
    double number[];         /* [n_energy_types] currency units, then [n_dimensions] demand */
} ItemFacts;

typedef struct {
    char *base;
    gsize size;        /* of an item, bytes */
    uint32_t n_before; /* numbers before the demand */
    void *memory;      /* what base is in */
} ItemTable;

ItemTable item_table_new(const SearchState *state);
void item_table_clear(ItemTable *table);

static inline const ItemFacts *item_facts(const ItemTable *table, uint32_t item)
{
    return (const ItemFacts *)(const void *)(table->base + item * table->size);
}

static inline const double *item_energy(const ItemFacts *facts)
{
    return facts->number;
}

static inline const double *item_demand(const ItemTable *table, const ItemFacts *facts)
{
    return facts->number + table->n_before;
}

#endif
