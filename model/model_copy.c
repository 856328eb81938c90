#include "common/csv.h"
#include "model/scenario.h"

/* By way of the canonical form, which holds everything: a copy cannot lack a member. */
Model *model_copy(const Model *model)
{
    g_autoptr(GHashTable) files = model_to_canonical(model);
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    GHashTableIter iter;
    gpointer name, text;
    g_hash_table_iter_init(&iter, files);
    while (g_hash_table_iter_next(&iter, &name, &text)) {
        TextTable *table = csv_read_text(text, strlen(text), name, name, NULL);
        g_assert(table != NULL);
        g_ptr_array_add(tables, table);
    }
    Model *copy = model_from_tables(tables, NULL);
    g_assert(copy != NULL); /* the canonical form of a model is a model */
    return copy;
}
