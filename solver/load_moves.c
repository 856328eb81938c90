#include "solver/load_moves.h"

#include <math.h>

/* Of 100 trials; the rest are chains. */
#define SHIFTS 40
#define HOMES  5
#define SWAPS  45

/* breaches: by how much those of services grow. */
static bool is_accepted(LoadMoves *moves, double change, int breaches)
{
    if (breaches > 0)
        return false;
    change += breaches * moves->state->breach_price;
    return change <= 0 || (moves->temperature > 0 &&
                           change < -moves->temperature * log(random_unit(&moves->random)));
}

/* Limits of services are dear to look at: only where the costs alone would do. */
static bool is_hopeless(LoadMoves *moves, double change)
{
    return moves->state->breaches == 0 && change > 40 * moves->temperature;
}

bool load_try_shift(LoadMoves *moves, uint32_t item, uint32_t bin)
{
    LoadState *state = moves->state;
    double change;
    if (!load_state_shift(state, item, bin, &change) || is_hopeless(moves, change) ||
        !is_accepted(moves, change, load_state_service_shift(state, item, bin)))
        return false;
    load_state_move(state, item, bin);
    return true;
}

bool load_try_swap(LoadMoves *moves, uint32_t first, uint32_t second)
{
    LoadState *state = moves->state;
    double change;
    if (!load_state_swap(state, first, second, &change) || is_hopeless(moves, change) ||
        !is_accepted(moves, change, load_state_service_swap(state, first, second)))
        return false;
    uint32_t from = state->bin_of_item[first], to = state->bin_of_item[second];
    load_state_move(state, first, to);
    load_state_move(state, second, from);
    return true;
}

bool load_try_chain(LoadMoves *moves, uint32_t way, uint32_t bin, uint32_t item)
{
    LoadState *state = moves->state;
    uint32_t freed = state->bin_of_item[way];
    double first, second;
    if (item == way || state->bin_of_item[item] == freed ||
        !load_state_shift(state, way, bin, &first))
        return false;
    int breaches = load_state_service_shift(state, way, bin);
    if (breaches > 0)
        return false;
    load_state_move(state, way, bin);
    if (load_state_shift(state, item, freed, &second) &&
        is_accepted(moves, first + second,
                    breaches + load_state_service_shift(state, item, freed))) {
        load_state_move(state, item, freed);
        return true;
    }
    load_state_move(state, way, freed);
    return false;
}

void load_try_any(LoadMoves *moves)
{
    const Problem *problem = moves->state->problem;
    uint32_t kind = random_below(&moves->random, 100);
    uint32_t item = random_below(&moves->random, problem->n_items);
    uint32_t other = random_below(&moves->random, problem->n_items);
    uint32_t bin = random_below(&moves->random, problem->n_bins);
    if (kind < SHIFTS)
        load_try_shift(moves, item, bin);
    else if (kind < SHIFTS + HOMES && problem->home[item] != NO_INDEX)
        load_try_shift(moves, item, problem->home[item]);
    else if (kind < SHIFTS + HOMES + SWAPS)
        load_try_swap(moves, item, other);
    else
        load_try_chain(moves, item, bin, other);
}
