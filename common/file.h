/* Writing the files that a person names. */
#ifndef VMATRIX_COMMON_FILE_H
#define VMATRIX_COMMON_FILE_H

#include <glib.h>
#include <stdbool.h>

/* A regular file is replaced whole or not at all. Anything else that stands at path, such as a
 * device, a pipe or a link, is written to and stays what it is. */
bool file_write(const char *path, const char *text, gsize length, GError **error);

#endif
