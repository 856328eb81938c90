/* Snapshots in the database: frozen from the estate or loaded from a folder, read as a model.
 *
 * Each function that writes runs in a transaction of its own and leaves nothing
 * behind when it fails. The digest is that of model_digest, the same from the
 * database and from a folder.
 */
#ifndef VMATRIX_STORE_SNAPSHOT_STORE_H
#define VMATRIX_STORE_SNAPSHOT_STORE_H

#include "model/model.h"
#include "store/database.h"

typedef struct {
    const char *name;    /* the scenario's name; NULL: "estate" */
    int64_t window_h;    /* samples of so many hours make the demand; 0: all there are */
    int64_t max_age_min; /* a host whose last answer is older is closed; 0: 15 */
} SnapshotOptions;

/* STALE where no host answered lately, NO_INPUT where there is none, BAD_DATA where the inventory
 * contradicts itself (a rule names a domain that is gone). ret_model may be NULL; caller frees. */
bool snapshot_create(Database *database, const SnapshotOptions *options, int64_t *ret_id,
                     Model **ret_model, GError **error);

/* Stores the model of a scenario folder. */
bool snapshot_put(Database *database, const Model *model, int64_t *ret_id, GError **error);

/* name: number or digest; NULL: the newest. NO_INPUT where there is none. */
bool snapshot_find(Database *database, const char *name, int64_t *ret_id, GError **error);

Model *snapshot_load(Database *database, int64_t id, GError **error);

/* Whether a snapshot of the inventory as it is would be a model, however old the answers are;
 * leaves nothing behind. In the caller's transaction where one is open. True also where there is
 * nothing to take yet. */
bool snapshot_check(Database *database, GError **error);

/* Rows kind, subject, note: what was assumed, left out or made safe. */
bool snapshot_notes(Database *database, int64_t id, Rows **ret_rows, GError **error);

#endif
