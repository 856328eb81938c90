/* What min_replicas and max_replicas ask for, frozen into a model when the estate is taken
 * (docs/decisions/0010-ending-domains.md).
 *
 * - A service with fewer wanted domains than min_replicas gets new ones that are not placed yet:
 * copies of its template, which is its first domain by name that runs and is no copy itself (else
 * the first that runs, else the first). A copy has all of its template but host, state and
 *   moved_h_ago, is named "TEMPLATE-replica-N" with the smallest N that is free, and stands in each
 *   set of a rule that holds all domains that the service has.
 * - A service with more than max_replicas gets the surplus marked `retire`: first what is not
 * placed, then copies, then the last by name; what is `never` to move or rooted only where nothing
 * else is left.
 * - A service without a wanted domain has nothing to copy: a note says so.
 */
#ifndef VMATRIX_MODEL_REPLICAS_H
#define VMATRIX_MODEL_REPLICAS_H

#include "model/model.h"

#define MOST_NEW_REPLICAS 10000

typedef struct {
    char *service;
    char *text;
} ReplicaNote;

void replica_note_free(gpointer note);

/* Changes the model; indices of domains change. ret_notes (may be NULL): array of ReplicaNote*, one
 * for each service that something is asked for or cannot be. BAD_DATA, and the model as it was,
 * where more than MOST_NEW_REPLICAS would be asked for. */
bool model_ask_replicas(Model *model, GPtrArray *ret_notes, GError **error);

#endif
