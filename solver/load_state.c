#include "solver/load_state.h"

#include <math.h>

#include "solver/load_terms.h"
#include "solver/price_model.h"

#define MAX_PAIRS (UINT64_C(1) << 24) /* of bins, in a table of classes */

bool load_state_knows(const Problem *problem)
{
    bool has_prices = problem->n_balances > 0;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        has_prices = has_prices || problem->overload_price[r].numerator != 0;
    return has_prices && problem->n_groups == 0 && problem->n_tiers == 0 &&
           problem->n_licences == 0 && problem->host_failures == 0 &&
           problem->max_moves == UNLIMITED && problem->max_operator_umin == UNLIMITED &&
           problem->max_memory_mib == UNLIMITED && problem->leaving.n == 0 && problem->n_items > 0;
}

static void fill_pairs(LoadState *state)
{
    const Problem *problem = state->problem;
    uint64_t n_bins = problem->n_bins;
    if (n_bins * n_bins > MAX_PAIRS || problem->n_pair_classes < 2)
        return;
    state->pair_class = g_new0(uint32_t, n_bins * n_bins + 1);
    for (uint32_t from = 0; from < n_bins; from++)
        for (gsize k = problem->pair_start[from]; k < problem->pair_start[from + 1]; k++)
            state->pair_class[from * n_bins + problem->pairs[k].to] = problem->pairs[k].pair_class;
}

double load_state_place_cost(const LoadState *state, uint32_t item, uint32_t bin)
{
    const Problem *problem = state->problem;
    uint32_t home = problem->home[item];
    if (state->pair_class == NULL && problem->n_pair_classes > 1)
        return (double)problem_place_cost(problem, item, bin);
    double cost =
        (double)problem->energy[(gsize)item * problem->n_energy_types + problem->energy_type[bin]];
    if (!problem_is_move(problem, item, bin))
        return cost;
    uint32_t pair = state->pair_class == NULL || home == NO_INDEX
                        ? 0
                        : state->pair_class[(gsize)home * problem->n_bins + bin];
    return cost +
           (double)problem
               ->move_cost[(gsize)problem->move_class[item] * problem->n_pair_classes + pair];
}

/* Price times what is above 0, with one item more (come) and one less (gone), NULL: none. */
static double terms_with(const LoadState *state, uint32_t bin, const double *come,
                         const double *gone)
{
    const double *term = state->term + (gsize)bin * state->n_terms;
    double cost = 0;
    for (uint32_t k = 0; k < state->n_terms; k++) {
        double value = term[k] + (come == NULL ? 0 : come[k]) - (gone == NULL ? 0 : gone[k]);
        cost += state->price[k] * (value > 0 ? value : 0);
    }
    return cost;
}

/* What of the item's demand in a dimension comes and goes with it: what is transient counts at home
 * anyway. */
static double counted(const LoadState *state, uint32_t item, uint32_t bin, uint32_t d)
{
    const Problem *problem = state->problem;
    if (item == NO_INDEX ||
        (state->transient[d] && problem->placed[item] && problem->home[item] == bin))
        return 0;
    return state->demand[(gsize)item * state->n_dimensions + d];
}

/* Share of the limits that is passed, with one item more and one less (NO_INDEX: none). */
static double excess_with(const LoadState *state, uint32_t bin, uint32_t come, uint32_t gone)
{
    gsize at = (gsize)bin * state->n_dimensions;
    double excess = 0;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        double room =
            state->room[at + d] - counted(state, come, bin, d) + counted(state, gone, bin, d);
        if (room < 0)
            excess -= room / (state->limit[at + d] + 1);
    }
    return excess;
}

static const double *demand_of(const LoadState *state, uint32_t item)
{
    return item == NO_INDEX ? NULL : state->demand + (gsize)item * state->n_dimensions;
}

static const double *weight_of(const LoadState *state, uint32_t item)
{
    return item == NO_INDEX ? NULL : state->weight + (gsize)item * state->n_terms;
}

/* Whole cost of a bin with one item more and one less (NO_INDEX: none). */
static double cost_with(const LoadState *state, uint32_t bin, uint32_t come, uint32_t gone)
{
    double cost = terms_with(state, bin, weight_of(state, come), weight_of(state, gone));
    uint32_t n_on = state->n_on[bin] + (come != NO_INDEX) - (gone != NO_INDEX);
    if (n_on > 0)
        cost += state->serve_cost[bin];
    if (state->n_over > 0)
        cost += state->excess_price * excess_with(state, bin, come, gone);
    return cost;
}

