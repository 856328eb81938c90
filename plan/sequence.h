/* Target placement → ordered actions in waves (the contract's "Order").
 *
 * Nothing is freed within a wave before it ends: a moving domain counts on both
 * hosts for every resource and period. What holds, exactly:
 * - During each wave, for each host, resource and period: use ≤ the larger of the
 *   lowest limit of the tiers then present and the use at the start. A domain on a
 *   failed host uses nothing until it is started elsewhere.
 * - A transient resource is never freed on the host of the snapshot: with what those
 *   who left still take there, use ≤ the larger of the plain hard limit and the use at
 *   the start (docs/decisions/0056-tiers-and-what-is-left-behind.md).
 * - After each wave, for each hard rule spread, spread_zone, split, fence, ban and
 *   lonely: its breaches are at most those at the start. A domain on a failed
 *   host counts at the start and not on the way. gather, root, max_on, a service's
 *   own limits, rules to keep and soft rules are asked for at the end only, where
 *   the target keeps them.
 * - A wave has at most max_parallel moves, each host is source or destination of
 *   at most max_parallel_per_host of them, each service of at most
 *   max_parallel_per_service. Starting, copying or retiring a domain is a move. Power actions are
 * not: all power_on are wave 1, alone, all power_off the last wave, alone.
 * - With policy reserve_on_the_way, during each wave, for each resource and period: all that runs,
 *   the moves of the wave counted twice, ≤ the larger of the hard capacity that is on less that of
 *   its host_failures largest hosts, and what ran at the start.
 * - The operator minutes of the actions that begin in one window are at most
 *   max_operator_min_per_window (plan/people.h); a wave waits for the next one.
 * - What retires does so in the first waves (after power_on), alone: it makes room.
 * - A domain is parked only where it may be (allowed() of docs/formulation.md but
 *   for fence and ban, which are counted after each wave; host `up`) and the host
 *   is in service now or in the target: a host is never powered for parking alone. max_moves,
 * max_operator_min and max_memory_gib count parking moves too.
 * - Where a start is given, no action is expected to run within a blackout that
 *   covers it (plan/calendar.h): others go first, or its wave waits (not_before).
 *   Every blackout ends, so the calendar alone never makes a target impossible.
 * - extra_cost is never negative: no detour counts for less than the direct move (leg_price of
 *   model/cost.h).
 *
 * Small estates are searched exactly: extra_cost is then the least there is, and
 * proved_blocked a proof. Larger ones get parking moves one small search at a time.
 */
#ifndef VMATRIX_PLAN_SEQUENCE_H
#define VMATRIX_PLAN_SEQUENCE_H

#include "plan/plan.h"

typedef struct {
    uint32_t host, resource;
    int64_t amount; /* 0: something else is in the way */
} Lack;

typedef struct {
    bool found;
    bool proved_blocked; /* found = false: no order exists (else: given up at a limit) */
    bool least_extra;    /* found = true: no order has less extra cost */
    Action *actions;     /* [n_actions]; reason and saving are set by plan/explain.h */
    uint32_t n_actions;
    int64_t extra_cost; /* what parking moves add to the target's own cost */
    uint32_t *blockers; /* domains that wait for each other, where found = false */
    uint32_t n_blockers;
    GArray *path; /* OrderMove: every move made, as far as the order goes; caller's by stealing */
    uint32_t *reached;      /* [n_domains] where they lead to: the target where found */
    Lack *lacks;            /* [n_blockers] the room that each of them lacks, where it is that */
    char **blocker_reasons; /* [n_blockers] "host 'h2' lacks …": why each of them cannot move */
} Sequence;

typedef struct {
    int64_t cost_limit; /* give up where parking adds at least that much (INT64_MAX: never) */
    bool has_start;     /* keep the model's calendar from start_s on */
    int64_t start_s;    /* since 1970 */
    /* Moves to make before any other (OrderMove, as Sequence.path has them, possible one step after
     * the other), or NULL: an order that went part of the way goes on from there. */
    const GArray *path;
    uint64_t most_tried;   /* moves in the exact search for parking; at most, and 0: a million */
    uint32_t most_blocked; /* more domains than that are not worth parking for; 0: no limit */
} SequenceOptions;

void sequence_clear(Sequence *sequence);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sequence, sequence_clear)

/* target: host of each domain, INDEX_NONE for those that retire or stay out; in_service: [n_hosts].
 * False only on error (amount out of range). */
bool sequence_plan(const Model *model, const uint32_t *target, const bool *in_service,
                   const SequenceOptions *options, Sequence *ret_sequence, GError **error);

#endif
