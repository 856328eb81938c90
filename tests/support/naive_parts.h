/* What naive_check.c and naive_cost.c share. */
#ifndef VMATRIX_TESTS_SUPPORT_NAIVE_PARTS_H
#define VMATRIX_TESTS_SUPPORT_NAIVE_PARTS_H

#include "model/model.h"

bool naive_has(const IndexSet *set, uint32_t index);
/* It must have a host at the end; else it ends, or is left as it is. */
bool naive_is_wanted(const Model *model, uint32_t v);
bool naive_ends(const Model *model, uint32_t v);
bool naive_is_up_now(const Model *model, uint32_t v);
int64_t naive_use(const Model *model, const uint32_t *at, uint32_t h, uint32_t r, uint32_t p);
bool naive_moves(const Model *model, const uint32_t *at, uint32_t v);
bool naive_pair_adds(const Model *model, const MoveCost *row, uint32_t from, uint32_t to);
int64_t naive_minutes_of(const Model *model, uint32_t v, uint32_t to);

#endif
