/* The list of checks that a verdict is made of, while it is written.
 *
 * A check begins, notes what breaks it, and ends: without a note it stands as
 * one passed entry, else as one failed entry a note (the first few; the last
 * one counts the rest). Names of hosts and domains stand in single quotes.
 */
#ifndef VMATRIX_CERTIFICATE_CHECKS_H
#define VMATRIX_CERTIFICATE_CHECKS_H

#include "certificate/certificate.h"

typedef struct {
    GArray *done; /* Check */
    const char *name;
    guint n_broken; /* notes of the check that is open */
} Checks;

void checks_init(Checks *checks);
void checks_begin(Checks *checks, const char *name);
void checks_break(Checks *checks, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* summary: what was checked, for the entry that passed. False where the check failed. */
bool checks_end(Checks *checks, const char *summary, ...) G_GNUC_PRINTF(2, 3);
/* Moves the list into a verdict. */
void checks_finish(Checks *checks, Verdict *verdict);

#endif
