/* Snapshots between their functions: tables one by one (internal to store/). */
#ifndef VMATRIX_STORE_SNAPSHOT_PARTS_H
#define VMATRIX_STORE_SNAPSHOT_PARTS_H

#include "store/snapshot_store.h"

/* Adds the rows of one canonical file ("domains.csv") to an open snapshot. model: tells the
 * resources. */
bool snapshot_put_table(Database *database, const char *file, int64_t id, const Model *model,
                        const char *csv, GError **error);

/* Puts what min_replicas and max_replicas ask for into an open snapshot of the estate. */
bool snapshot_ask_replicas(Database *database, int64_t id, GError **error);

#endif
