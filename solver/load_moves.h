/* Neighbourhoods of a LoadState, each a trial that is made or left at a temperature:
 *   shift   one item to another bin, or back home
 *   swap    two items change places
 *   chain   one item makes way for another (ejection chain of length two)
 * Valid all the way: no limit is broken more than before.
 * Source: Kirkpatrick, Gelatt, Vecchi, Optimization by Simulated Annealing (1983); the
 * neighbourhoods are those usual for machine reassignment (e.g. Gavranović, Buljubašić, Demirović,
 * Variable Neighborhood Search for Google Machine Reassignment problem, 2012).
 */
#ifndef VMATRIX_SOLVER_LOAD_MOVES_H
#define VMATRIX_SOLVER_LOAD_MOVES_H

#include "common/random.h"
#include "solver/load_state.h"

typedef struct {
    LoadState *state;
    Random random;
    double temperature; /* micro-units; 0: only what is not dearer */
} LoadMoves;

/* One trial of each; true where it was made. */
bool load_try_shift(LoadMoves *moves, uint32_t item, uint32_t bin);
bool load_try_swap(LoadMoves *moves, uint32_t first, uint32_t second);
/* way goes to another bin, item takes its place. */
bool load_try_chain(LoadMoves *moves, uint32_t way, uint32_t bin, uint32_t item);

/* A trial of a kind and of items drawn at random. */
void load_try_any(LoadMoves *moves);

#endif
