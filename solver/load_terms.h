/* What a LoadState is made of before anything is placed: rooms of empty bins, and the linear
 * functions of loads that cost where they are above 0. Internal. */
#ifndef VMATRIX_SOLVER_LOAD_TERMS_H
#define VMATRIX_SOLVER_LOAD_TERMS_H

#include "solver/load_state.h"

/* Micro-units for one. */
double load_terms_price(Fraction price);

/* Sets demand, room, limit, transient, price, weight and term of a state that has its problem. */
void load_terms_measure(LoadState *state);

#endif
