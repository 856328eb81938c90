#include "solver/item_facts.h"

#include <string.h>

#define MICRO      1e6
#define CACHE_LINE 64
#define ROUND_TO   32 /* bytes: two such items are three lines, not four */

static void fill(const SearchState *state, uint32_t item, ItemFacts *facts)
{
    const Problem *problem = state->problem;
    const int64_t *energy = problem->energy + (gsize)item * problem->n_energy_types;
    const double *demand = state->demand + (gsize)item * state->n_dimensions;
    gsize move = (gsize)problem->move_class[item] * problem->n_pair_classes;
    facts->move_cost = (double)problem->move_cost[move] / MICRO;
    facts->allowed = problem_allowed(problem, item);
    facts->home = problem->placed[item] ? problem->home[item] : NO_INDEX;
    facts->service = problem->notice_cost == 0 ? NO_INDEX : problem->service_of_item[item];
    for (uint32_t type = 0; type < problem->n_energy_types; type++)
        facts->number[type] = (double)energy[type] / MICRO;
    memcpy(facts->number + problem->n_energy_types, demand, state->n_dimensions * sizeof *demand);
}

ItemTable item_table_new(const SearchState *state)
{
    const Problem *problem = state->problem;
    ItemTable table = {.n_before = problem->n_energy_types};
    gsize n_numbers = (gsize)problem->n_energy_types + state->n_dimensions;
    gsize size = sizeof(ItemFacts) + n_numbers * sizeof(double);
    table.size = (size + ROUND_TO - 1) / ROUND_TO * ROUND_TO;
    table.memory = g_malloc0(problem->n_items * table.size + CACHE_LINE);
    table.base = (char *)table.memory + (CACHE_LINE - (uintptr_t)table.memory % CACHE_LINE);
    for (uint32_t item = 0; item < problem->n_items; item++)
        fill(state, item, (ItemFacts *)(void *)(table.base + item * table.size));
    return table;
}

void item_table_clear(ItemTable *table)
{
    g_free(table->memory);
}
