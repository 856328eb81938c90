#include "solver/set_exchange.h"

#include <math.h>
#include <string.h>

#include "solver/anneal_parts.h"

#define MICRO         1e6
#define MOST_AROUND   24
#define STEPS_AROUND  200000
#define HEAT_AROUND   0.4
#define DONE_AT_START 0.3
#define OUTER_HOT     0.5 /* times a typical move: how much worse a change may come out */
#define OUTER_COLD    0.01

typedef struct {
    Anneal *anneal;
    const SetExchange *exchange;
    Random random;
    uint32_t *kept; /* [n_items] the placement gone on from */
    double kept_value;
    uint32_t *best;
    bool *best_open;
    double best_value;
    uint32_t around[MOST_AROUND];
    uint32_t n_around;
    uint32_t closed, opened; /* by the change at hand; NO_INDEX */
    IndexList *residents;    /* [n_bins] items whose home it is */
    uint32_t *resident_items;
} Run;

static double value_of(const Run *run)
{
    const SearchState *state = run->anneal->state;
    return (double)search_state_cost(state) / MICRO +
           run->exchange->dear * (state->total_excess + (double)search_state_breaches(state) +
                                  (double)state->n_nowhere);
}

static void add_around(Run *run, uint32_t bin)
{
    for (uint32_t k = 0; k < run->n_around; k++)
        if (run->around[k] == bin)
            return;
    if (run->n_around < MOST_AROUND && bin != NO_INDEX && run->anneal->is_open[bin])
        run->around[run->n_around++] = bin;
}

static uint32_t likely_bin(Run *run, bool is_open)
{
    const SetExchange *exchange = run->exchange;
    double reach = MAX(8, exchange->n_ranked / 8);
    for (uint32_t tries = 0; tries < 200; tries++) {
        double rank = reach * run->anneal->dice[random_next(&run->random) >> 52];
        if (rank >= exchange->n_ranked)
            continue;
        uint32_t bin = exchange->by_worth[(uint32_t)rank];
        if (run->anneal->is_open[bin] == is_open)
            return bin;
    }
    return NO_INDEX;
}

static void take_off(Run *run, uint32_t item)
{
    search_state_remove(run->anneal->state, item);
    index_bag_put(&run->anneal->touched, item, true);
}

static void put(Run *run, uint32_t item, uint32_t bin)
{
    search_state_place(run->anneal->state, item, bin);
    index_bag_put(&run->anneal->touched, item, true);
    anneal_note(run->anneal, item);
    add_around(run, bin);
}

/* Those that live on a bin which has just been opened go home. */
static void call_home(Run *run, uint32_t bin)
{
    const IndexList *residents = &run->residents[bin];
    SearchState *state = run->anneal->state;
    for (uint32_t k = 0; k < residents->n; k++) {
        uint32_t item = residents->index[k], from = state->bin_of_item[item];
        if (from == NO_INDEX || from == bin || !problem_allows(state->problem, item, bin))
            continue;
        add_around(run, from);
        take_off(run, item);
        put(run, item, bin);
    }
}

static void empty(Run *run, uint32_t bin, GArray *out)
{
    SearchState *state = run->anneal->state;
    while (state->n_on[bin] > 0) {
        uint32_t item = state->items[bin][state->n_on[bin] - 1];
        take_off(run, item);
        anneal_note(run->anneal, item);
        g_array_append_val(out, item);
    }
}

static void fill_around(Run *run)
{
    const Anneal *anneal = run->anneal;
    for (uint32_t tries = 0; tries < 4 * MOST_AROUND && run->n_around < MOST_AROUND / 2; tries++)
        add_around(run, anneal->open[random_below(&run->random, anneal->n_open)]);
}

static void place_out(Run *run, const GArray *out)
{
    for (guint k = 0; k < out->len; k++) {
        uint32_t item = g_array_index(out, uint32_t, k);
        uint32_t bin = anneal_best_of(run->anneal, item, run->around, run->n_around);
        if (bin == NO_INDEX)
            bin = problem_next_allowed(run->anneal->problem, item, 0);
        if (bin != NO_INDEX)
            put(run, item, bin);
    }
}

/* A bin to close: where somebody who lives there cannot be, or one that is hardly worth it. */
static uint32_t bin_to_close(Run *run)
{
    const Anneal *anneal = run->anneal;
    if (anneal->strayed.n > 0 && random_below(&run->random, 5) < 2) {
        uint32_t item = anneal->strayed.member[random_below(&run->random, anneal->strayed.n)];
        return anneal->problem->home[item];
    }
    return likely_bin(run, true);
}

/* A bin to open, rather one like the bin that was closed. */
static uint32_t bin_to_open(Run *run, uint32_t like)
{
    const Problem *problem = run->anneal->problem;
    uint32_t bin = likely_bin(run, false);
    bool any = like == NO_INDEX || random_below(&run->random, 4) == 0;
    for (uint32_t tries = 0; !any && bin != NO_INDEX && tries < 20; tries++) {
        if (problem->bin_type[bin] == problem->bin_type[like])
            break;
        bin = likely_bin(run, false);
    }
    return bin;
}

static void send_home(Run *run)
{
    const Anneal *anneal = run->anneal;
    if (anneal->strayed.n == 0)
        return;
    uint32_t item = anneal->strayed.member[random_below(&run->random, anneal->strayed.n)];
    add_around(run, anneal->state->bin_of_item[item]);
    take_off(run, item);
    put(run, item, anneal->problem->home[item]);
}

static void note_residents(Run *run, uint32_t bin)
{
    const IndexList *residents = &run->residents[bin];
    for (uint32_t k = 0; k < residents->n; k++)
        anneal_note(run->anneal, residents->index[k]);
}