static bool is_over(const LoadState *state, uint32_t bin)
{
    for (uint32_t d = 0; d < state->n_dimensions; d++)
        if (state->room[(gsize)bin * state->n_dimensions + d] < 0)
            return true;
    return false;
}

static void list_item(LoadState *state, uint32_t item, uint32_t bin)
{
    if (state->n_on[bin] == state->room_for[bin]) {
        state->room_for[bin] = 2 * state->room_for[bin] + 8;
        state->items[bin] = g_renew(uint32_t, state->items[bin], state->room_for[bin]);
    }
    state->position[item] = state->n_on[bin];
    state->items[bin][state->n_on[bin]++] = item;
}

static void unlist_item(LoadState *state, uint32_t item, uint32_t bin)
{
    uint32_t last = state->items[bin][--state->n_on[bin]];
    state->items[bin][state->position[item]] = last;
    state->position[last] = state->position[item];
}

/* sign 1: it comes. Loads and lists only. */
static void change_loads(LoadState *state, uint32_t item, uint32_t bin, double sign)
{
    const Problem *problem = state->problem;
    const double *demand = demand_of(state, item), *weight = weight_of(state, item);
    double *room = state->room + (gsize)bin * state->n_dimensions;
    double *term = state->term + (gsize)bin * state->n_terms;
    bool is_home = problem->placed[item] && problem->home[item] == bin;
    for (uint32_t d = 0; d < state->n_dimensions; d++)
        if (!is_home || !state->transient[d])
            room[d] -= sign * demand[d];
    for (uint32_t k = 0; k < state->n_terms; k++)
        term[k] += sign * weight[k];
}

static void change_moved(LoadState *state, uint32_t item, bool moves)
{
    uint32_t service = state->problem->service_of_item[item];
    if (service == NO_INDEX)
        return;
    uint32_t before = state->n_moved[service], after = moves ? before + 1 : before - 1;
    uint32_t busiest = state->busiest;
    state->n_moved[service] = after;
    state->n_services_moved[before]--;
    state->n_services_moved[after]++;
    state->busiest = MAX(state->busiest, after);
    while (state->busiest > 0 && state->n_services_moved[state->busiest] == 0)
        state->busiest--;
    state->cost += state->busiest_price * ((double)state->busiest - (double)busiest);
    if ((before == 0) != (after == 0))
        state->cost += moves ? state->notice_cost : -state->notice_cost;
}

/* One more (by 1) or less (by −1) moved item in a service; NO_INDEX: none. */
typedef struct {
    uint32_t service;
    int by;
} MovedChange;

static MovedChange moved_change(const LoadState *state, uint32_t item, uint32_t from, uint32_t to)
{
    int by =
        problem_is_move(state->problem, item, to) - problem_is_move(state->problem, item, from);
    return (MovedChange){by == 0 ? NO_INDEX : state->problem->service_of_item[item], by};
}

static int64_t moved_after(const LoadState *state, MovedChange change)
{
    return (int64_t)state->n_moved[change.service] + change.by;
}

static double notice_change(const LoadState *state, MovedChange change)
{
    if (change.service == NO_INDEX)
        return 0;
    return state->notice_cost *
           ((moved_after(state, change) > 0) - (state->n_moved[change.service] > 0));
}

/* Would some service have k moved items after both changes? */
static bool is_some_at(const LoadState *state, int64_t k, const MovedChange *changes)
{
    int64_t n = state->n_services_moved[k];
    for (uint32_t i = 0; i < 2; i++)
        if (changes[i].service != NO_INDEX)
            n += (moved_after(state, changes[i]) == k) - (state->n_moved[changes[i].service] == k);
    return n > 0;
}

/* What notices and the busiest service cost more, without changing anything. */
static double people_change(const LoadState *state, MovedChange first, MovedChange second)
{
    if (first.service != NO_INDEX && first.service == second.service) {
        first.by += second.by;
        second.service = NO_INDEX;
    }
    if (first.service == NO_INDEX && second.service == NO_INDEX)
        return 0;
    MovedChange changes[2] = {first, second};
    int64_t most = (int64_t)state->busiest + 2;
    while (most > 0 && state->busiest_price != 0 && !is_some_at(state, most, changes))
        most--;
    double busiest = state->busiest_price == 0 ? 0 : (double)(most - (int64_t)state->busiest);
    return notice_change(state, first) + notice_change(state, second) +
           busiest * state->busiest_price;
}

