/* The shape of a proof tree, checked before anything in it is believed. */
#ifndef VMATRIX_CERTIFICATE_TREE_H
#define VMATRIX_CERTIFICATE_TREE_H

#include "certificate/columns.h"

typedef struct {
    uint32_t node; /* the parent */
    bool high;     /* which of its branches leads here */
} Parent;

/* Longest way from the root; a deeper tree is refused. */
#define TREE_MOST_DEPTH 10000

/* Every node but the root has exactly one parent, standing before it; columns and bins that are
 * branched on exist and are integer; arrays are there where counted. Parents go to *ret_parents
 * ([n_nodes], caller frees). Returns why not, NULL where all is well; caller frees. */
char *judge_tree_refuse(const Columns *columns, const Proof *proof, Parent **ret_parents);

#endif
