#include "store/reverse_store.h"

#include <string.h>

#include "common/error.h"
#include "model/scenario.h"
#include "store/snapshot_store.h"

bool reverse_store_save(Database *database, const char *plan, const char *reverse_json,
                        const char *refused, GError **error)
{
    const char *const parameters[] = {plan, reverse_json, refused};
    return database_query(database, "reverse_save", parameters, G_N_ELEMENTS(parameters), NULL,
                          error);
}

bool reverse_store_load(Database *database, const char *plan, char **ret_reverse_json,
                        char **ret_refused, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "reverse_load", &plan, 1, &rows, error))
        return false;
    *ret_reverse_json = *ret_refused = NULL;
    if (rows_n(rows) == 1) {
        *ret_reverse_json = g_strdup(rows_get(rows, 0, 0));
        *ret_refused = g_strdup(rows_get(rows, 0, 1));
    }
    return true;
}

/* The database makes the snapshot from its own rows; that it is the one the plan was made for shows
 * in the digest. */
static bool make_snapshot(Database *database, const char *plan, const Model *after, int64_t *ret_id,
                          GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "snapshot_after", &plan, 1, &rows, error))
        return false;
    *ret_id = g_ascii_strtoll(rows_get(rows, 0, 0), NULL, 10);
    g_autoptr(Model) made = snapshot_load(database, *ret_id, error);
    if (made == NULL)
        return false;
    g_autofree char *digest = model_digest(made);
    g_autofree char *wanted = model_digest(after);
    if (strcmp(digest, wanted) != 0) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    "the state after plan '%s' is not the one that the reverse was made for", plan);
        error_add_hint(error, "something was done meanwhile: try again");
        return false;
    }
    const char *const parameters[] = {rows_get(rows, 0, 0), digest};
    return database_query(database, "snapshot_seal", parameters, G_N_ELEMENTS(parameters), NULL,
                          error);
}

static bool save_in_transaction(Database *database, const char *plan, const Model *after,
                                const char *reverse_json, const char *certificate_json,
                                GError **error)
{
    int64_t id;
    if (!make_snapshot(database, plan, after, &id, error))
        return false;
    g_autofree char *snapshot = g_strdup_printf("%" G_GINT64_FORMAT, id);
    const char *const parameters[] = {plan, reverse_json, certificate_json, snapshot};
    return database_query(database, "rollback_save", parameters, G_N_ELEMENTS(parameters), NULL,
                          error);
}

bool reverse_store_rollback(Database *database, const char *plan, const Model *after,
                            const char *reverse_json, const char *certificate_json, GError **error)
{
    if (!database_begin(database, error))
        return false;
    if (save_in_transaction(database, plan, after, reverse_json, certificate_json, error))
        return database_commit(database, error);
    database_rollback(database);
    return false;
}

bool reverse_store_find(Database *database, const char *plan, char **ret_reverse,
                        char **ret_approval, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "rollback_find", &plan, 1, &rows, error))
        return false;
    *ret_reverse = *ret_approval = NULL;
    if (rows_n(rows) == 1) {
        *ret_reverse = g_strdup(rows_get(rows, 0, 0));
        *ret_approval = g_strdup(rows_get(rows, 0, 1));
    }
    return true;
}
