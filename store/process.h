/* Programs beside us (initdb, postgres, useradd), run by argument vector, never by a shell.
 *
 * They get a small environment of their own and "/" as directory. user: NULL,
 * or the system user to become (by setpriv) where the caller is root.
 */
#ifndef VMATRIX_STORE_PROCESS_H
#define VMATRIX_STORE_PROCESS_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/* Runs to the end with text (may be NULL) as standard input. False where it could not be started
 * or did not exit with 0; the error holds the last line it wrote. */
bool process_run(const char *const *argv, const char *user, const char *text, GError **error);

/* Starts in a session of its own, output appended to log; does not wait. */
bool process_start(const char *const *argv, const char *user, const char *log, pid_t *ret_pid,
                   GError **error);

#endif
