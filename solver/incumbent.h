/* The best placement so far, judged by problem_evaluate alone. */
#ifndef VMATRIX_SOLVER_INCUMBENT_H
#define VMATRIX_SOLVER_INCUMBENT_H

#include "solver/evaluate.h"
#include "solver/solve.h"

typedef struct Incumbent {
    const Problem *problem;
    const SolveOptions *options;
    bool found;
    uint32_t *bin_of_item; /* [n_items] */
    bool *in_service;      /* [n_bins] */
    int64_t cost;          /* of it, or the cutoff where none was found */
    uint32_t n_moves;
    /* Told of each better one; may be NULL. */
    void (*on_better)(void *context, const struct Incumbent *incumbent, const char *method);
    void *context;
} Incumbent;

Incumbent *incumbent_new(const Problem *problem, const SolveOptions *options);
void incumbent_free(Incumbent *incumbent);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Incumbent, incumbent_free)

/* Offers a placement; spares may be set, other bins in service follow from the items (NULL: only
 * those; where a reserve is asked for, spares are added). True where it is taken: feasible, not
 * excluded, below the cutoff, and cheaper, or as cheap with fewer moves. */
bool incumbent_offer(Incumbent *incumbent, const uint32_t *bin_of_item, const bool *spares,
                     const char *method);

bool incumbent_is_excluded(const Incumbent *incumbent, const uint32_t *bin_of_item);

#endif
