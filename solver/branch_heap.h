/* Open nodes by value, the least on top; of equal ones the newest. Internal. */
#ifndef VMATRIX_SOLVER_BRANCH_HEAP_H
#define VMATRIX_SOLVER_BRANCH_HEAP_H

#include <glib.h>

#include "solver/exact.h"

/* The value is the one that the node had when it came: a dive may have raised it since. */
typedef struct {
    Int128 value;
    uint32_t node;
} HeapEntry;

/* heap: array of HeapEntry. */
void heap_push(GArray *heap, HeapEntry entry);
void heap_pop(GArray *heap);

#endif
