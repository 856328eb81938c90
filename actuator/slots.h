/* How many moves may run at the same time: in all, on a host, in a service. Pure. */
#ifndef VMATRIX_ACTUATOR_SLOTS_H
#define VMATRIX_ACTUATOR_SLOTS_H

#include "model/model.h"

typedef struct Slots Slots;

Slots *slots_new(const Model *model); /* borrows the model and its policy's limits */
void slots_free(Slots *slots);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Slots, slots_free)

/* Takes a place for a move, or says false where a limit is reached. A limit of 0 counts as 1, or
 * nothing would ever run. from and to may be INDEX_NONE. */
bool slots_take(Slots *slots, uint32_t domain, uint32_t from, uint32_t to);
void slots_give_back(Slots *slots, uint32_t domain, uint32_t from, uint32_t to);
uint32_t slots_taken(const Slots *slots);

#endif
