/* The state that changes item by item against the evaluation of whole placements. */
#include <criterion/criterion.h>
#include <inttypes.h>

#include "common/random.h"
#include "model/formulate.h"
#include "solver/evaluate.h"
#include "solver/state.h"
#include "tests/support/tiny_scenario.h"

#define N_SEEDS 300
#define N_STEPS 60

/* What a state leaves to problem_evaluate. */
static bool is_left_out(uint32_t row)
{
    return row == ROW_ASSIGN || row == ROW_RESERVE;
}

static void expect_same(const SearchState *state, uint32_t seed, uint32_t step)
{
    Evaluation whole;
    problem_evaluate(state->problem, state->bin_of_item, NULL, &whole);
    cr_assert_eq(whole.cost, search_state_cost(state),
                 "seed %u step %u: costs %" PRId64 ", the state says %" PRId64, seed, step,
                 whole.cost, search_state_cost(state));
    cr_assert_eq(whole.n_moves, state->n_moves, "seed %u step %u", seed, step);
    if (state->n_nowhere > 0)
        return;
    if (whole.feasible)
        cr_assert(search_state_is_clean(state), "seed %u step %u: breaches %" PRId64 " excess %g",
                  seed, step, search_state_breaches(state), state->total_excess);
    else if (!is_left_out(whole.broken.kind))
        cr_assert_not(search_state_is_clean(state), "seed %u step %u: %s is broken", seed, step,
                      row_kind_names[whole.broken.kind]);
}

/* Either way of moving an item. */
static void move(SearchState *state, uint32_t item, uint32_t bin, bool carries)
{
    uint32_t from = state->bin_of_item[item];
    if (!carries) {
        search_state_move(state, item, bin);
        return;
    }
    search_state_carry(state, item, bin);
    search_state_refresh(state, from);
    search_state_refresh(state, bin);
}

static void walk(TinyKind kind, uint32_t seed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Model) model = tiny_scenario(kind, seed);
    g_autoptr(Problem) problem = formulate(model, &error);
    g_autoptr(SearchState) state = search_state_new(problem);
    Random random = random_new(seed);
    search_state_set(state, problem->home);
    expect_same(state, seed, 0);
    for (uint32_t step = 1; step <= N_STEPS && problem->n_items > 0; step++) {
        uint32_t item = random_below(&random, problem->n_items);
        uint32_t bin = random_below(&random, problem->n_bins);
        bool is_nowhere = state->bin_of_item[item] == NO_INDEX;
        if (is_nowhere)
            search_state_place(state, item, bin);
        else if (random_below(&random, 8) == 0)
            search_state_remove(state, item);
        else
            move(state, item, bin, step % 2 == 0);
        expect_same(state, seed, step);
    }
}

static void walk_all(TinyKind kind)
{
    for (uint32_t seed = 1; seed <= N_SEEDS; seed++)
        walk(kind, seed);
}

Test(state, keeps_cost_and_breaches_with_plain_limits)
{
    walk_all(TINY_PLAIN);
}

Test(state, keeps_cost_and_breaches_with_every_rule)
{
    walk_all(TINY_RULES);
}

Test(state, keeps_cost_and_breaches_with_every_price)
{
    walk_all(TINY_PRICES);
}

Test(state, keeps_cost_and_breaches_where_domains_end_or_are_left_out)
{
    walk_all(TINY_ENDING);
}
