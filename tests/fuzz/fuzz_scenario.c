/* A scenario as one text: "==FILE" lines part its files. What is read must survive its canonical
 * form: reading that again gives the same digest. */
#include <glib.h>
#include <string.h>

#include "common/csv.h"
#include "model/scenario.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

#define MARK "=="

static void add_table(GPtrArray *tables, const char *name, const char *text, gsize length)
{
    TextTable *table = csv_read_text(text, length, name, name, NULL);
    if (table != NULL)
        g_ptr_array_add(tables, table);
}

static GPtrArray *split_files(const char *text)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    g_auto(GStrv) parts = g_strsplit(text, MARK, -1);
    for (guint i = 0; parts[i] != NULL; i++) {
        char *line_feed = strchr(parts[i], '\n');
        if (line_feed == NULL)
            continue;
        *line_feed = '\0';
        add_table(tables, parts[i], line_feed + 1, strlen(line_feed + 1));
    }
    return tables;
}

static Model *read_canonical(GHashTable *files)
{
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    GHashTableIter iterator;
    g_hash_table_iter_init(&iterator, files);
    void *name, *text;
    while (g_hash_table_iter_next(&iterator, &name, &text))
        add_table(tables, name, text, strlen(text));
    return model_from_tables(tables, NULL);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GPtrArray) tables = split_files(text);
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = model_from_tables(tables, &error);
    if (model == NULL) {
        g_assert(error != NULL && error->message != NULL);
        return 0;
    }
    g_autoptr(GHashTable) files = model_to_canonical(model);
    g_autoptr(Model) again = read_canonical(files);
    g_assert(again != NULL);
    g_autofree char *digest = model_digest(model);
    g_autofree char *digest_again = model_digest(again);
    g_assert(strcmp(digest, digest_again) == 0);
    return 0;
}
