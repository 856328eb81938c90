#include "common/text_table.h"

typedef struct {
    TextCell *cells;
    uint32_t n_cells;
} TextRow;

struct TextTable {
    char *name;
    char *source;
    GArray *rows; /* TextRow; the first is the header */
};

static void text_row_clear(void *data)
{
    TextRow *row = data;
    for (uint32_t i = 0; i < row->n_cells; i++)
        g_free(row->cells[i].text);
    g_free(row->cells);
}

TextTable *text_table_new(const char *name, const char *source)
{
    TextTable *table = g_new0(TextTable, 1);
    table->name = g_strdup(name);
    table->source = g_strdup(source);
    table->rows = g_array_new(FALSE, FALSE, sizeof(TextRow));
    g_array_set_clear_func(table->rows, text_row_clear);
    return table;
}

void text_table_free(TextTable *table)
{
    if (table == NULL)
        return;
    g_array_unref(table->rows);
    g_free(table->name);
    g_free(table->source);
    g_free(table);
}

void text_table_append_row(TextTable *table, TextCell *cells, uint32_t n_cells)
{
    TextRow row = {cells, n_cells};
    g_array_append_val(table->rows, row);
}

const char *text_table_name(const TextTable *table)
{
    return table->name;
}

const char *text_table_source(const TextTable *table)
{
    return table->source;
}

static const TextRow *row_at(const TextTable *table, uint32_t position)
{
    g_assert(position < table->rows->len);
    return &g_array_index(table->rows, TextRow, position);
}

uint32_t text_table_n_columns(const TextTable *table)
{
    return table->rows->len == 0 ? 0 : row_at(table, 0)->n_cells;
}

uint32_t text_table_n_rows(const TextTable *table)
{
    return table->rows->len == 0 ? 0 : table->rows->len - 1;
}

const TextCell *text_table_header(const TextTable *table, uint32_t column)
{
    const TextRow *header = row_at(table, 0);
    g_assert(column < header->n_cells);
    return &header->cells[column];
}

uint32_t text_table_row_width(const TextTable *table, uint32_t row)
{
    return row_at(table, row + 1)->n_cells;
}

const TextCell *text_table_cell(const TextTable *table, uint32_t row, uint32_t column)
{
    const TextRow *cells = row_at(table, row + 1);
    g_assert(column < cells->n_cells);
    return &cells->cells[column];
}
