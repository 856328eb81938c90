/* Ways back from plans in the database: stored beside the plan, or as plans of their own. */
#ifndef VMATRIX_STORE_REVERSE_STORE_H
#define VMATRIX_STORE_REVERSE_STORE_H

#include "model/model.h"
#include "store/database.h"

/* Beside the plan, for people: reverse_json, or why there is none. */
bool reverse_store_save(Database *database, const char *plan, const char *reverse_json,
                        const char *refused, GError **error);
/* Both NULL where the plan has none: one without actions, or of an earlier version. Callers free.
 */
bool reverse_store_load(Database *database, const char *plan, char **ret_reverse_json,
                        char **ret_refused, GError **error);

/* Stores the reverse of what was done as a plan that somebody must approve, with the snapshot that
 * it starts from; all or nothing. after: what that snapshot must be. FAILED where it is not. */
bool reverse_store_rollback(Database *database, const char *plan, const Model *after,
                            const char *reverse_json, const char *certificate_json, GError **error);
/* The plan that reverses exactly what is done now, and its approval ("none", "valid", …). NULL both
 * where there is none. Callers free. */
bool reverse_store_find(Database *database, const char *plan, char **ret_reverse,
                        char **ret_approval, GError **error);

#endif
