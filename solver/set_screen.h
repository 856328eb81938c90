/* Sets of bins in the order of what they promise: the price bound of the problem with just these
 * bins in service and capacities shrunk by what packing wastes. A set is screened in milliseconds,
 * annealing on it takes seconds.
 *
 * Run it in a child process: the bound uses GLPK.
 */
#ifndef VMATRIX_SOLVER_SET_SCREEN_H
#define VMATRIX_SOLVER_SET_SCREEN_H

#include "solver/price_tree.h"

typedef struct SetScreen SetScreen;

/* tree: its first node solved; spare: share of capacities that is left free. */
SetScreen *set_screen_new(const PriceTree *tree, double spare);
void set_screen_free(SetScreen *screen);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SetScreen, set_screen_free)

/* Puts a set ([n_bins], copied) in its place in the order; nothing where it is known. */
void set_screen_add(SetScreen *screen, const bool *open, const PriceTreeLimits *limits);

uint32_t set_screen_n(const SetScreen *screen);

/* The k-th most promising one. [n_bins], owned by the screen. */
const bool *set_screen_get(const SetScreen *screen, uint32_t k);
double set_screen_value(const SetScreen *screen, uint32_t k);

#endif
