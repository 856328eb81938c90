#include "import/tables.h"

#include <string.h>

GPtrArray *import_tables_new(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify)text_table_free);
}

TextTable *import_table(GPtrArray *tables, const char *name, const char *source)
{
    TextTable *table = text_table_new(name, source);
    g_ptr_array_add(tables, table);
    return table;
}

void import_append(TextTable *table, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *line = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_auto(GStrv) texts = g_strsplit(line, ",", -1);
    guint n = g_strv_length(texts);
    TextCell *cells = g_new0(TextCell, n);
    for (guint i = 0; i < n; i++)
        cells[i] = (TextCell){g_steal_pointer(&texts[i]), text_table_n_rows(table) + 1, 0};
    text_table_append_row(table, cells, n);
}

int import_digits(int64_t n)
{
    int digits = 1;
    for (int64_t left = n - 1; left >= 10; left /= 10)
        digits++;
    return digits;
}
