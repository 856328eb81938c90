#include "tests/support/test_model.h"

#include <string.h>

#include "common/csv.h"
#include "model/scenario.h"

static bool add_table(GPtrArray *tables, const char *name, const char *text, GError **error)
{
    TextTable *table = csv_read_text(text, strlen(text), name, name, error);
    if (table != NULL)
        g_ptr_array_add(tables, table);
    return table != NULL;
}

static bool has_file(const TestFile *files, const char *name)
{
    for (gsize i = 0; files[i][0] != NULL; i++)
        if (strcmp(files[i][0], name) == 0)
            return true;
    return false;
}

Model *test_model_try(const TestFile *files, GError **error)
{
    static const TestFile empty[] = {
        {"policy.csv", "key,value\n"}, {"hosts.csv", "host\n"}, {"domains.csv", "domain\n"}};
    g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
    for (gsize i = 0; files[i][0] != NULL; i++)
        if (!add_table(tables, files[i][0], files[i][1], error))
            return NULL;
    for (gsize i = 0; i < G_N_ELEMENTS(empty); i++)
        if (!has_file(files, empty[i][0]) && !add_table(tables, empty[i][0], empty[i][1], error))
            return NULL;
    return model_from_tables(tables, error);
}

Model *test_model(const TestFile *files)
{
    g_autoptr(GError) error = NULL;
    Model *model = test_model_try(files, &error);
    if (model == NULL)
        g_error("the test's own model is bad: %s", error->message);
    return model;
}
