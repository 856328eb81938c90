/* Plans in the database: save, load, list, approve, reject.
 *
 * The JSON of a plan is the plan: the database derives its rows from it, and a
 * plan that is loaded is read from it again. The author of a plan and the person
 * who decides about it are the login role of the connection.
 */
#ifndef VMATRIX_STORE_PLAN_STORE_H
#define VMATRIX_STORE_PLAN_STORE_H

#include <stdint.h>

#include "store/database.h"

typedef struct {
    char *id;
    char *plan_digest;
    int64_t snapshot_id;
    char *snapshot_digest;
    char *author;
    char *created_at;
    char *outcome;
    bool unchanged;
    char *approval; /* "none", "valid", "partial", "used", "expired", "rejected" or "altered" */
    char *approval_detail; /* a sentence for a person */
    char *plan_json;
    char *certificate_json; /* NULL where there is none */
} StoredPlan;

void stored_plan_free(StoredPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StoredPlan, stored_plan_free)

/* certificate_json may be NULL. Saving the same plan again changes nothing: it stays its first
 * author's. */
bool plan_store_save(Database *database, const char *plan_json, const char *certificate_json,
                     int64_t snapshot_id, GError **error);

/* name: the plan's id, its digest, or the beginning of its id (four digits or more). NO_INPUT where
 * there is none, USAGE where the beginning fits several. */
StoredPlan *plan_store_load(Database *database, const char *name, GError **error);

/* One row a plan, the newest first (sql/queries/plan_list.sql). */
Rows *plan_store_list(Database *database, GError **error);

/* In the name of the login role, of exactly the plan that was loaded. NOT_APPROVED where that role
 * is the author's or the plan was altered. valid_h: decimal hours. */
bool plan_store_approve(Database *database, const StoredPlan *plan, const char *valid_h,
                        char **ret_expires_at, GError **error);
/* The same with a signature made for that time of expiry (ISO 8601). */
bool plan_store_approve_signed(Database *database, const StoredPlan *plan, const char *expires_at,
                               const char *signature, char **ret_expires_at, GError **error);
/* Also takes an approval back and gives an execution that stands half-way up. */
bool plan_store_reject(Database *database, const StoredPlan *plan, const char *reason,
                       GError **error);

#endif
