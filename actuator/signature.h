/* Signatures of approvals: a person's key vouches for what a database administrator could forge.
 *
 * A signature is made and checked by ssh-keygen(1), -Y sign and -Y verify, in the namespace
 * "vmatrix-plan", over the approval's statement. The keys of people are in a file of allowed
 * signers (ssh-keygen(1), ALLOWED SIGNERS; the principal is the login role) on the actuator's
 * machine, which nobody but root and the actuator's user may write.
 */
#ifndef VMATRIX_ACTUATOR_SIGNATURE_H
#define VMATRIX_ACTUATOR_SIGNATURE_H

#include <glib.h>
#include <stdbool.h>

#include "store/database.h"

/* What is signed: plan digest, login role and time of expiry (ISO 8601, UTC, whole seconds), a line
 * each. Caller frees. */
char *signature_statement(const char *plan_digest, const char *approver, const char *expires_at);

/* Signs with the private (or, with an agent, public) key in that file. The signature, armored;
 * caller frees. NULL with FAILED and what ssh-keygen said. */
char *signature_make(const char *key_file, const char *statement, GError **error);

/* NOT_APPROVED where the signature is not one of approver over statement, FAILED where the file of
 * allowed signers cannot be trusted or ssh-keygen cannot be run. */
bool signature_check(const char *allowed_signers, const char *approver, const char *statement,
                     const char *signature, GError **error);

/* Enough of the plan's usable approvals have good signatures. NOT_APPROVED names what is missing.
 */
bool signature_check_plan(Database *database, const char *plan, const char *allowed_signers,
                          GError **error);

#endif