static void change_set(Run *run)
{
    Anneal *anneal = run->anneal;
    g_autoptr(GArray) out = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    if (run->closed != NO_INDEX) {
        anneal_open_bin(anneal, run->closed, false);
        empty(run, run->closed, out);
        note_residents(run, run->closed);
    }
    if (run->opened != NO_INDEX) {
        anneal_open_bin(anneal, run->opened, true);
        note_residents(run, run->opened);
        call_home(run, run->opened);
    }
    fill_around(run);
    place_out(run, out);
}

static void change(Run *run)
{
    uint32_t kind = random_below(&run->random, 20);
    run->n_around = 0;
    run->closed = run->opened = NO_INDEX;
    if (kind < 14) {
        send_home(run);
        fill_around(run);
        return;
    }
    if (kind != 14)
        run->closed = bin_to_close(run);
    if (kind != 15)
        run->opened = bin_to_open(run, run->closed);
    change_set(run);
}

static void take_back(Run *run)
{
    Anneal *anneal = run->anneal;
    const IndexBag *touched = &anneal->touched;
    if (run->closed != NO_INDEX)
        anneal_open_bin(anneal, run->closed, true);
    if (run->opened != NO_INDEX)
        anneal_open_bin(anneal, run->opened, false);
    for (uint32_t k = 0; k < touched->n; k++)
        if (anneal->state->bin_of_item[touched->member[k]] != NO_INDEX)
            search_state_remove(anneal->state, touched->member[k]);
    for (uint32_t k = 0; k < touched->n; k++)
        if (run->kept[touched->member[k]] != NO_INDEX)
            search_state_place(anneal->state, touched->member[k], run->kept[touched->member[k]]);
    for (uint32_t k = 0; k < touched->n; k++)
        anneal_note(anneal, touched->member[k]);
    if (run->closed != NO_INDEX)
        note_residents(run, run->closed);
    if (run->opened != NO_INDEX)
        note_residents(run, run->opened);
}

static void forget_touched(Run *run)
{
    IndexBag *touched = &run->anneal->touched;
    while (touched->n > 0)
        index_bag_put(touched, touched->member[touched->n - 1], false);
}

static void keep(Run *run, double value)
{
    const Anneal *anneal = run->anneal;
    for (uint32_t k = 0; k < anneal->touched.n; k++)
        run->kept[anneal->touched.member[k]] =
            anneal->state->bin_of_item[anneal->touched.member[k]];
    run->kept_value = value;
    if (value >= run->best_value || !search_state_is_clean(anneal->state))
        return;
    run->best_value = value;
    memcpy(run->best, run->kept, anneal->problem->n_items * sizeof *run->best);
    memcpy(run->best_open, anneal->is_open, anneal->problem->n_bins * sizeof *run->best_open);
    run->exchange->on_better(run->exchange->context);
}

/* Sums of many changes drift. */
static void settle_excess(SearchState *state)
{
    state->total_excess = 0;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        state->total_excess += state->excess[bin];
}

static void try_change(Run *run, double used)
{
    Anneal *anneal = run->anneal;
    double worse = anneal->scale * OUTER_HOT * pow(OUTER_COLD / OUTER_HOT, MIN(used, 1)) *
                   anneal->dice[random_next(&run->random) >> 52];
    forget_touched(run);
    change(run);
    for (uint32_t k = 0; k < STEPS_AROUND && run->n_around > 0; k++) {
        if (k % 512 == 0)
            anneal_set_schedule(anneal, DONE_AT_START + (1 - DONE_AT_START) * k / STEPS_AROUND,
                                HEAT_AROUND);
        anneal_step_on(anneal, run->around, run->n_around);
    }
    settle_excess(anneal->state);
    double value = value_of(run);
    if (value <= run->kept_value + worse)
        keep(run, value);
    else
        take_back(run);
}

static void list_residents(Run *run)
{
    const Problem *problem = run->anneal->problem;
    run->residents = g_new0(IndexList, (gsize)problem->n_bins + 1);
    run->resident_items = g_new(uint32_t, (gsize)problem->n_items + 1);
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem->placed[item])
            run->residents[problem->home[item]].n++;
    uint32_t at = 0;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        run->residents[bin].index = run->resident_items + at;
        at += run->residents[bin].n;
        run->residents[bin].n = 0;
    }
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem->placed[item]) {
            IndexList *list = &run->residents[problem->home[item]];
            list->index[list->n++] = item;
        }
}

void set_exchange_run(Anneal *anneal, const SetExchange *exchange, uint64_t seed)
{
    const Problem *problem = anneal->problem;
    Run run = {.anneal = anneal, .exchange = exchange, .random = random_new(seed)};
    gsize size = ((gsize)problem->n_items + 1) * sizeof(uint32_t);
    double used = 0;
    list_residents(&run);
    anneal_find_away(anneal);
    settle_excess(anneal->state);
    run.kept = g_memdup2(anneal->state->bin_of_item, size);
    run.best = g_memdup2(run.kept, size);
    run.best_open = g_memdup2(anneal->is_open, (gsize)problem->n_bins + 1);
    run.kept_value = value_of(&run);
    run.best_value = search_state_is_clean(anneal->state) ? run.kept_value : INFINITY;
    while (!exchange->must_end(exchange->context, STEPS_AROUND, &used) && anneal->n_open > 0)
        try_change(&run, used);
    search_state_set(anneal->state, run.best);
    anneal_set_open(anneal, run.best_open);
    g_free(run.residents);
    g_free(run.resident_items);
    g_free(run.kept);
    g_free(run.best);
    g_free(run.best_open);
}
