/* The files of sql/ as embedded at build (sql/generate.cmake writes the tables).
 *
 * Each table is sorted by name and ends with a NULL name. All is static.
 */
#ifndef VMATRIX_STORE_SQL_EMBEDDED_H
#define VMATRIX_STORE_SQL_EMBEDDED_H

typedef struct {
    const char *name; /* file name without ".sql" */
    const char *text;
    const char *checksum; /* SHA-256, 64 hex digits */
} SqlFile;

extern const SqlFile sql_setup[];      /* idempotent scripts around migration and cluster */
extern const SqlFile sql_queries[];    /* one statement each, prepared on first use */
extern const SqlFile sql_migrations[]; /* NNNN_name, forward only */
extern const SqlFile sql_functions[];  /* applied again when changed */
extern const SqlFile sql_views[];      /* all made anew when one changed */

/* NULL where there is none. */
const SqlFile *sql_file_find(const SqlFile *table, const char *name);

#endif
