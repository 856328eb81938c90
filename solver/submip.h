/* Small programs: the assignment program with everything fixed at the incumbent but what is on a
 * few bins, solved by GLPK's branch and cut from the incumbent on (a large neighbourhood).
 *
 * Source: Danna, Rothberg, Le Pape, Exploring relaxation induced neighborhoods to improve MIP
 * solutions (2005), with neighbourhoods of bins in place of those from a relaxation. Every
 * placement is judged by incumbent_offer. GLPK cannot count its work, so results depend on time.
 * Run it in a child process.
 */
#ifndef VMATRIX_SOLVER_SUBMIP_H
#define VMATRIX_SOLVER_SUBMIP_H

#include "solver/incumbent.h"
#include "solver/mip.h"

typedef struct {
    gint64 end_us; /* by limit_clock */
    uint32_t max_programs;
    double good_enough;       /* stop at this cost; currency units */
    const volatile int *stop; /* may be NULL */
    uint64_t seed;
} SubmipLimits;

/* Does nothing where there is no incumbent. Returns the programs solved. */
uint32_t submip_run(const Mip *mip, Incumbent *incumbent, const SubmipLimits *limits);

#endif
