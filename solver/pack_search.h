/* Problems of pure packing: column generation over what fits on a bin together.
 *
 * Where an item costs the same on every bin and only bins in service cost, the problem is a set
 * cover by patterns, a pattern being items that fit on one bin. Its linear program (Gilmore and
 * Gomory, 1961) is solved by generating patterns, with multipliers smoothed (Wentges, 1997); its
 * value is a bound close to the optimum where bins hold few items, proved by packs (proof.h). The
 * patterns then give placements by diving: the pattern used most is fixed, the rest solved again.
 * GLPK solves the master program: run it in a child process.
 */
#ifndef VMATRIX_SOLVER_PACK_SEARCH_H
#define VMATRIX_SOLVER_PACK_SEARCH_H

#include "solver/incumbent.h"
#include "solver/proof.h"

typedef struct {
    gint64 start_us, deadline_us; /* limit clock; G_MAXINT64: rounds alone count */
    uint32_t max_rounds;          /* of generating patterns, for all together */
    const volatile int *stop;
    /* Told of a proof each time a better one was found; takes it over. */
    void (*on_proof)(void *context, Proof *proof, int64_t bound);
    void *context;
} PackLimits;

/* Nothing but bins in service costs, and what an item costs does not depend on its bin. */
bool pack_search_knows(const Problem *problem);

void pack_search_run(Incumbent *incumbent, const PackLimits *limits);

#endif
