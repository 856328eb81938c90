/* Which database is meant: --database, VMATRIX_DATABASE, libpq's variables, or the embedded one.
 *
 * A string that names no server (no host, port, dbname or service; "user=alice")
 * means the embedded cluster with those parameters. Nothing here prints a
 * password.
 */
#ifndef VMATRIX_STORE_CONNINFO_H
#define VMATRIX_STORE_CONNINFO_H

#include <glib.h>
#include <stdbool.h>

typedef struct Conninfo Conninfo;

/* given: --database or NULL. Error USAGE where the string cannot be read. */
Conninfo *conninfo_resolve(const char *given, GError **error);
void conninfo_free(Conninfo *conninfo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Conninfo, conninfo_free)

bool conninfo_is_embedded(const Conninfo *conninfo);
const char *conninfo_get(const Conninfo *conninfo, const char *keyword); /* NULL: not given */
void conninfo_set(Conninfo *conninfo, const char *keyword, const char *value);
void conninfo_set_default(Conninfo *conninfo, const char *keyword, const char *value);

/* NULL-ended arrays for PQconnectdbParams; the strings stay the conninfo's. Caller g_free's. */
void conninfo_parameters(const Conninfo *conninfo, const char ***ret_keywords,
                         const char ***ret_values);

/* "database 'vmatrix' on 'db1' as 'alice'", without what is not known. Caller frees. */
char *conninfo_describe(const Conninfo *conninfo);
/* text with every occurrence of the password replaced. Caller frees. */
char *conninfo_mask(const Conninfo *conninfo, const char *text);

#endif
