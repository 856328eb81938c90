#include "store/snapshot_store.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "common/csv.h"
#include "common/error.h"
#include "common/text_table.h"
#include "model/scenario.h"
#include "store/database_private.h"
#include "store/snapshot_parts.h"
#include "store/snapshot_tables.h"
#include "store/sql_embedded.h"

#define DEFAULT_MAX_AGE_MIN 15

/* One cell of a table made from rows, at the row's position. */
static TextCell cell_at(const char *text, guint row)
{
    return (TextCell){g_strdup(text == NULL ? "" : text), row + 1, 0};
}

static void append_header(TextTable *table, const Rows *rows, const GPtrArray *more)
{
    guint n = rows_n_columns(rows);
    TextCell *cells = g_new0(TextCell, n + more->len);
    for (guint i = 0; i < n; i++)
        cells[i] = cell_at(rows_column_name(rows, i), 0);
    for (guint i = 0; i < more->len; i++)
        cells[n + i] = cell_at(more->pdata[i], 0);
    text_table_append_row(table, cells, n + more->len);
}

/* amounts: "name\tcolumn" → text; NULL where the table has no resource columns. */
static char *amount_key(const char *name, const char *column)
{
    return g_strconcat(name, "\t", column, NULL);
}

static void append_body(TextTable *table, const Rows *rows, const GPtrArray *more,
                        const char *name_column, GHashTable *amounts)
{
    guint n = rows_n_columns(rows);
    for (guint row = 0; row < rows_n(rows); row++) {
        TextCell *cells = g_new0(TextCell, n + more->len);
        for (guint i = 0; i < n; i++)
            cells[i] = cell_at(rows_get(rows, row, i), row);
        for (guint i = 0; i < more->len; i++) {
            g_autofree char *key =
                amount_key(rows_get_named(rows, row, name_column), more->pdata[i]);
            cells[n + i] = cell_at(g_hash_table_lookup(amounts, key), row);
        }
        text_table_append_row(table, cells, n + more->len);
    }
}

static void put_amount(GHashTable *amounts, const char *name, const char *column, const char *text)
{
    if (text != NULL)
        g_hash_table_insert(amounts, amount_key(name, column), g_strdup(text));
}

/* The resource columns of hosts.csv or domains.csv, from their own table. */
static GHashTable *read_amounts(Database *database, const SnapshotTable *shape, const char *id,
                                GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, shape->get_resources, &id, 1, &rows, error))
        return NULL;
    GHashTable *amounts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    bool is_host = strcmp(shape->name_column, "host") == 0;
    for (guint i = 0; i < rows_n(rows); i++) {
        const char *name = rows_get_named(rows, i, shape->name_column);
        const char *resource = rows_get_named(rows, i, "resource");
        put_amount(amounts, name, resource, rows_get_named(rows, i, shape->amount_column));
        g_autofree char *soft = g_strconcat(resource, "_soft", NULL);
        if (is_host)
            put_amount(amounts, name, soft, rows_get_named(rows, i, "soft"));
    }
    return amounts;
}

/* Names of the columns that the snapshot's resources add to that file. */
static GPtrArray *resource_columns_of(const SnapshotTable *shape, const TextTable *resources)
{
    GPtrArray *columns = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; shape->name_column != NULL && i < text_table_n_rows(resources); i++) {
        const char *resource = text_table_cell(resources, i, 0)->text;
        g_ptr_array_add(columns, g_strdup(resource));
        if (strcmp(shape->name_column, "host") == 0)
            g_ptr_array_add(columns, g_strconcat(resource, "_soft", NULL));
    }
    return columns;
}

/* Adds one file's table; tables[0] is resources.csv once it was read. */
static bool read_table(Database *database, const SnapshotTable *shape, const char *id,
                       GPtrArray *tables, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, shape->get, &id, 1, &rows, error))
        return false;
    if (rows_n(rows) == 0 && !shape->always)
        return true;
    g_autoptr(GHashTable) amounts = NULL;
    if (shape->name_column != NULL && (amounts = read_amounts(database, shape, id, error)) == NULL)
        return false;
    g_autoptr(GPtrArray) more =
        resource_columns_of(shape, tables->len > 0 ? tables->pdata[0] : NULL);
    g_autofree char *source = g_strdup_printf("snapshot %s, %s", id, shape->file);
    TextTable *table = text_table_new(shape->file, source);
    append_header(table, rows, more);
    append_body(table, rows, more, shape->name_column, amounts);
    g_ptr_array_add(tables, table);
    return true;
}

static char *id_text(int64_t id)
{
    return g_strdup_printf("%" PRId64, id);
}