static void refresh(LoadState *state, uint32_t bin, bool was_over)
{
    bool over = is_over(state, bin);
    state->n_over += (uint32_t)over - (uint32_t)was_over;
    double cost = terms_with(state, bin, NULL, NULL);
    if (state->n_on[bin] > 0)
        cost += state->serve_cost[bin];
    if (over)
        cost += state->excess_price * excess_with(state, bin, NO_INDEX, NO_INDEX);
    state->cost += cost - state->bin_cost[bin];
    state->bin_cost[bin] = cost;
}

/* Takes the item off its bin, or puts it there. */
static void change(LoadState *state, uint32_t item, uint32_t bin, int sign)
{
    bool was_over = is_over(state, bin);
    change_loads(state, item, bin, sign);
    if (sign > 0)
        list_item(state, item, bin);
    else
        unlist_item(state, item, bin);
    refresh(state, bin, was_over);
    int breaches = load_services_change(state->services, item, bin, sign);
    state->breaches += breaches;
    state->cost += breaches * state->breach_price;
    state->cost += sign * load_state_place_cost(state, item, bin);
    if (problem_is_move(state->problem, item, bin))
        change_moved(state, item, sign > 0);
}

void load_state_move(LoadState *state, uint32_t item, uint32_t bin)
{
    if (state->bin_of_item[item] == bin)
        return;
    change(state, item, state->bin_of_item[item], -1);
    state->bin_of_item[item] = bin;
    change(state, item, bin, 1);
}

void load_state_set(LoadState *state, const uint32_t *bin_of_item)
{
    for (uint32_t item = 0; item < state->problem->n_items; item++)
        load_state_move(state, item, bin_of_item[item]);
}

/* Penalties above everything that a change could win: what a bin costs at most, many times. */
static void set_penalties(LoadState *state)
{
    double all = 1e6;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        all += state->bin_cost[bin];
    state->excess_price = 10 * all;
    state->breach_price = all / 10;
}

static void allocate(LoadState *state)
{
    const Problem *problem = state->problem;
    gsize n_bins = problem->n_bins, n_items = problem->n_items;
    state->bin_cost = g_new0(double, n_bins + 1);
    state->serve_cost = g_new0(double, n_bins + 1);
    state->bin_of_item = g_new(uint32_t, n_items + 1);
    state->items = g_new0(uint32_t *, n_bins + 1);
    state->n_on = g_new0(uint32_t, n_bins + 1);
    state->room_for = g_new0(uint32_t, n_bins + 1);
    state->position = g_new0(uint32_t, n_items + 1);
    state->n_moved = g_new0(uint32_t, (gsize)problem->n_services + 1);
    state->n_services_moved = g_new0(uint32_t, n_items + 4);
    state->n_services_moved[0] = problem->n_services;
    state->busiest_price = load_terms_price(problem->busiest_price);
    state->notice_cost = (double)problem->notice_cost;
    for (uint32_t bin = 0; bin < n_bins; bin++)
        state->serve_cost[bin] = (double)price_net_serve_cost(problem, bin);
}

/* Zones that are short before anything is placed. */
static int64_t breaches_of_nothing(const Problem *problem)
{
    int64_t breaches = 0;
    for (uint32_t s = 0; s < problem->n_services; s++)
        if (problem->services[s].min_zones > 1 && problem->services[s].items.n > 0)
            breaches += problem->services[s].min_zones;
    return breaches;
}

LoadState *load_state_new(const Problem *problem, const uint32_t *bin_of_item)
{
    LoadState *state = g_new0(LoadState, 1);
    state->problem = problem;
    load_terms_measure(state);
    allocate(state);
    fill_pairs(state);
    state->services = load_services_new(problem);
    state->breaches = breaches_of_nothing(problem);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        state->cost += problem->on[bin] ? (double)problem->power_change_cost : 0;
        state->n_over += is_over(state, bin);
        refresh(state, bin, is_over(state, bin));
    }
    for (uint32_t item = 0; item < problem->n_items; item++) {
        state->bin_of_item[item] = bin_of_item[item];
        change(state, item, bin_of_item[item], 1);
    }
    set_penalties(state);
    for (uint32_t bin = 0; bin < problem->n_bins && state->n_over > 0; bin++)
        refresh(state, bin, is_over(state, bin));
    state->cost += (double)state->breaches * state->breach_price;
    return state;
}

