/* The placement problem as compact numbers: items, bins, resources × periods, costs, groups.
 *
 * Made by model/formulate.c, read by everything in solver/. Knows no name: item i is the i-th
 * domain that a plan gives a host (label), bin j is host j, group k is rule k of the model. Holds
 * the facts as they are; what follows from them (which bins an item may be in, bin types) is
 * computed once by problem_derive, which can also leave some facts out, to find out which of them
 * contradict each other.
 *
 * Demands and limits are exact integers, costs exact micro-units; sizes are such that
 * 100,000 items × 10,000 bins × 4 resources × 24 periods stay under 1 GB.
 *
 * Ownership: the problem owns every array; free with problem_free. Immutable after problem_derive.
 */
#ifndef VMATRIX_SOLVER_PROBLEM_H
#define VMATRIX_SOLVER_PROBLEM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define NO_INDEX        UINT32_MAX
#define UNLIMITED       INT64_C(-1)
#define BITSET_WORDS(n) (((gsize)(n) + 63) / 64)

/* Micro-units per unit of something, exact. denominator > 0, in lowest terms. */
typedef struct {
    int64_t numerator, denominator;
} Fraction;

typedef struct {
    uint32_t *index; /* sorted, no duplicates */
    uint32_t n;
} IndexList;

typedef enum { BIN_UP, BIN_DRAIN, BIN_CLOSED, BIN_FAILED } BinState;

typedef enum {
    GROUP_SPREAD,
    GROUP_SPREAD_ZONE,
    GROUP_GATHER,
    GROUP_FENCE,
    GROUP_BAN,
    GROUP_ROOT,
    GROUP_LONELY,
    GROUP_SPLIT,
    GROUP_MAX_ON,
} GroupKind;

typedef enum { GROUP_HARD, GROUP_SOFT, GROUP_KEEP } GroupStrength;

typedef struct { /* one rule */
    GroupKind kind;
    GroupStrength strength;
    IndexList *sets; /* items; one set but for split */
    uint32_t n_sets;
    IndexList bins;
    int64_t limit;
    Fraction price;       /* soft: per breach */
    int64_t breaches_now; /* keep: at most so many in the plan */
} Group;

typedef struct {
    uint32_t tier; /* NO_INDEX */
    uint32_t min_zones;
    int64_t max_per_host, max_per_zone; /* UNLIMITED */
    IndexList near;                     /* services */
    IndexList items;
    uint32_t n_leaving; /* of its own, as in Leaving */
} ServiceLimits;

/* What ends and has no place in the plan: no items, but moves that are made whatever is planned. */
typedef struct {
    uint32_t n;
    int64_t cost, umin, memory_mib;
    int64_t *held; /* [bin * n_dimensions + dimension] what they hold of transient resources until
                      the plan has ended; NULL where nothing */
} Leaving;

typedef struct {
    uint32_t resource, with;
    int64_t ratio_permille;
    Fraction price; /* per unit, a period: H × price_per_h / P */
} BalancePrice;

typedef struct { /* an extra between two bins that some move cost row names */
    uint32_t to;
    uint32_t pair_class;
} PairEntry;

/* What problem_derive may leave out: each names one fact that can contradict others. */
typedef enum {
    FACT_STATE,     /* index: BinState; read as up */
    FACT_TAGS,      /* required tags of all items */
    FACT_CPU,       /* what the CPUs of all placed items run on */
    FACT_NEVER,     /* items that never move */
    FACT_RESIDENCE, /* items that moved too recently */
    FACT_CAPACITY,  /* index: resource */
    FACT_TRANSIENT, /* index: resource */
    FACT_TIER,      /* index: tier */
    FACT_RULE,      /* index: rule */
    FACT_LICENCE,   /* index: licence; its number of hosts */
    FACT_MIN_ZONES, /* index: service */
    FACT_PER_HOST,  /* index: service */
    FACT_PER_ZONE,  /* index: service */
    FACT_NEAR,      /* index: service */
    FACT_MAX_MOVES,
    FACT_MAX_OPERATOR,
    FACT_MAX_MEMORY,
    FACT_RESERVE, /* index: resource */
    FACT_ITEM,    /* index: item; it must be somewhere */
} FactKind;

