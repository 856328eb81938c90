/* The search: problem in, solution out. */
#ifndef VMATRIX_SOLVER_SOLVE_H
#define VMATRIX_SOLVER_SOLVE_H

#include "solver/problem.h"
#include "solver/solution.h"

typedef struct {
    double time_limit_s; /* wall time; 0 = 60 */
    uint64_t work_limit; /* deterministic units of work; 0 = none */
    double gap;          /* stop at this gap ratio; 0 = prove optimality */
    uint64_t seed;
    uint32_t n_searches; /* at the same time, where wall time limits; 0 = one a core, at most 4 */
    gsize memory_limit_mib;   /* of each solver child; 0 = 4096 */
    const volatile int *stop; /* non-zero: stop at the next safe point (SIGINT); may be NULL */
    /* Placements ([n_items] each) that must not be returned: no order leads to them. */
    const uint32_t *const *excluded;
    uint32_t n_excluded;
    /* Goes on from this placement ([n_items], each item somewhere), heat times as freely as from
     * the start, by local search alone; only where load_state_knows the problem. NULL: from home.
     */
    const uint32_t *start;
    double heat;
    bool first_only; /* any placement that keeps the hard limits will do */
    int64_t cutoff;  /* only placements that cost less are wanted; 0 or INT64_MAX = any */
    /* Told of each new incumbent or bound, from the calling thread; may be NULL. */
    void (*progress)(void *context, bool has_incumbent, int64_t incumbent, bool has_bound,
                     int64_t bound, double wall_s);
    void *progress_context;
} SolveOptions;

/* NULL only on a broken machine (fork, memory); a search that found nothing is an outcome. */
Solution *solve(const Problem *problem, const SolveOptions *options, GError **error);

/* Why no placement keeps all hard limits: a smallest set of facts that contradict each other (none
 * can be left out), by deletion. Facts of kind FACT_ITEM name the items that take part. The problem
 * is derived again with facts left out and is as before afterwards. n is 0 where the time limit
 * came first. Caller frees the facts with g_free. */
bool problem_find_conflict(Problem *problem, const SolveOptions *options, Fact **ret_facts,
                           uint32_t *ret_n, GError **error);

/* Writes the mixed-integer program as CPLEX LP: currency units, the constant as a column fixed
 * at 1, index names, a comment that maps them to names of hosts and domains given by the caller. */
bool problem_write_mip(const Problem *problem, const char *const *item_names,
                       const char *const *bin_names, const char *path, GError **error);

#endif
