/* What the files of the annealing share. Internal. */
#ifndef VMATRIX_SOLVER_ANNEAL_PARTS_H
#define VMATRIX_SOLVER_ANNEAL_PARTS_H

#include "solver/anneal.h"
#include "solver/index_bag.h"
#include "solver/item_facts.h"

#define MAX_UNIT 8 /* items that move together */
#define N_DICE   4096

typedef struct {
    uint32_t item[MAX_UNIT];
    uint32_t n;
} Unit;

struct Anneal {
    SearchState *state;
    const Problem *problem;
    const Neighbours *neighbours;
    Random random;
    bool *is_open;
    uint32_t *open; /* [n_open] */
    uint32_t n_open;
    uint32_t *unit_start; /* [n_items + 1] items tied to each item, itself first */
    uint32_t *unit_items;
    uint64_t *is_tied; /* bitset of items */
    uint32_t *order;   /* [n_dimensions] the scarcest first */
    ItemTable facts;
    double *sums[2];    /* [n_dimensions] for units of several items */
    double *nothing;    /* [n_dimensions] zeros: the demand of none */
    double notice;      /* currency units */
    double scale;       /* what a typical move costs */
    double temperature; /* currency units */
    double penalty;     /* of capacity broken by a whole bin */
    double breach_penalty;
    double dice[N_DICE]; /* −log of evenly spread numbers below 1 */
    IndexBag away;       /* items that are not at home */
    IndexBag strayed;    /* of these: whose home is open */
    IndexBag touched;    /* items moved since it was last emptied */
    uint32_t *open_at;   /* [n_bins] position in open */
    uint32_t *best_bins;
    int64_t best_cost;
    bool has_best;
};

/* Some bins and what is on them: few enough to stay in the processor's cache for a while. */
typedef struct {
    uint32_t *bins;
    uint32_t n_bins;
    bool *is_in;     /* [n_bins of the problem] */
    uint32_t *items; /* [n_items] on these bins, sorted by size */
    uint32_t *like;  /* [n_items * NEIGHBOURS_AMONG] items of like demand among them */
    uint32_t n_items;
} Region;

void anneal_add_tied(const Anneal *anneal, Unit *unit);

/* The item and what is tied to it, as far as it is on the same bin. */
static inline Unit anneal_unit_of(const Anneal *anneal, uint32_t item)
{
    Unit unit;
    unit.item[0] = item;
    unit.n = 1;
    if (bitset_has(anneal->is_tied, item))
        anneal_add_tied(anneal, &unit);
    return unit;
}

static inline bool anneal_may_be_on(const Anneal *anneal, const Unit *unit, uint32_t bin)
{
    for (uint32_t k = 0; k < unit->n; k++)
        if (!bitset_has(item_facts(&anneal->facts, unit->item[k])->allowed, bin))
            return false;
    return true;
}

/* What an exchange between two bins changes in place costs, notices and capacity, before anything
 * moves: INFINITY where that is certainly above most. */
double anneal_estimate(const Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                       const Unit *from_b, double most);

/* Exchanges where the dice allow it. */
bool anneal_exchange(Anneal *anneal, uint32_t a, uint32_t b, const Unit *from_a,
                     const Unit *from_b);

/* One move of any neighbourhood, of any item. */
void anneal_step(Anneal *anneal);

/* One move of any neighbourhood, of an item on one of these bins. */
void anneal_step_on(Anneal *anneal, const uint32_t *bins, uint32_t n_bins);

/* One move of any neighbourhood that stays on these bins. */
void anneal_step_in(Anneal *anneal, const Region *region);

/* Regions of the open bins, one after the other: the rest of a large problem is left alone for a
 * while, so that what is looked at is at hand. All open bins come up in turn, each time among
 * others, and with them the homes of those that strayed there. */
typedef struct Regions Regions;
Regions *regions_new(Anneal *anneal);
void regions_free(Regions *regions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Regions, regions_free)

/* Steps in the next region; returns how many. */
uint64_t regions_visit(Regions *regions);

/* Where the item, which is nowhere, does least harm on these bins: NO_INDEX where it may be on
 * none. */
uint32_t anneal_best_of(Anneal *anneal, uint32_t item, const uint32_t *bins, uint32_t n_bins);

/* Temperature and penalty of a schedule that is done by a share. */
void anneal_set_schedule(Anneal *anneal, double done, double heat);

/* After the item went somewhere, or nowhere. */
void anneal_note(Anneal *anneal, uint32_t item);

/* Brings the sets of items that are not at home up to date with the state. */
void anneal_find_away(Anneal *anneal);

#endif