typedef struct {
    FactKind kind;
    uint32_t index; /* 0 where the kind has none */
} Fact;

typedef struct Problem {
    uint32_t n_items, n_bins, n_resources, n_periods;
    uint32_t n_dimensions; /* resources × periods; dimension = resource * n_periods + period */

    /* Items. */
    int64_t *demand;           /* [item * n_dimensions + dimension] */
    uint32_t *home;            /* bin where the item is now, NO_INDEX */
    uint32_t *service_of_item; /* NO_INDEX */
    uint32_t *tag_class;       /* index in tag_bins */
    uint32_t *cpu_class;       /* index in cpu_bins; asked of placed items that leave home */
    bool *never;               /* move = never */
    bool *resident;            /* moved less than min_residence_h ago */
    uint32_t *move_class;      /* row of move_cost and move_umin */
    int64_t *memory;           /* largest over the periods, MiB, for max_memory */
    int64_t *energy;           /* [item * n_energy_types + type]: energy of its use, micro-units */
    uint32_t *label;           /* number of the domain, rising; proofs outside solver/ name it */

    /* Bins. */
    BinState *state;
    bool *on;
    int64_t *hard; /* [bin * n_resources + resource] */
    int64_t *soft;
    int64_t *capacity;
    int64_t *serve_cost; /* machine + admin + idle energy */
    uint32_t *energy_type;
    uint32_t n_energy_types;
    uint32_t *zone, *site; /* numbers as in docs/formulation.md */
    uint32_t n_zones, n_sites;

    /* Bins with the tags of a class: bitsets of BITSET_WORDS(n_bins) words. */
    uint64_t *tag_bins;
    uint32_t n_tag_classes;
    uint64_t *cpu_bins; /* likewise: bins that the CPU of a class runs on */
    uint32_t n_cpu_classes;

    /* Moves: cost = move_cost[move_class * n_pair_classes + pair class of (home, to)]. Class 0 has
     * no extra; pairs[pair_start[from] .. pair_start[from + 1]) are the others, sorted by to. */
    int64_t *move_cost, *move_umin;
    uint32_t n_move_classes, n_pair_classes;
    PairEntry *pairs;
    gsize *pair_start; /* [n_bins + 1] */

    ServiceLimits *services;
    uint32_t n_services;
    Group *groups;
    uint32_t n_groups;

    int64_t *tier_hard; /* [(tier * n_bins + bin) * n_resources + resource], ≤ hard */
    uint32_t n_tiers;

    IndexList *licence_items;  /* [licence] */
    int64_t *licence_cost;     /* [licence * n_bins + bin] */
    int64_t *licence_max_bins; /* UNLIMITED */
    uint32_t n_licences;

    Fraction *overload_price; /* [resource], a period: H × overload_price / P; numerator 0: none */
    bool *transient;          /* [resource] */
    BalancePrice *balances;
    uint32_t n_balances;

    int64_t power_change_cost, notice_cost, review_cost;
    Fraction busiest_price; /* per move of the busiest service */
    int64_t power_change_umin, notice_umin, review_umin;
    int64_t max_moves, max_operator_umin, max_memory_mib; /* UNLIMITED */
    uint32_t host_failures;
    Leaving leaving;

    /* Facts left out by problem_derive; NULL where none. */
    Fact *left_out;
    uint32_t n_left_out;

    /* Derived. */
    bool *placed;          /* [item] home exists and has not failed */
    uint32_t *allowed_set; /* [item] index in allowed_bins: items alike share one */
    uint64_t *allowed_bins;
    uint32_t n_allowed_sets;
    bool *may_serve;    /* [bin] */
    uint32_t *bin_type; /* [bin] bins alike in limits and costs share one */
    uint32_t n_bin_types;
    int64_t constant; /* power changes of all bins that are on, moves of what is leaving */
} Problem;