void load_state_free(LoadState *state)
{
    if (state == NULL)
        return;
    for (uint32_t bin = 0; bin < state->problem->n_bins; bin++)
        g_free(state->items[bin]);
    g_free(state->demand);
    g_free(state->room);
    g_free(state->limit);
    g_free(state->transient);
    g_free(state->price);
    g_free(state->weight);
    g_free(state->term);
    g_free(state->bin_cost);
    g_free(state->serve_cost);
    g_free(state->bin_of_item);
    g_free(state->items);
    g_free(state->n_on);
    g_free(state->room_for);
    g_free(state->position);
    g_free(state->n_moved);
    g_free(state->n_services_moved);
    g_free(state->pair_class);
    load_services_free(state->services);
    g_free(state);
}

/* Would come fit on the bin, in exchange for gone (NO_INDEX: nothing)? */
static bool fits(const LoadState *state, uint32_t bin, uint32_t come, uint32_t gone)
{
    const Problem *problem = state->problem;
    const double *room = state->room + (gsize)bin * state->n_dimensions;
    const double *demand = demand_of(state, come), *freed = demand_of(state, gone);
    bool comes_home = state->has_transient && problem->placed[come] && problem->home[come] == bin;
    bool leaves_home = state->has_transient && gone != NO_INDEX && problem->placed[gone] &&
                       problem->home[gone] == bin;
    for (uint32_t d = 0; d < state->n_dimensions; d++) {
        double need = comes_home && state->transient[d] ? 0 : demand[d];
        if (freed != NULL && !(leaves_home && state->transient[d]))
            need -= freed[d];
        if (need > room[d] && need > 0)
            return false;
    }
    return true;
}

/* What move and energy of an item cost more on another bin. */
static double place_change(const LoadState *state, uint32_t item, uint32_t from, uint32_t to)
{
    return load_state_place_cost(state, item, to) - load_state_place_cost(state, item, from);
}

bool load_state_shift(const LoadState *state, uint32_t item, uint32_t bin, double *ret_change)
{
    uint32_t from = state->bin_of_item[item];
    if (from == bin || !problem_allows(state->problem, item, bin) ||
        load_services_above(state->services, item, bin) >= 0 || !fits(state, bin, item, NO_INDEX))
        return false;
    *ret_change =
        cost_with(state, bin, item, NO_INDEX) - state->bin_cost[bin] +
        cost_with(state, from, NO_INDEX, item) - state->bin_cost[from] +
        place_change(state, item, from, bin) +
        people_change(state, moved_change(state, item, from, bin), (MovedChange){NO_INDEX, 0});
    return true;
}

bool load_state_swap(const LoadState *state, uint32_t first, uint32_t second, double *ret_change)
{
    const Problem *problem = state->problem;
    uint32_t from = state->bin_of_item[first], to = state->bin_of_item[second];
    bool alike = problem->service_of_item[first] == problem->service_of_item[second];
    if (from == to || !problem_allows(problem, first, to) || !problem_allows(problem, second, from))
        return false;
    if (!alike && (load_services_above(state->services, first, to) >= 0 ||
                   load_services_above(state->services, second, from) >= 0))
        return false;
    if (!fits(state, to, first, second) || !fits(state, from, second, first))
        return false;
    *ret_change = cost_with(state, to, first, second) - state->bin_cost[to] +
                  cost_with(state, from, second, first) - state->bin_cost[from] +
                  place_change(state, first, from, to) + place_change(state, second, to, from) +
                  people_change(state, moved_change(state, first, from, to),
                                moved_change(state, second, to, from));
    return true;
}

/* Nothing but bins is asked of the service, and those are looked at with the bin. */
static bool is_plain(const LoadState *state, uint32_t item)
{
    return state->breaches == 0 && !load_services_are_wide(state->services, item);
}

int load_state_service_shift(LoadState *state, uint32_t item, uint32_t bin)
{
    if (is_plain(state, item))
        return 0;
    uint32_t from = state->bin_of_item[item];
    int breaches = load_services_change(state->services, item, from, -1) +
                   load_services_change(state->services, item, bin, 1);
    load_services_change(state->services, item, bin, -1);
    load_services_change(state->services, item, from, 1);
    return breaches;
}

int load_state_service_swap(LoadState *state, uint32_t first, uint32_t second)
{
    if (is_plain(state, first) && is_plain(state, second))
        return 0;
    uint32_t from = state->bin_of_item[first], to = state->bin_of_item[second];
    int breaches = load_services_change(state->services, first, from, -1) +
                   load_services_change(state->services, second, to, -1) +
                   load_services_change(state->services, first, to, 1) +
                   load_services_change(state->services, second, from, 1);
    load_services_change(state->services, first, to, -1);
    load_services_change(state->services, second, from, -1);
    load_services_change(state->services, first, from, 1);
    load_services_change(state->services, second, to, 1);
    return breaches;
}
