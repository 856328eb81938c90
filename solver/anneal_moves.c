#include "solver/anneal_parts.h"

#define AWAY_OF_8   7 /* how often an item is chosen among those not at home */
#define MOST_LOOKS  4 /* at neighbours, for one that is not at home either */
#define MOST_OFFERS 6 /* items at home that a returning one is tried against */

static uint32_t draw(Anneal *anneal, uint32_t n)
{
    return random_below(&anneal->random, n);
}

static uint32_t draw_bin(Anneal *anneal)
{
    return anneal->open[draw(anneal, anneal->n_open)];
}

/* Those at home are rarely worth a move; NO_INDEX where the item is nowhere. */
static uint32_t draw_item(Anneal *anneal)
{
    if (anneal->away.n > 0 && draw(anneal, 8) < AWAY_OF_8)
        return anneal->away.member[draw(anneal, anneal->away.n)];
    uint32_t item = draw(anneal, anneal->problem->n_items);
    return anneal->state->bin_of_item[item] == NO_INDEX ? NO_INDEX : item;
}

static bool is_in(const Unit *unit, uint32_t item)
{
    for (uint32_t k = 0; k < unit->n; k++)
        if (unit->item[k] == item)
            return true;
    return false;
}

static void try_swap(Anneal *anneal, uint32_t item, uint32_t other)
{
    uint32_t a = anneal->state->bin_of_item[item], b = anneal->state->bin_of_item[other];
    if (a == b || b == NO_INDEX)
        return;
    Unit from_a = anneal_unit_of(anneal, item), from_b = anneal_unit_of(anneal, other);
    if (is_in(&from_a, other))
        return;
    anneal_exchange(anneal, a, b, &from_a, &from_b);
}

/* With an item of like demand, not at home either where one is found soon. */
static void swap_with_like(Anneal *anneal, uint32_t item, const uint32_t *like, uint32_t n_like)
{
    uint32_t other = item;
    for (uint32_t looks = 0; looks < MOST_LOOKS; looks++) {
        other = like[draw(anneal, n_like)];
        if (index_bag_has(&anneal->away, other))
            break;
    }
    try_swap(anneal, item, other);
}

static void swap_with_like_anywhere(Anneal *anneal, uint32_t item)
{
    const Neighbours *neighbours = anneal->neighbours;
    swap_with_like(anneal, item, neighbours->items + (gsize)item * neighbours->n_each,
                   neighbours->n_each);
}

static void swap_with_any(Anneal *anneal, uint32_t item)
{
    uint32_t other = draw_item(anneal);
    if (other != NO_INDEX)
        try_swap(anneal, item, other);
}

static void shift(Anneal *anneal, uint32_t item, uint32_t to)
{
    uint32_t from = anneal->state->bin_of_item[item];
    if (from == to)
        return;
    Unit unit = anneal_unit_of(anneal, item), nothing = {{0}, 0};
    anneal_exchange(anneal, from, to, &unit, &nothing);
}

/* Home, in exchange for what costs least there, or for nothing. */
static void bring_home(Anneal *anneal, uint32_t item)
{
    const SearchState *state = anneal->state;
    uint32_t from = state->bin_of_item[item], home = anneal->problem->home[item];
    Unit unit = anneal_unit_of(anneal, item), best = {{0}, 0};
    double least = anneal_estimate(anneal, from, home, &unit, &best, G_MAXDOUBLE);
    uint32_t n_there = state->n_on[home], first = n_there == 0 ? 0 : draw(anneal, n_there);
    for (uint32_t k = 0; k < MIN(n_there, MOST_OFFERS); k++) {
        uint32_t other = state->items[home][(first + k) % n_there];
        Unit back = anneal_unit_of(anneal, other);
        double value = anneal_estimate(anneal, from, home, &unit, &back, least);
        if (value < least) {
            least = value;
            best = back;
        }
    }
    anneal_exchange(anneal, from, home, &unit, &best);
}

static void return_home(Anneal *anneal)
{
    if (anneal->strayed.n > 0)
        bring_home(anneal, anneal->strayed.member[draw(anneal, anneal->strayed.n)]);
}

static uint32_t draw_on(Anneal *anneal, uint32_t bin)
{
    const SearchState *state = anneal->state;
    return state->items[bin][draw(anneal, state->n_on[bin])];
}

