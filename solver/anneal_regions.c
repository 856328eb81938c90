#include "solver/anneal_parts.h"

#define REGION_BINS    40
#define STEPS_PER_ITEM 40 /* in a visit, of items there */

struct Regions {
    Anneal *anneal;
    Region region;
    uint32_t *order; /* [n_open] the open bins, shuffled anew when all have come up */
    uint32_t next;
};

Regions *regions_new(Anneal *anneal)
{
    const Problem *problem = anneal->problem;
    Regions *regions = g_new0(Regions, 1);
    regions->anneal = anneal;
    regions->order = g_memdup2(anneal->open, anneal->n_open * sizeof *anneal->open);
    regions->next = anneal->n_open;
    regions->region.bins = g_new(uint32_t, REGION_BINS);
    regions->region.is_in = g_new0(bool, (gsize)problem->n_bins + 1);
    regions->region.items = g_new(uint32_t, (gsize)problem->n_items + 1);
    regions->region.like = g_new(uint32_t, ((gsize)problem->n_items + 1) * NEIGHBOURS_AMONG);
    return regions;
}

void regions_free(Regions *regions)
{
    if (regions == NULL)
        return;
    g_free(regions->order);
    g_free(regions->region.bins);
    g_free(regions->region.is_in);
    g_free(regions->region.items);
    g_free(regions->region.like);
    g_free(regions);
}

static void shuffle(Regions *regions)
{
    Anneal *anneal = regions->anneal;
    for (uint32_t i = anneal->n_open; i > 1; i--) {
        uint32_t k = random_below(&anneal->random, i), bin = regions->order[i - 1];
        regions->order[i - 1] = regions->order[k];
        regions->order[k] = bin;
    }
    regions->next = 0;
}

static void add_bin(Regions *regions, uint32_t bin)
{
    Region *region = &regions->region;
    const SearchState *state = regions->anneal->state;
    if (region->n_bins == REGION_BINS || region->is_in[bin])
        return;
    region->is_in[bin] = true;
    region->bins[region->n_bins++] = bin;
    for (uint32_t k = 0; k < state->n_on[bin]; k++)
        region->items[region->n_items++] = state->items[bin][k];
}

/* Some can go home only where their home is in the region. */
static void add_homes(Regions *regions, uint32_t bin)
{
    const Anneal *anneal = regions->anneal;
    for (uint32_t k = 0; k < anneal->state->n_on[bin]; k++) {
        uint32_t item = anneal->state->items[bin][k];
        if (index_bag_has(&anneal->strayed, item))
            add_bin(regions, anneal->problem->home[item]);
    }
}

static void gather(Regions *regions)
{
    Region *region = &regions->region;
    for (uint32_t k = 0; k < region->n_bins; k++)
        region->is_in[region->bins[k]] = false;
    region->n_bins = region->n_items = 0;
    while (region->n_bins < MIN(REGION_BINS, regions->anneal->n_open)) {
        if (regions->next == regions->anneal->n_open)
            shuffle(regions);
        uint32_t bin = regions->order[regions->next++];
        add_bin(regions, bin);
        add_homes(regions, bin);
    }
    neighbours_among(regions->anneal->neighbours, region->items, region->n_items, region->like);
}

uint64_t regions_visit(Regions *regions)
{
    gather(regions);
    const Region *region = &regions->region;
    uint64_t n_steps = (uint64_t)region->n_items * STEPS_PER_ITEM;
    for (uint64_t k = 0; k < n_steps; k++)
        anneal_step_in(regions->anneal, region);
    return MAX(n_steps, REGION_BINS); /* all of them may be empty, and have been looked at */
}
