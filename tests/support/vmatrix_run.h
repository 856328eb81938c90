/* Runs the program under test (VMATRIX) with options that hold no blanks. A failure to run, or
 * its end by a signal, ends the test program. */
#ifndef VMATRIX_TESTS_SUPPORT_VMATRIX_RUN_H
#define VMATRIX_TESTS_SUPPORT_VMATRIX_RUN_H

#include <glib.h>

/* Its exit code. ret_output, ret_errors may be NULL; else the caller frees them. */
int vmatrix_run(char **ret_output, char **ret_errors, const char *format, ...) G_GNUC_PRINTF(3, 4);

#endif
