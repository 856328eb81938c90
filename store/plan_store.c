#include "store/plan_store.h"

#include <string.h>

#include "common/error.h"

void stored_plan_free(StoredPlan *plan)
{
    if (plan == NULL)
        return;
    g_free(plan->id);
    g_free(plan->plan_digest);
    g_free(plan->snapshot_digest);
    g_free(plan->author);
    g_free(plan->created_at);
    g_free(plan->outcome);
    g_free(plan->approval);
    g_free(plan->approval_detail);
    g_free(plan->plan_json);
    g_free(plan->certificate_json);
    g_free(plan);
}

bool plan_store_save(Database *database, const char *plan_json, const char *certificate_json,
                     int64_t snapshot_id, GError **error)
{
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, snapshot_id);
    const char *const parameters[] = {plan_json, certificate_json, id};
    return database_query(database, "plan_save", parameters, G_N_ELEMENTS(parameters), NULL, error);
}

static StoredPlan *from_row(const Rows *rows, guint row)
{
    StoredPlan *plan = g_new0(StoredPlan, 1);
    plan->id = g_strdup(rows_get_named(rows, row, "plan"));
    plan->plan_digest = g_strdup(rows_get_named(rows, row, "plan_digest"));
    plan->snapshot_id = g_ascii_strtoll(rows_get_named(rows, row, "snapshot_id"), NULL, 10);
    plan->snapshot_digest = g_strdup(rows_get_named(rows, row, "snapshot_digest"));
    plan->author = g_strdup(rows_get_named(rows, row, "author"));
    plan->created_at = g_strdup(rows_get_named(rows, row, "created_at"));
    plan->outcome = g_strdup(rows_get_named(rows, row, "outcome"));
    plan->unchanged = strcmp(rows_get_named(rows, row, "unchanged"), "t") == 0;
    plan->approval = g_strdup(rows_get_named(rows, row, "approval"));
    plan->approval_detail = g_strdup(rows_get_named(rows, row, "approval_detail"));
    plan->plan_json = g_strdup(rows_get_named(rows, row, "plan_json"));
    plan->certificate_json = g_strdup(rows_get_named(rows, row, "certificate_json"));
    return plan;
}

StoredPlan *plan_store_load(Database *database, const char *name, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "plan_load", &name, 1, &rows, error))
        return NULL;
    if (rows_n(rows) == 1)
        return from_row(rows, 0);
    if (rows_n(rows) == 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "there is no plan '%s'", name);
        error_add_hint(error, "'vmatrix list' shows the plans");
    } else {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_USAGE, "several plans begin with '%s'",
                    name);
        error_add_hint(error, "'vmatrix list' shows their whole names");
    }
    return NULL;
}

Rows *plan_store_list(Database *database, GError **error)
{
    Rows *rows = NULL;
    return database_query(database, "plan_list", NULL, 0, &rows, error) ? rows : NULL;
}

static bool approve(Database *database, const char *query, const char *const *parameters, guint n,
                    char **ret_expires_at, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, query, parameters, n, &rows, error))
        return false;
    *ret_expires_at = g_strdup(rows_get(rows, 0, 0));
    return true;
}

bool plan_store_approve(Database *database, const StoredPlan *plan, const char *valid_h,
                        char **ret_expires_at, GError **error)
{
    const char *const parameters[] = {plan->id, plan->plan_digest, valid_h};
    return approve(database, "plan_approve", parameters, G_N_ELEMENTS(parameters), ret_expires_at,
                   error);
}

bool plan_store_approve_signed(Database *database, const StoredPlan *plan, const char *expires_at,
                               const char *signature, char **ret_expires_at, GError **error)
{
    const char *const parameters[] = {plan->id, plan->plan_digest, expires_at, signature};
    return approve(database, "plan_approve_signed", parameters, G_N_ELEMENTS(parameters),
                   ret_expires_at, error);
}

bool plan_store_reject(Database *database, const StoredPlan *plan, const char *reason,
                       GError **error)
{
    const char *const parameters[] = {plan->id, reason};
    return database_query(database, "plan_reject", parameters, G_N_ELEMENTS(parameters), NULL,
                          error);
}
