/* Running a command of the operator's: words, no shell, with a deadline. */
#ifndef VMATRIX_ACTUATOR_COMMAND_H
#define VMATRIX_ACTUATOR_COMMAND_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* line is split into words by the quoting rules of a shell, which itself is never involved. True
 * where the command ended with 0 in time; else the error has its last words. Its input is empty. */
bool command_run(const char *line, int64_t deadline_ms, GError **error);

#endif