Model *snapshot_load(Database *database, int64_t id, GError **error)
{
    g_autofree char *text = id_text(id);
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    for (const SnapshotTable *shape = snapshot_tables; shape->file != NULL; shape++)
        if (!read_table(database, shape, text, tables, error))
            return NULL;
    return model_from_tables(tables, error);
}

/* Rows of a file as JSON objects with the snapshot's number and their line; empty cells left out.
 */
static json_t *rows_to_json(const TextTable *table, int64_t id, const char *const *skipped)
{
    json_t *array = json_array();
    for (uint32_t row = 0; row < text_table_n_rows(table); row++) {
        json_t *object = json_pack("{s:I, s:i}", "snapshot_id", (json_int_t)id, "line", row + 1);
        for (uint32_t i = 0; i < text_table_n_columns(table); i++) {
            const char *column = text_table_header(table, i)->text;
            const char *text = text_table_cell(table, row, i)->text;
            if (*text != '\0' && !g_strv_contains(skipped, column))
                json_object_set_new(object, column, json_string(text));
        }
        json_array_append_new(array, object);
    }
    return array;
}

static const char *named_cell(const TextTable *table, uint32_t row, const char *column)
{
    for (uint32_t i = 0; i < text_table_n_columns(table); i++)
        if (strcmp(text_table_header(table, i)->text, column) == 0)
            return text_table_cell(table, row, i)->text;
    return "";
}

static void set_cell(json_t *object, const char *key, const char *text)
{
    if (*text != '\0')
        json_object_set_new(object, key, json_string(text));
}

static json_t *amounts_to_json(const TextTable *table, int64_t id, const SnapshotTable *shape,
                               const Model *model)
{
    json_t *array = json_array();
    for (uint32_t row = 0; row < text_table_n_rows(table); row++)
        for (uint32_t i = 0; i < model->n_resources; i++) {
            const char *resource = model->resources[i].name;
            g_autofree char *soft = g_strconcat(resource, "_soft", NULL);
            json_t *object =
                json_pack("{s:I, s:s, s:s}", "snapshot_id", (json_int_t)id, shape->name_column,
                          named_cell(table, row, shape->name_column), "resource", resource);
            set_cell(object, shape->amount_column, named_cell(table, row, resource));
            set_cell(object, "soft", named_cell(table, row, soft));
            json_array_append_new(array, object);
        }
    return array;
}

/* Takes over array. */
static bool put_json(Database *database, const char *query, json_t *array, GError **error)
{
    char *text = json_dumps(array, JSON_COMPACT);
    json_decref(array);
    bool stored = database_query(database, query, (const char *[]){text}, 1, NULL, error);
    free(text);
    return stored;
}

static bool put_table(Database *database, const SnapshotTable *shape, int64_t id,
                      const Model *model, const char *csv, GError **error)
{
    g_autoptr(TextTable) table = csv_read_text(csv, strlen(csv), shape->file, shape->file, error);
    if (table == NULL)
        return false;
    g_autoptr(GPtrArray) skipped = g_ptr_array_new_with_free_func(g_free);
    for (uint32_t i = 0; shape->name_column != NULL && i < model->n_resources; i++) {
        g_ptr_array_add(skipped, g_strdup(model->resources[i].name));
        g_ptr_array_add(skipped, g_strconcat(model->resources[i].name, "_soft", NULL));
    }
    g_ptr_array_add(skipped, NULL);
    return put_json(database, shape->put,
                    rows_to_json(table, id, (const char *const *)skipped->pdata), error) &&
           (shape->name_column == NULL ||
            put_json(database, shape->put_resources, amounts_to_json(table, id, shape, model),
                     error));
}

bool snapshot_put_table(Database *database, const char *file, int64_t id, const Model *model,
                        const char *csv, GError **error)
{
    const SnapshotTable *shape = snapshot_tables;
    while (strcmp(shape->file, file) != 0)
        shape++;
    return put_table(database, shape, id, model, csv, error);
}

static bool put_all(Database *database, const Model *model, int64_t id, GError **error)
{
    g_autoptr(GHashTable) files = model_to_canonical(model);
    for (const SnapshotTable *shape = snapshot_tables; shape->file != NULL; shape++) {
        const char *csv = g_hash_table_lookup(files, shape->file);
        if (csv != NULL && !put_table(database, shape, id, model, csv, error))
            return false;
    }
    return true;
}

