/* The state of the planner's loop, shared by its files. Internal to planner/. */
#ifndef VMATRIX_PLANNER_LOOP_H
#define VMATRIX_PLANNER_LOOP_H

#include "plan/sequence.h"
#include "planner/planner.h"

/* A target with its order, the best one so far. */
typedef struct {
    uint32_t *host_of_domain; /* NULL: none yet */
    bool *in_service;
    Sequence sequence;
    Cost cost;
    int64_t operator_umin;
} Candidate;

typedef struct {
    const Model *model;
    const PlannerOptions *options;
    Problem *problem;
    bool has_start;
    int64_t start_s;
    gint64 start_us;
    double tail_s; /* kept for ordering, judging and writing */
    Cost current;
    bool starts_broken; /* the current state breaks something hard */
    bool is_held_back;  /* by min_saving: stays as it is, which no bound on plans speaks of */
    Candidate best;
    GPtrArray *excluded;            /* placements that could not be ordered, or only with parking */
    bool found_target;              /* some placement keeps all limits, ordered or not */
    Sequence stuck;                 /* of the last target that no order leads to: its blockers */
    uint32_t *stuck_host_of_domain; /* that target */
    bool *stuck_in_service;
} Loop;

double loop_seconds_left(const Loop *loop);
bool loop_is_stopped(const Loop *loop);

/* options: time_limit_s, start, heat and cutoff are heeded; what the whole plan is asked for is
 * filled in. */
Solution *loop_search(const Loop *loop, SolveOptions options, GError **error);

/* Orders a target and keeps it where it is the cheapest so far. order: path and most_blocked are
 * heeded. ret_sequence: what came of it, without the actions where it was kept. ret_direct: it
 * needs no parking. */
bool loop_try(Loop *loop, const uint32_t *host_of_domain, const bool *in_service, int64_t cost,
              SequenceOptions order, bool *ret_direct, Sequence *ret_sequence, GError **error);

#endif
