/* Text tables made in memory, for a model that comes from another format. */
#ifndef VMATRIX_IMPORT_TABLES_H
#define VMATRIX_IMPORT_TABLES_H

#include "common/text_table.h"

/* cells: texts separated by ','; none of them may hold a comma. The first row is the header. */
void import_append(TextTable *table, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Adds an empty table to tables (which owns it) and lends it. */
TextTable *import_table(GPtrArray *tables, const char *name, const char *source);

GPtrArray *import_tables_new(void);

/* Digits that the largest index below n needs. */
int import_digits(int64_t n);

#endif
