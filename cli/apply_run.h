/* Carrying a plan of the database out, as `apply` and `rollback` do (cmd_apply.c). */
#ifndef VMATRIX_CLI_APPLY_RUN_H
#define VMATRIX_CLI_APPLY_RUN_H

#include "actuator/actuator.h"

/* With progress on stderr, signals caught and what came of it told; the exit code. Completes
 * options. */
int apply_run(Database *database, const char *plan, ApplyOptions *options, GError **error);

/* As people expect them: deadlines, and the file of allowed signers (given may be NULL). */
ApplyOptions apply_default_options(const char *given_signers);

#endif
