/* The clock that limits of time count: wall time, or CPU time where the machine is shared and
 * figures must mean something all the same.
 *
 * One choice for the whole process, made before the work begins; a forked child inherits it and
 * starts counting anew. CPU time is that of the process, of children that were waited for and of
 * those that are watched.
 */
#ifndef VMATRIX_COMMON_LIMIT_CLOCK_H
#define VMATRIX_COMMON_LIMIT_CLOCK_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

void limit_clock_count_cpu(void);
bool limit_clock_counts_cpu(void);

/* Microseconds from some moment on, never going back. CPU time counts from the start of the
 * process. */
gint64 limit_clock_us(void);

/* CPU time whatever limits count. */
gint64 cpu_clock_us(void);

#define MAX_WATCHED 8

/* A child whose CPU time counts while it runs too, of at most MAX_WATCHED. It is lost for no moment
 * where watching ends after the child was waited for. */
void cpu_clock_watch(pid_t child);
void cpu_clock_watch_none(void);

#endif
