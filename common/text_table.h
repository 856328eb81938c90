/* A table of text cells with the place each came from.
 *
 * The one shape in which a scenario file and a snapshot table of the database
 * reach model/: header names and text, nothing interpreted. It does no I/O.
 *
 * Ownership: the table owns all strings; getters lend them.
 */
#ifndef VMATRIX_COMMON_TEXT_TABLE_H
#define VMATRIX_COMMON_TEXT_TABLE_H

#include <glib.h>
#include <stdint.h>

typedef struct {
    char *text;      /* never NULL; "" where the cell is empty */
    uint32_t line;   /* 1-based line of the file, or row number of a database table */
    uint32_t column; /* 1-based byte column in that line where the cell begins, 0 in a database */
} TextCell;

typedef struct TextTable TextTable;

/* name: canonical file name ("hosts.csv"); source: what messages say ("demo/hosts.csv"). */
TextTable *text_table_new(const char *name, const char *source);
void text_table_free(TextTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(TextTable, text_table_free)

/* The first row appended is the header. Takes over cells (array of n_cells, g_free'd texts). */
void text_table_append_row(TextTable *table, TextCell *cells, uint32_t n_cells);

const char *text_table_name(const TextTable *table);
const char *text_table_source(const TextTable *table);
uint32_t text_table_n_columns(const TextTable *table);
uint32_t text_table_n_rows(const TextTable *table); /* without the header */
const TextCell *text_table_header(const TextTable *table, uint32_t column);
uint32_t text_table_row_width(const TextTable *table, uint32_t row); /* cells in that row */
const TextCell *text_table_cell(const TextTable *table, uint32_t row, uint32_t column);

#endif
