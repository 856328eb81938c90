/* The value of one leaf of a proof: weak duality in exact integers. */
#ifndef VMATRIX_CERTIFICATE_LEAF_H
#define VMATRIX_CERTIFICATE_LEAF_H

#include "certificate/places.h"
#include "certificate/tree.h"

typedef struct {
    const Columns *columns;
    const Proof *proof;
    const Parent *parents;
    /* Aᵀy of the leaf at hand: of place columns, and of all others from the first of them on. */
    Places *places;
    Int128 *sums;
} Leaves;

typedef struct {
    char *refused; /* caller frees */
    bool empty;    /* no placement reaches this leaf */
    Int128 value;  /* at least scale × cost of every placement that does; where not empty */
} LeafValue;

LeafValue judge_leaf_value(Leaves *leaves, uint32_t number);

#endif