/* Some items of the bin; those that are not at home are likelier. */
static Unit draw_some(Anneal *anneal, uint32_t bin, uint32_t n)
{
    Unit some;
    some.n = 0;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t item = draw_on(anneal, bin);
        for (uint32_t looks = 0; looks < MOST_LOOKS && !index_bag_has(&anneal->away, item); looks++)
            item = draw_on(anneal, bin);
        Unit unit = anneal_unit_of(anneal, item);
        for (uint32_t i = 0; i < unit.n && some.n < MAX_UNIT; i++)
            if (!is_in(&some, unit.item[i]))
                some.item[some.n++] = unit.item[i];
    }
    return some;
}

/* One or two items for two others on a bin. */
static void exchange_some(Anneal *anneal, uint32_t item, uint32_t n_more, uint32_t bin)
{
    const SearchState *state = anneal->state;
    uint32_t from = state->bin_of_item[item];
    if (from == bin || state->n_on[bin] < 2)
        return;
    Unit own = n_more == 0 ? anneal_unit_of(anneal, item) : draw_some(anneal, from, 1 + n_more);
    Unit two = draw_some(anneal, bin, 2);
    anneal_exchange(anneal, from, bin, &own, &two);
}

/* What is left of a step where no swap and no return was drawn (kind: from 70 to below 100). */
static void trade(Anneal *anneal, uint32_t kind, uint32_t item, uint32_t bin)
{
    if (kind < 80)
        shift(anneal, item, bin);
    else
        exchange_some(anneal, item, kind < 92 ? 0 : 1, bin);
}

void anneal_step(Anneal *anneal)
{
    uint32_t kind = draw(anneal, 100);
    uint32_t item = draw_item(anneal);
    if (item == NO_INDEX)
        return;
    if (kind < 50)
        swap_with_like_anywhere(anneal, item);
    else if (kind < 60)
        swap_with_any(anneal, item);
    else if (kind < 70)
        return_home(anneal);
    else
        trade(anneal, kind, item, draw_bin(anneal));
}

void anneal_step_on(Anneal *anneal, const uint32_t *bins, uint32_t n_bins)
{
    const SearchState *state = anneal->state;
    uint32_t kind = draw(anneal, 100);
    uint32_t from = bins[draw(anneal, n_bins)], to = bins[draw(anneal, n_bins)];
    if (state->n_on[from] == 0)
        return;
    uint32_t item = draw_some(anneal, from, 1).item[0];
    if (kind < 35)
        swap_with_like_anywhere(anneal, item);
    else if (kind < 60 && state->n_on[to] > 0)
        try_swap(anneal, item, draw_some(anneal, to, 1).item[0]);
    else if (kind < 65)
        return_home(anneal);
    else if (kind < 75)
        shift(anneal, item, to);
    else if (kind < 88)
        exchange_some(anneal, item, 0, to);
    else
        exchange_some(anneal, item, 1, to);
}

/* A position in the region's items, rather of one that is not at home. */
static uint32_t draw_in(Anneal *anneal, const Region *region)
{
    uint32_t at = draw(anneal, region->n_items);
    for (uint32_t looks = 0; looks < MOST_LOOKS && !index_bag_has(&anneal->away, region->items[at]);
         looks++)
        at = draw(anneal, region->n_items);
    return at;
}

static void return_home_in(Anneal *anneal, const Region *region, uint32_t item)
{
    if (index_bag_has(&anneal->strayed, item) && region->is_in[anneal->problem->home[item]])
        bring_home(anneal, item);
}

void anneal_step_in(Anneal *anneal, const Region *region)
{
    uint32_t kind = draw(anneal, 100), at = draw_in(anneal, region), item = region->items[at];
    if (kind < 50)
        swap_with_like(anneal, item, region->like + (gsize)at * NEIGHBOURS_AMONG, NEIGHBOURS_AMONG);
    else if (kind < 60)
        try_swap(anneal, item, region->items[draw_in(anneal, region)]);
    else if (kind < 70)
        return_home_in(anneal, region, item);
    else
        trade(anneal, kind, item, region->bins[draw(anneal, region->n_bins)]);
}