/* Takes the sizes and allocates the arrays that depend on them alone (items, bins, resources),
 * zeroed; lists and tables of other sizes stay NULL for the caller to set. */
Problem *problem_new(uint32_t n_items, uint32_t n_bins, uint32_t n_resources, uint32_t n_periods,
                     uint32_t n_energy_types);
void problem_free(Problem *problem);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Problem, problem_free)

/* Computes the derived part; may be called again with other facts left out (copied). */
void problem_derive(Problem *problem, const Fact *left_out, uint32_t n_left_out);

/* Whether bin may serve without an item: a spare for host_failures, on a host that is up. */
bool problem_may_spare(const Problem *problem, uint32_t bin);

bool problem_has_fact(const Problem *problem, FactKind kind, uint32_t index);

static inline bool bitset_has(const uint64_t *words, uint32_t bit)
{
    return (words[bit / 64] >> (bit % 64)) & 1;
}

static inline void bitset_set(uint64_t *words, uint32_t bit)
{
    words[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static inline const uint64_t *problem_allowed(const Problem *problem, uint32_t item)
{
    return problem->allowed_bins + problem->allowed_set[item] * BITSET_WORDS(problem->n_bins);
}

static inline bool problem_allows(const Problem *problem, uint32_t item, uint32_t bin)
{
    return bitset_has(problem_allowed(problem, item), bin);
}

/* The first allowed bin of item from bin on, NO_INDEX where there is none. */
uint32_t problem_next_allowed(const Problem *problem, uint32_t item, uint32_t bin);

static inline int64_t problem_demand(const Problem *problem, uint32_t item, uint32_t resource,
                                     uint32_t period)
{
    return problem->demand[(gsize)item * problem->n_dimensions +
                           (gsize)resource * problem->n_periods + period];
}

static inline int64_t problem_hard(const Problem *problem, uint32_t bin, uint32_t resource)
{
    return problem->hard[(gsize)bin * problem->n_resources + resource];
}

/* The item is where it was and need not move. */
static inline bool problem_stays(const Problem *problem, uint32_t item)
{
    return problem->placed[item] && problem_allows(problem, item, problem->home[item]);
}

static inline bool problem_is_move(const Problem *problem, uint32_t item, uint32_t bin)
{
    return !problem->placed[item] || bin != problem->home[item];
}

/* Cost and minutes of moving (or placing) item to bin, as if it were not there. */
int64_t problem_move_cost(const Problem *problem, uint32_t item, uint32_t bin);
int64_t problem_move_umin(const Problem *problem, uint32_t item, uint32_t bin);

/* Use energy of item on bin, plus its move where it is one. */
int64_t problem_place_cost(const Problem *problem, uint32_t item, uint32_t bin);

/* What the items that are leaving still hold of a transient resource. */
static inline int64_t problem_held(const Problem *problem, uint32_t bin, uint32_t resource,
                                   uint32_t period)
{
    return problem->leaving.held == NULL
               ? 0
               : problem->leaving.held[(gsize)bin * problem->n_dimensions +
                                       (gsize)resource * problem->n_periods + period];
}

uint32_t problem_tier_of_item(const Problem *problem, uint32_t item); /* NO_INDEX */

/* Pairs (item, allowed bin): the place columns of the program. */
uint64_t problem_n_places(const Problem *problem);

bool index_list_has(const IndexList *list, uint32_t index);

/* mantissa / 10^scale × multiplier / divisor in lowest terms (divisor > 0); false where that does
 * not fit. */
bool fraction_make(int64_t mantissa, uint32_t scale, int64_t multiplier, int64_t divisor,
                   Fraction *ret_fraction);
/* Terms of the plan's cost whose rounding a proved bound must allow for (docs/formulation.md). */
int64_t problem_n_rough_terms(const Problem *problem);

#endif
