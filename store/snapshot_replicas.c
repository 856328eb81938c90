/* What min_replicas and max_replicas ask for, put into a snapshot of the estate that is still open.
 */
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "common/csv.h"
#include "common/error.h"
#include "model/replicas.h"
#include "model/scenario.h"
#include "store/snapshot_parts.h"

static GHashTable *names_of(const Model *model)
{
    GHashTable *names = g_hash_table_new(g_str_hash, g_str_equal);
    for (uint32_t i = 0; i < model->n_domains; i++)
        g_hash_table_add(names, model->domains[i].name);
    return names;
}

/* The rows of a canonical file whose first cell is no name of known, header included. */
static char *rows_of_others(const char *csv, GHashTable *known)
{
    g_autoptr(TextTable) table = csv_read_text(csv, strlen(csv), "", "", NULL);
    GString *text = g_string_new(NULL);
    for (uint32_t i = 0; i < text_table_n_columns(table); i++)
        csv_append_cell(text, text_table_header(table, i)->text, i == 0);
    g_string_append_c(text, '\n');
    for (uint32_t row = 0; row < text_table_n_rows(table); row++) {
        if (g_hash_table_contains(known, text_table_cell(table, row, 0)->text))
            continue;
        for (uint32_t i = 0; i < text_table_n_columns(table); i++)
            csv_append_cell(text, text_table_cell(table, row, i)->text, i == 0);
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

/* Copies are rows like any other. */
static bool put_copies(Database *database, int64_t id, const Model *asked, GHashTable *known,
                       GHashTable *files, GError **error)
{
    static const char *const names[] = {"domains.csv", "demand.csv"};
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *csv = g_hash_table_lookup(files, names[i]);
        if (csv == NULL)
            continue;
        g_autofree char *rows = rows_of_others(csv, known);
        if (!snapshot_put_table(database, names[i], id, asked, rows, error))
            return false;
    }
    return true;
}

static json_t *list_retiring(const Model *asked)
{
    json_t *names = json_array();
    for (uint32_t i = 0; i < asked->n_domains; i++)
        if (asked->domains[i].retire)
            json_array_append_new(names, json_string(asked->domains[i].name));
    return names;
}

/* Lists of domains of all rules, with the copies in them. */
static json_t *list_rules(GHashTable *files)
{
    json_t *rules = json_array();
    const char *csv = g_hash_table_lookup(files, "rules.csv");
    if (csv == NULL)
        return rules;
    g_autoptr(TextTable) table = csv_read_text(csv, strlen(csv), "", "", NULL);
    uint32_t domains = 0, name = 0;
    for (uint32_t i = 0; i < text_table_n_columns(table); i++) {
        domains = strcmp(text_table_header(table, i)->text, "domains") == 0 ? i : domains;
        name = strcmp(text_table_header(table, i)->text, "name") == 0 ? i : name;
    }
    for (uint32_t row = 0; domains > 0 && row < text_table_n_rows(table); row++)
        if (*text_table_cell(table, row, domains)->text != '\0')
            json_array_append_new(
                rules, json_pack("{s:s, s:s}", "name", text_table_cell(table, row, name)->text,
                                 "domains", text_table_cell(table, row, domains)->text));
    return rules;
}

static json_t *list_notes(const GPtrArray *notes)
{
    json_t *list = json_array();
    for (guint i = 0; i < notes->len; i++) {
        const ReplicaNote *note = notes->pdata[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "subject", note->service, "note", note->text));
    }
    return list;
}

static bool note_asked(Database *database, int64_t id, const Model *asked, GHashTable *files,
                       const GPtrArray *notes, GError **error)
{
    json_t *object = json_pack("{s:o, s:o, s:o}", "retire", list_retiring(asked), "rules",
                               list_rules(files), "notes", list_notes(notes));
    char *text = json_dumps(object, JSON_COMPACT);
    json_decref(object);
    g_autofree char *number = g_strdup_printf("%" PRId64, id);
    bool noted = database_query(database, "snapshot_ask_replicas", (const char *[]){number, text},
                                2, NULL, error);
    free(text);
    return noted;
}

/* The database must hold what the model says. */
static bool check_same(Database *database, int64_t id, const Model *asked, GError **error)
{
    g_autoptr(Model) stored = snapshot_load(database, id, error);
    if (stored == NULL)
        return false;
    g_autofree char *digest = model_digest(asked);
    g_autofree char *stored_digest = model_digest(stored);
    if (strcmp(digest, stored_digest) == 0)
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_FAILED,
                "the snapshot does not hold the copies and retirements that were asked for");
    return false;
}

bool snapshot_ask_replicas(Database *database, int64_t id, GError **error)
{
    g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(replica_note_free);
    g_autoptr(Model) model = snapshot_load(database, id, error);
    if (model == NULL)
        return false;
    g_autoptr(Model) asked = snapshot_load(database, id, error);
    if (asked == NULL || !model_ask_replicas(asked, notes, error))
        return false;
    if (notes->len == 0)
        return true;
    g_autoptr(GHashTable) known = names_of(model);
    g_autoptr(GHashTable) files = model_to_canonical(asked);
    return put_copies(database, id, asked, known, files, error) &&
           note_asked(database, id, asked, files, notes, error) &&
           check_same(database, id, asked, error);
}
