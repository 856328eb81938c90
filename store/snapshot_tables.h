/* The files of a scenario and the queries that read and write each (internal to store/). */
#ifndef VMATRIX_STORE_SNAPSHOT_TABLES_H
#define VMATRIX_STORE_SNAPSHOT_TABLES_H

#include <stdbool.h>

typedef struct {
    const char *file; /* canonical name */
    const char *get, *put;
    bool always; /* there even without rows */
    /* Of hosts.csv and domains.csv: their resource columns stand in a table of their own. */
    const char *name_column; /* NULL: no such columns */
    const char *get_resources, *put_resources;
    const char *amount_column; /* of that table */
} SnapshotTable;

extern const SnapshotTable snapshot_tables[]; /* ends with a NULL file; resources.csv is first */

#endif