/* The digest is taken of what the database holds now, not of what was sent. */
static bool seal(Database *database, int64_t id, Model **ret_model, GError **error)
{
    g_autoptr(Model) model = snapshot_load(database, id, error);
    if (model == NULL)
        return false;
    g_autofree char *text = id_text(id);
    g_autofree char *digest = model_digest(model);
    if (!database_query(database, "snapshot_seal", (const char *[]){text, digest}, 2, NULL, error))
        return false;
    if (ret_model != NULL)
        *ret_model = g_steal_pointer(&model);
    return true;
}

static bool query_id(Database *database, const char *query, const char *const *parameters,
                     guint n_parameters, int64_t *ret_id, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, query, parameters, n_parameters, &rows, error))
        return false;
    *ret_id = g_ascii_strtoll(rows_get(rows, 0, 0), NULL, 10);
    return true;
}

static bool finish(Database *database, bool done, GError **error)
{
    if (done)
        return database_commit(database, error);
    database_rollback(database);
    return false;
}

static bool create_in_transaction(Database *database, const SnapshotOptions *options,
                                  int64_t *ret_id, Model **ret_model, GError **error)
{
    int64_t max_age = options->max_age_min > 0 ? options->max_age_min : DEFAULT_MAX_AGE_MIN;
    g_autofree char *window = options->window_h > 0 ? id_text(options->window_h) : NULL;
    g_autofree char *age = id_text(max_age);
    const char *name = options->name == NULL ? "estate" : options->name;
    return database_run_script(database, "one_state", sql_file_find(sql_setup, "one_state")->text,
                               error) &&
           query_id(database, "snapshot_create", (const char *[]){name, window, age}, 3, ret_id,
                    error) &&
           snapshot_ask_replicas(database, *ret_id, error) &&
           seal(database, *ret_id, ret_model, error);
}

bool snapshot_create(Database *database, const SnapshotOptions *options, int64_t *ret_id,
                     Model **ret_model, GError **error)
{
    g_autoptr(Model) model = NULL;
    if (!database_begin(database, error))
        return false;
    bool created = create_in_transaction(database, options, ret_id, &model, error);
    if (!finish(database, created, error))
        return false;
    if (ret_model != NULL)
        *ret_model = g_steal_pointer(&model);
    return true;
}

/* A century: how old an answer is does not matter for whether names are known. */
#define ANY_AGE_MIN INT64_C(52560000)

static bool check_in_transaction(Database *database, GError **error)
{
    g_autofree char *age = id_text(ANY_AGE_MIN);
    g_autoptr(GError) cause = NULL;
    int64_t id;
    if (query_id(database, "snapshot_create", (const char *[]){"", NULL, age}, 3, &id, &cause)) {
        g_autoptr(Model) model = snapshot_load(database, id, error);
        return model != NULL;
    }
    if (g_error_matches(cause, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT) ||
        g_error_matches(cause, VMATRIX_ERROR, VMATRIX_ERROR_STALE))
        return true;
    g_propagate_error(error, g_steal_pointer(&cause));
    return false;
}

bool snapshot_check(Database *database, GError **error)
{
    const char *undo = sql_file_find(sql_setup, "undo_check")->text;
    bool is_open = database_in_transaction(database);
    if (!is_open && !database_begin(database, error))
        return false;
    if (!database_run_script(database, "mark_check", sql_file_find(sql_setup, "mark_check")->text,
                             error))
        return false;
    bool sound = check_in_transaction(database, error);
    bool undone = database_run_script(database, "undo_check", undo, sound ? error : NULL);
    if (!is_open)
        database_rollback(database);
    return sound && undone;
}

bool snapshot_put(Database *database, const Model *model, int64_t *ret_id, GError **error)
{
    if (!database_begin(database, error))
        return false;
    bool stored = query_id(database, "snapshot_open", (const char *[]){model->policy.name}, 1,
                           ret_id, error) &&
                  put_all(database, model, *ret_id, error) && seal(database, *ret_id, NULL, error);
    return finish(database, stored, error);
}

bool snapshot_notes(Database *database, int64_t id, Rows **ret_rows, GError **error)
{
    g_autofree char *text = id_text(id);
    return database_query(database, "snapshot_notes", (const char *[]){text}, 1, ret_rows, error);
}

bool snapshot_find(Database *database, const char *name, int64_t *ret_id, GError **error)
{
    g_autoptr(Rows) rows = NULL;
    if (!database_query(database, "snapshot_find", &name, 1, &rows, error))
        return false;
    if (rows_n(rows) == 1) {
        *ret_id = g_ascii_strtoll(rows_get_named(rows, 0, "snapshot_id"), NULL, 10);
        return true;
    }
    if (name == NULL)
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "there is no snapshot yet");
    else
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_NO_INPUT, "there is no snapshot '%s'",
                    name);
    error_add_hint(error, "'vmatrix snapshot' takes one");
    return false;
}
