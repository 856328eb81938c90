/* Reading and writing CSV (RFC 4180, UTF-8) as text tables.
 *
 * Reading is strict: bytes that are not UTF-8, NUL bytes, a quote left open, an
 * empty file and a line of other width than the header are errors that name
 * file, line and column (VMATRIX_ERROR_BAD_DATA); a file that is not there is
 * VMATRIX_ERROR_NO_INPUT. A byte order mark and CRLF are accepted.
 */
#ifndef VMATRIX_COMMON_CSV_H
#define VMATRIX_COMMON_CSV_H

#include <stdbool.h>

#include "common/text_table.h"

/* path: file to read; source: how messages name it. Caller frees. NULL on error. */
TextTable *csv_read_file(const char *path, const char *source, GError **error);

/* Same, from memory. */
TextTable *csv_read_text(const char *text, gsize length, const char *name, const char *source,
                         GError **error);

/* Appends one cell to line, quoted where RFC 4180 asks for it; first says whether a comma goes
 * before it. */
void csv_append_cell(GString *line, const char *text, bool first);

#endif
