/* The audit chain: what was decided and done, each entry bound to the one before it by SHA-256.
 *
 * The database appends (sql/functions/audit_row.sql); here the chain is proved whole again from
 * what is stored, by our own SHA-256, and compared with the tables that it speaks of.
 */
#ifndef VMATRIX_STORE_AUDIT_H
#define VMATRIX_STORE_AUDIT_H

#include <stdint.h>

#include "store/database.h"

typedef struct {
    int64_t n_entries;
    char *head;          /* hash of the last entry; 64 zeros where there is none */
    GPtrArray *findings; /* char *, a sentence each; empty where the chain is whole */
} AuditResult;

void audit_result_clear(AuditResult *result);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(AuditResult, audit_result_clear)

/* anchor: "ENTRY:HASH", a head noted down earlier and kept elsewhere, which the chain must still
 * hold; NULL: none. USAGE where it is not of that form. */
bool audit_verify(Database *database, const char *anchor, AuditResult *ret_result, GError **error);

#endif
