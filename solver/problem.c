#include "solver/problem.h"

#include "solver/exact.h"

Problem *problem_new(uint32_t n_items, uint32_t n_bins, uint32_t n_resources, uint32_t n_periods,
                     uint32_t n_energy_types)
{
    Problem *problem = g_new0(Problem, 1);
    problem->n_items = n_items;
    problem->n_bins = n_bins;
    problem->n_resources = n_resources;
    problem->n_periods = n_periods;
    problem->n_dimensions = n_resources * n_periods;
    problem->n_energy_types = n_energy_types;

    problem->demand = g_new0(int64_t, (gsize)n_items * problem->n_dimensions);
    problem->home = g_new0(uint32_t, (gsize)n_items + 1);
    problem->service_of_item = g_new0(uint32_t, (gsize)n_items + 1);
    problem->tag_class = g_new0(uint32_t, (gsize)n_items + 1);
    problem->cpu_class = g_new0(uint32_t, (gsize)n_items + 1);
    problem->never = g_new0(bool, (gsize)n_items + 1);
    problem->resident = g_new0(bool, (gsize)n_items + 1);
    problem->move_class = g_new0(uint32_t, (gsize)n_items + 1);
    problem->memory = g_new0(int64_t, (gsize)n_items + 1);
    problem->energy = g_new0(int64_t, (gsize)n_items * n_energy_types);
    problem->label = g_new0(uint32_t, (gsize)n_items + 1);

    problem->state = g_new0(BinState, (gsize)n_bins + 1);
    problem->on = g_new0(bool, (gsize)n_bins + 1);
    problem->hard = g_new0(int64_t, (gsize)n_bins * n_resources);
    problem->soft = g_new0(int64_t, (gsize)n_bins * n_resources);
    problem->capacity = g_new0(int64_t, (gsize)n_bins * n_resources);
    problem->serve_cost = g_new0(int64_t, (gsize)n_bins + 1);
    problem->energy_type = g_new0(uint32_t, (gsize)n_bins + 1);
    problem->zone = g_new0(uint32_t, (gsize)n_bins + 1);
    problem->site = g_new0(uint32_t, (gsize)n_bins + 1);
    problem->pair_start = g_new0(gsize, (gsize)n_bins + 1);
    problem->busiest_price.denominator = 1;
    problem->overload_price = g_new0(Fraction, n_resources);
    for (uint32_t r = 0; r < n_resources; r++)
        problem->overload_price[r].denominator = 1;
    problem->transient = g_new0(bool, n_resources);
    problem->max_moves = UNLIMITED;
    problem->max_operator_umin = UNLIMITED;
    problem->max_memory_mib = UNLIMITED;
    return problem;
}

static void free_groups(Problem *problem)
{
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        Group *group = &problem->groups[i];
        for (uint32_t g = 0; g < group->n_sets; g++)
            g_free(group->sets[g].index);
        g_free(group->sets);
        g_free(group->bins.index);
    }
    g_free(problem->groups);
}

static void free_services(Problem *problem)
{
    for (uint32_t s = 0; s < problem->n_services; s++) {
        g_free(problem->services[s].near.index);
        g_free(problem->services[s].items.index);
    }
    g_free(problem->services);
}

static void free_licences(Problem *problem)
{
    for (uint32_t l = 0; l < problem->n_licences; l++)
        g_free(problem->licence_items[l].index);
    g_free(problem->licence_items);
    g_free(problem->licence_cost);
    g_free(problem->licence_max_bins);
}

static void free_item_arrays(Problem *problem)
{
    g_free(problem->demand);
    g_free(problem->home);
    g_free(problem->service_of_item);
    g_free(problem->tag_class);
    g_free(problem->cpu_class);
    g_free(problem->never);
    g_free(problem->resident);
    g_free(problem->move_class);
    g_free(problem->memory);
    g_free(problem->energy);
    g_free(problem->label);
}

static void free_bin_arrays(Problem *problem)
{
    g_free(problem->state);
    g_free(problem->on);
    g_free(problem->hard);
    g_free(problem->soft);
    g_free(problem->capacity);
    g_free(problem->serve_cost);
    g_free(problem->energy_type);
    g_free(problem->zone);
    g_free(problem->site);
    g_free(problem->tag_bins);
    g_free(problem->cpu_bins);
}

static void free_derived(Problem *problem)
{
    g_free(problem->left_out);
    g_free(problem->placed);
    g_free(problem->allowed_set);
    g_free(problem->allowed_bins);
    g_free(problem->may_serve);
    g_free(problem->bin_type);
}

