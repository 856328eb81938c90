/* Named places at which a test lets the program die, wait, or take a call for failed.
 *
 * In the program this does nothing and says false. tests/faults/ links another
 * definition, so that no switch of an environment can reach what people run.
 */
#ifndef VMATRIX_COMMON_FAULT_POINT_H
#define VMATRIX_COMMON_FAULT_POINT_H

#include <stdbool.h>

/* "db" or "call" or "spool", a name, and "before" or "after": true where what is done there is to
 * fail (before), or to have been done without an answer (after). */
bool fault_point(const char *kind, const char *name, const char *moment);

#endif
