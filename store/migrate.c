#include "store/migrate.h"

#include <string.h>

#include "common/error.h"
#include "store/database_private.h"

/* "applied" is throughout: "kind name" → checksum of what the database has. */

SchemaFiles schema_files_embedded(void)
{
    return (SchemaFiles){sql_migrations, sql_functions, sql_views};
}

static char *applied_key(const char *kind, const char *name)
{
    return g_strconcat(kind, " ", name, NULL);
}

static GHashTable *applied_new(const Rows *rows)
{
    GHashTable *applied = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (guint i = 0; i < rows_n(rows); i++)
        g_hash_table_insert(applied, applied_key(rows_get(rows, i, 0), rows_get(rows, i, 1)),
                            g_strdup(rows_get(rows, i, 2)));
    return applied;
}

static bool is_applied(GHashTable *applied, const char *kind, const SqlFile *file)
{
    g_autofree char *key = applied_key(kind, file->name);
    return g_strcmp0(g_hash_table_lookup(applied, key), file->checksum) == 0;
}

static bool all_applied(GHashTable *applied, const char *kind, const SqlFile *files)
{
    for (; files->name != NULL; files++)
        if (!is_applied(applied, kind, files))
            return false;
    return true;
}

/* A view whose file is gone must go too. */
static bool no_foreign_view(GHashTable *applied, const SqlFile *views)
{
    GHashTableIter iterator;
    gpointer key;
    g_hash_table_iter_init(&iterator, applied);
    while (g_hash_table_iter_next(&iterator, &key, NULL))
        if (g_str_has_prefix(key, "view ") &&
            sql_file_find(views, (char *)key + strlen("view ")) == NULL)
            return false;
    return true;
}

static bool check_unaltered(GHashTable *applied, const SqlFile *migrations, GError **error)
{
    GHashTableIter iterator;
    gpointer key, checksum;
    g_hash_table_iter_init(&iterator, applied);
    while (g_hash_table_iter_next(&iterator, &key, &checksum)) {
        if (!g_str_has_prefix(key, "migration "))
            continue;
        const char *name = (char *)key + strlen("migration ");
        const SqlFile *file = sql_file_find(migrations, name);
        if (file != NULL && strcmp(file->checksum, checksum) == 0)
            continue;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                    file == NULL ? "migration '%s' of the database is not known to this vmatrix"
                                 : "migration '%s' was altered after it had been applied",
                    name);
        error_add_hint(error, file == NULL
                                  ? "a newer vmatrix made this database: use that one"
                                  : "restore the file as it was and write a new migration");
        return false;
    }
    return true;
}

static bool repeatables_current(GHashTable *applied, const SchemaFiles *files)
{
    return all_applied(applied, "function", files->functions) &&
           all_applied(applied, "view", files->views) && no_foreign_view(applied, files->views);
}

bool migrate_check(Database *database, const SchemaFiles *files, SchemaState *ret_state,
                   GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query_if_exists(database, "schema_state", &rows, error))
        return false;
    if (rows == NULL || rows_n(rows) == 0) {
        *ret_state = SCHEMA_ABSENT;
        return true;
    }
    g_autoptr(GHashTable) applied = applied_new(rows);
    if (!check_unaltered(applied, files->migrations, error))
        return false;
    bool current =
        all_applied(applied, "migration", files->migrations) && repeatables_current(applied, files);
    *ret_state = current ? SCHEMA_CURRENT : SCHEMA_OLD;
    return true;
}

static bool apply_file(Database *database, const char *kind, const SqlFile *file, GError **error)
{
    g_autofree char *label = g_strdup_printf("%s %s", kind, file->name);
    if (!database_run_script(database, label, file->text, error))
        return false;
    if (strcmp(kind, "migration") == 0)
        return database_query(database, "schema_record_migration",
                              (const char *[]){file->name, file->checksum}, 2, NULL, error);
    return database_query(database, "schema_record_repeatable",
                          (const char *[]){kind, file->name, file->checksum}, 3, NULL, error);
}

static bool apply_missing(Database *database, GHashTable *applied, const char *kind,
                          const SqlFile *files, guint *n_applied, GError **error)
{
    for (; files->name != NULL; files++) {
        if (is_applied(applied, kind, files))
            continue;
        if (!apply_file(database, kind, files, error))
            return false;
        (*n_applied)++;
    }
    return true;
}

/* Views stand on functions and tables: all go before those change and come back after. */
static bool apply_all(Database *database, const SchemaFiles *files, GHashTable *applied,
                      guint *n_applied, GError **error)
{
    if (all_applied(applied, "migration", files->migrations) && repeatables_current(applied, files))
        return true;
    const SqlFile *drop_views = sql_file_find(sql_setup, "drop_views");
    g_autoptr(GHashTable) nothing = g_hash_table_new(g_str_hash, g_str_equal);
    return database_run_script(database, "drop_views", drop_views->text, error) &&
           apply_missing(database, applied, "migration", files->migrations, n_applied, error) &&
           apply_missing(database, applied, "function", files->functions, n_applied, error) &&
           apply_missing(database, nothing, "view", files->views, n_applied, error);
}

static bool migrate_in_transaction(Database *database, const SchemaFiles *files, guint *n_applied,
                                   GError **error)
{
    const SqlFile *schema = sql_file_find(sql_setup, "schema");
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "schema_lock", NULL, 0, NULL, error) ||
        !database_run_script(database, "schema", schema->text, error) ||
        !database_query(database, "schema_state", NULL, 0, &rows, error))
        return false;
    g_autoptr(GHashTable) applied = applied_new(rows);
    return check_unaltered(applied, files->migrations, error) &&
           apply_all(database, files, applied, n_applied, error);
}

bool migrate_run(Database *database, const SchemaFiles *files, guint *ret_n_applied, GError **error)
{
    guint n_applied = 0;
    if (!database_begin(database, error))
        return false;
    if (!migrate_in_transaction(database, files, &n_applied, error)) {
        database_rollback(database);
        return false;
    }
    if (!database_commit(database, error))
        return false;
    *ret_n_applied = n_applied;
    return true;
}