void problem_free(Problem *problem)
{
    if (problem == NULL)
        return;
    free_item_arrays(problem);
    free_bin_arrays(problem);
    free_groups(problem);
    free_services(problem);
    free_licences(problem);
    free_derived(problem);
    g_free(problem->move_cost);
    g_free(problem->move_umin);
    g_free(problem->pairs);
    g_free(problem->pair_start);
    g_free(problem->tier_hard);
    g_free(problem->overload_price);
    g_free(problem->transient);
    g_free(problem->leaving.held);
    g_free(problem->balances);
    g_free(problem);
}

bool problem_has_fact(const Problem *problem, FactKind kind, uint32_t index)
{
    for (uint32_t i = 0; i < problem->n_left_out; i++)
        if (problem->left_out[i].kind == kind && problem->left_out[i].index == index)
            return false;
    return true;
}

uint32_t problem_next_allowed(const Problem *problem, uint32_t item, uint32_t bin)
{
    const uint64_t *words = problem_allowed(problem, item);
    gsize n_words = BITSET_WORDS(problem->n_bins);
    if (bin >= problem->n_bins)
        return NO_INDEX;
    uint64_t word = words[bin / 64] & (UINT64_MAX << (bin % 64));
    for (gsize w = bin / 64;;) {
        if (word != 0)
            return (uint32_t)(w * 64 + (gsize)__builtin_ctzll(word));
        if (++w >= n_words)
            return NO_INDEX;
        word = words[w];
    }
}

uint64_t problem_n_places(const Problem *problem)
{
    uint64_t n = 0;
    gsize n_words = BITSET_WORDS(problem->n_bins);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        const uint64_t *words = problem_allowed(problem, item);
        for (gsize w = 0; w < n_words; w++)
            n += (uint64_t)__builtin_popcountll(words[w]);
    }
    return n;
}

/* Class of the pair (from, to): 0 where no move cost row names it. */
static uint32_t pair_class(const Problem *problem, uint32_t from, uint32_t to)
{
    if (from == NO_INDEX)
        return 0;
    gsize low = problem->pair_start[from], high = problem->pair_start[from + 1];
    while (low < high) {
        gsize middle = low + (high - low) / 2;
        if (problem->pairs[middle].to == to)
            return problem->pairs[middle].pair_class;
        if (problem->pairs[middle].to < to)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

static gsize move_entry(const Problem *problem, uint32_t item, uint32_t bin)
{
    return (gsize)problem->move_class[item] * problem->n_pair_classes +
           pair_class(problem, problem->home[item], bin);
}

int64_t problem_move_cost(const Problem *problem, uint32_t item, uint32_t bin)
{
    return problem->move_cost[move_entry(problem, item, bin)];
}

int64_t problem_move_umin(const Problem *problem, uint32_t item, uint32_t bin)
{
    return problem->move_umin[move_entry(problem, item, bin)];
}

int64_t problem_place_cost(const Problem *problem, uint32_t item, uint32_t bin)
{
    int64_t cost =
        problem->energy[(gsize)item * problem->n_energy_types + problem->energy_type[bin]];
    if (problem_is_move(problem, item, bin))
        cost += problem_move_cost(problem, item, bin);
    return cost;
}

uint32_t problem_tier_of_item(const Problem *problem, uint32_t item)
{
    uint32_t service = problem->service_of_item[item];
    return service == NO_INDEX ? NO_INDEX : problem->services[service].tier;
}

bool index_list_has(const IndexList *list, uint32_t index)
{
    uint32_t low = 0, high = list->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list->index[middle] == index)
            return true;
        if (list->index[middle] < index)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

bool fraction_make(int64_t mantissa, uint32_t scale, int64_t multiplier, int64_t divisor,
                   Fraction *ret_fraction)
{
    Int128 numerator = (Int128)mantissa * multiplier, denominator = divisor;
    for (uint32_t i = 0; i < scale; i++)
        denominator *= 10;
    Int128 common = greatest_divisor(numerator, denominator);
    numerator /= common;
    denominator /= common;
    if (!fits_int64(numerator) || !fits_int64(denominator))
        return false;
    *ret_fraction = (Fraction){(int64_t)numerator, (int64_t)denominator};
    return true;
}

/* The amount that a balance price multiplies comes in thousandths of the ratio. */
static bool is_rough_balance(const BalancePrice *balance)
{
    return balance->price.denominator != 1 ||
           (Int128)balance->price.numerator * balance->ratio_permille % 1000 != 0;
}

int64_t problem_n_rough_terms(const Problem *problem)
{
    int64_t n = problem->busiest_price.denominator != 1;
    for (uint32_t r = 0; r < problem->n_resources; r++)
        n += problem->overload_price[r].denominator != 1 ? problem->n_bins : 0;
    for (uint32_t b = 0; b < problem->n_balances; b++)
        n += is_rough_balance(&problem->balances[b]) ? problem->n_bins : 0;
    for (uint32_t i = 0; i < problem->n_groups; i++)
        n += problem->groups[i].strength == GROUP_SOFT && problem->groups[i].price.denominator != 1;
    return n;
}
