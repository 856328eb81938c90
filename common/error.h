/* Errors of vmatrix.
 *
 * Every function that can fail returns false (or NULL) and fills a GError of
 * domain VMATRIX_ERROR; its code is the exit code that the command line gives.
 * An outcome (infeasible, limit reached, plan rejected) is not an error: it is
 * an enum in the result.
 *
 * Messages are lower case, without full stop, names in single quotes. A hint
 * for the operator ("what to do") is kept apart behind a line feed.
 */
#ifndef VMATRIX_COMMON_ERROR_H
#define VMATRIX_COMMON_ERROR_H

#include <glib.h>

#define VMATRIX_ERROR (vmatrix_error_quark())

typedef enum {
    VMATRIX_ERROR_FAILED = 1,       /* anything without a better word */
    VMATRIX_ERROR_USAGE = 2,        /* wrong command line */
    VMATRIX_ERROR_STALE = 3,        /* the world is no longer the snapshot */
    VMATRIX_ERROR_NOT_APPROVED = 4, /* plan has no valid approval */
    VMATRIX_ERROR_HALFWAY = 6,      /* stopped half-way, the journal says where */
    VMATRIX_ERROR_REJECTED = 7,     /* the judge rejected the certificate */
    VMATRIX_ERROR_BAD_DATA = 65,    /* input that breaks its format */
    VMATRIX_ERROR_NO_INPUT = 66,    /* input that is not there */
    VMATRIX_ERROR_UNAVAILABLE = 69, /* a service (database, libvirtd) is down */
} VmatrixError;

GQuark vmatrix_error_quark(void);

/* Appends a hint to the message of *error (does nothing where error or *error is NULL). */
void error_add_hint(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Splits a message in its first line and the hint behind it (NULL where there is none).
 * Caller frees both with g_free. */
void error_split_hint(const GError *error, char **ret_message, char **ret_hint);

#endif
