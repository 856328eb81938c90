/* Extra costs of moves between hosts and zones, found by their two ends (internal to model/). */
#ifndef VMATRIX_MODEL_MOVE_COSTS_H
#define VMATRIX_MODEL_MOVE_COSTS_H

#include "model/model.h"

/* The order of Model.move_costs, by both ends; hosts stand before zones. */
int move_cost_compare(const void *left, const void *right);
/* By both ends alone, for a GHashTable. */
guint move_cost_hash(const void *cost);
gboolean move_cost_equal(const void *left, const void *right);

/* The rows that match a move, at most four: each end by its host or by its zone. Returns their
 * number; none where from is INDEX_NONE. */
uint32_t move_costs_of(const Model *model, uint32_t from, uint32_t to, const MoveCost *ret_rows[4]);

#endif
