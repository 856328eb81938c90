/* What a search found and proved (data header).
 *
 * The outcome is not an error. Costs are exact micro-units, bounds are integers
 * that the proof supports.
 */
#ifndef VMATRIX_SOLVER_SOLUTION_H
#define VMATRIX_SOLVER_SOLUTION_H

#include "solver/proof.h"

typedef enum {
    OUTCOME_OPTIMAL, /* proved gap below 0.01 of the currency */
    OUTCOME_FEASIBLE,
    OUTCOME_INFEASIBLE, /* proved: no placement keeps all hard limits */
    OUTCOME_BLOCKED,    /* a target exists, no safe order to it (set by planner/) */
    OUTCOME_LIMIT,      /* limit reached with no placement */
} Outcome;

extern const char *const outcome_names[]; /* "optimal", … */

typedef struct {
    char *method; /* "root-lp", "branch-and-bound", … */
    int64_t value;
    double cpu_s;
} BoundEvent;

typedef struct {
    char *method;
    int64_t cost;
    double cpu_s;
} IncumbentEvent;

typedef struct {
    uint32_t *bin_of_item; /* [n_items] */
    bool *in_service;      /* [n_bins] */
    int64_t cost;
} Placement;

typedef struct {
    Outcome outcome;
    uint32_t n_items;
    uint32_t *bin_of_item; /* [n_items]; NULL where no placement was found */
    bool *in_service;      /* [n_bins]; a spare may be in service and empty */
    uint32_t n_bins;
    int64_t cost; /* exact, of that placement */
    /* Placement: the last few that were the best before it, the cheapest last. */
    GPtrArray *earlier;
    bool has_bound;
    int64_t bound;  /* what proof supports */
    bool exhausted; /* nothing but excluded placements costs less (or as much with fewer moves) */
    Proof *proof;   /* NULL where nothing was proved */
    GArray *bounds; /* BoundEvent, in time */
    GArray *incumbents; /* IncumbentEvent, in time */
    double cpu_s, wall_s;
    char *solver_status; /* GLPK's own word, for people ("undefined", "optimal", …) */
} Solution;

void placement_free(gpointer placement);
void solution_free(Solution *solution);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Solution, solution_free)

#endif
