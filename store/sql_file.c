#include <stddef.h>
#include <string.h>

#include "store/sql_embedded.h"

const SqlFile *sql_file_find(const SqlFile *table, const char *name)
{
    for (const SqlFile *file = table; file->name != NULL; file++)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}
