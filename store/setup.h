/* Making a database ready: the schema, the embedded cluster's logins, people's roles. */
#ifndef VMATRIX_STORE_SETUP_H
#define VMATRIX_STORE_SETUP_H

#include "store/database.h"

/* Starts the embedded cluster where it is meant, and brings the schema up to date.
 * *ret_n_applied: files run. conninfo as in database_open. */
bool setup_database(const char *conninfo, guint *ret_n_applied, GError **error);

/* Makes the login role name where it is missing and a member of vmatrix_<role>: collector,
 * planner, approver, actuator, auditor, finance or tenant. Again is not an error. */
bool setup_add_user(const char *conninfo, const char *name, const char *role, GError **error);

#endif
