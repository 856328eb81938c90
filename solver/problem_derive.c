/* What follows from the facts of a problem: where each item may be, which bins may serve, types. */
#include <string.h>

#include "solver/problem.h"

typedef struct {
    Problem *problem;
    gsize n_words;
    uint64_t *open;             /* bins that accept items by their state */
    GArray *limit_bins;         /* uint32_t: one bin of each class of hard limits */
    uint32_t *limit_class;      /* [bin] */
    uint64_t *class_bins;       /* bitset a class */
    uint64_t *group_bins;       /* bitset a group: bins of its list */
    GPtrArray **groups_of_item; /* [item] hard fences, bans and roots, NULL where none */
} Derivation;

/* Numbers things by equal bytes, from 0 in the order met. */
static uint32_t class_of_bytes(GHashTable *classes, const void *bytes, gsize size)
{
    GBytes *key = g_bytes_new(bytes, size);
    gpointer found;
    if (g_hash_table_lookup_extended(classes, key, NULL, &found)) {
        g_bytes_unref(key);
        return GPOINTER_TO_UINT(found);
    }
    uint32_t class = g_hash_table_size(classes);
    g_hash_table_insert(classes, key, GUINT_TO_POINTER(class));
    return class;
}

static GHashTable *new_classes(void)
{
    return g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
}

static BinState state_of(const Problem *problem, uint32_t bin)
{
    BinState state = problem->state[bin];
    return problem_has_fact(problem, FACT_STATE, state) ? state : BIN_UP;
}

/* Bins with equal hard limits (of every tier too) accept the same demands. */
static void class_limits(Derivation *derivation)
{
    Problem *problem = derivation->problem;
    gsize row = problem->n_resources * sizeof(int64_t);
    g_autofree uint8_t *key = g_malloc((1 + (gsize)problem->n_tiers) * row + 1);
    g_autoptr(GHashTable) classes = new_classes();
    derivation->limit_bins = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    derivation->limit_class = g_new(uint32_t, problem->n_bins);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        memcpy(key, problem->hard + (gsize)bin * problem->n_resources, row);
        for (uint32_t t = 0; t < problem->n_tiers; t++)
            memcpy(key + (1 + (gsize)t) * row,
                   problem->tier_hard + ((gsize)t * problem->n_bins + bin) * problem->n_resources,
                   row);
        uint32_t class = class_of_bytes(classes, key, (1 + (gsize)problem->n_tiers) * row);
        derivation->limit_class[bin] = class;
        if (class == derivation->limit_bins->len)
            g_array_append_val(derivation->limit_bins, bin);
    }
    derivation->class_bins = g_new0(uint64_t, derivation->limit_bins->len * derivation->n_words);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        bitset_set(derivation->class_bins + derivation->limit_class[bin] * derivation->n_words,
                   bin);
}

static bool is_hard_placing_rule(const Group *group)
{
    return group->strength == GROUP_HARD &&
           (group->kind == GROUP_FENCE || group->kind == GROUP_BAN || group->kind == GROUP_ROOT);
}

static void collect_groups(Derivation *derivation)
{
    Problem *problem = derivation->problem;
    derivation->group_bins = g_new0(uint64_t, problem->n_groups * derivation->n_words);
    derivation->groups_of_item = g_new0(GPtrArray *, problem->n_items);
    for (uint32_t i = 0; i < problem->n_groups; i++) {
        Group *group = &problem->groups[i];
        if (!is_hard_placing_rule(group) || !problem_has_fact(problem, FACT_RULE, i))
            continue;
        for (uint32_t k = 0; k < group->bins.n; k++)
            bitset_set(derivation->group_bins + i * derivation->n_words, group->bins.index[k]);
        for (uint32_t k = 0; k < group->sets[0].n; k++) {
            GPtrArray **groups = &derivation->groups_of_item[group->sets[0].index[k]];
            if (*groups == NULL)
                *groups = g_ptr_array_new();
            g_ptr_array_add(*groups, group);
        }
    }
}

/* Own demand against the limits of a class of bins, each fact on its own. */
static bool class_fits(const Derivation *derivation, uint32_t item, uint32_t class)
{
    const Problem *problem = derivation->problem;
    uint32_t bin = g_array_index(derivation->limit_bins, uint32_t, class);
    uint32_t tier = problem_tier_of_item(problem, item);
    if (tier != NO_INDEX && !problem_has_fact(problem, FACT_TIER, tier))
        tier = NO_INDEX;
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        int64_t limit =
            problem_has_fact(problem, FACT_CAPACITY, r) ? problem_hard(problem, bin, r) : INT64_MAX;
        if (tier != NO_INDEX)
            limit = MIN(
                limit,
                problem
                    ->tier_hard[((gsize)tier * problem->n_bins + bin) * problem->n_resources + r]);
        for (uint32_t p = 0; p < problem->n_periods; p++)
            if (problem_demand(problem, item, r, p) > limit)
                return false;
    }
    return true;
}

/* Keeps the bins whose limits the item's own demand does not pass. */
static void keep_fitting(const Derivation *derivation, uint32_t item, uint64_t *bins)
{
    for (uint32_t class = 0; class < derivation->limit_bins->len; class ++) {
        if (class_fits(derivation, item, class))
            continue;
        const uint64_t *out = derivation->class_bins + class * derivation->n_words;
        for (gsize w = 0; w < derivation->n_words; w++)
            bins[w] &= ~out[w];
    }
}

static void keep_only(uint64_t *bins, gsize n_words, uint32_t bin)
{
    bool had = bin != NO_INDEX && bitset_has(bins, bin);
    memset(bins, 0, n_words * sizeof *bins);
    if (had)
        bitset_set(bins, bin);
}

static void keep_by_rules(const Derivation *derivation, uint32_t item, uint64_t *bins)
{
    const Problem *problem = derivation->problem;
    const GPtrArray *groups = derivation->groups_of_item[item];
    for (guint k = 0; groups != NULL && k < groups->len; k++) {
        const Group *group = groups->pdata[k];
        const uint64_t *listed =
            derivation->group_bins + (gsize)(group - problem->groups) * derivation->n_words;
        if (group->kind == GROUP_ROOT && problem->home[item] != NO_INDEX)
            keep_only(bins, derivation->n_words, problem->home[item]);
        for (gsize w = 0; w < derivation->n_words && group->kind != GROUP_ROOT; w++)
            bins[w] &= group->kind == GROUP_FENCE ? listed[w] : ~listed[w];
    }
}

/* Home is never refused for the CPU: the item sees that one already. */
static void keep_by_cpu(const Derivation *derivation, uint32_t item, uint64_t *bins)
{
    const Problem *problem = derivation->problem;
    uint32_t home = problem->home[item];
    bool had_home = bitset_has(bins, home);
    const uint64_t *run_on = problem->cpu_bins + problem->cpu_class[item] * derivation->n_words;
    for (gsize w = 0; w < derivation->n_words; w++)
        bins[w] &= run_on[w];
    if (had_home)
        bitset_set(bins, home);
}

/* allowed(v) of docs/formulation.md, in its order. */
static void find_allowed(const Derivation *derivation, uint32_t item, uint64_t *bins)
{
    const Problem *problem = derivation->problem;
    uint32_t home = problem->home[item];
    memcpy(bins, derivation->open, derivation->n_words * sizeof *bins);
    if (home != NO_INDEX && state_of(problem, home) == BIN_CLOSED)
        bitset_set(bins, home);
    const uint64_t *tagged = problem->tag_bins + problem->tag_class[item] * derivation->n_words;
    if (problem_has_fact(problem, FACT_TAGS, 0))
        for (gsize w = 0; w < derivation->n_words; w++)
            bins[w] &= tagged[w];
    keep_fitting(derivation, item, bins);
    keep_by_rules(derivation, item, bins);
    if (!problem->placed[item])
        return;
    bool resident = problem->resident[item] && problem_has_fact(problem, FACT_RESIDENCE, 0) &&
                    bitset_has(bins, home);
    bool never = problem->never[item] && problem_has_fact(problem, FACT_NEVER, 0);
    if (never || resident)
        keep_only(bins, derivation->n_words, home);
    if (problem->cpu_bins != NULL && problem_has_fact(problem, FACT_CPU, 0))
        keep_by_cpu(derivation, item, bins);
}

static void derive_placed(Problem *problem)
{
    problem->placed = g_renew(bool, problem->placed, problem->n_items);
    for (uint32_t item = 0; item < problem->n_items; item++)
        problem->placed[item] =
            problem->home[item] != NO_INDEX && state_of(problem, problem->home[item]) != BIN_FAILED;
}

static void derive_allowed(Derivation *derivation)
{
    Problem *problem = derivation->problem;
    gsize size = derivation->n_words * sizeof(uint64_t);
    g_autofree uint64_t *bins = g_new(uint64_t, derivation->n_words + 1);
    g_autoptr(GHashTable) classes = new_classes();
    g_autoptr(GByteArray) sets = g_byte_array_new();
    problem->allowed_set = g_renew(uint32_t, problem->allowed_set, problem->n_items);
    for (uint32_t item = 0; item < problem->n_items; item++) {
        find_allowed(derivation, item, bins);
        uint32_t class = class_of_bytes(classes, bins, size);
        problem->allowed_set[item] = class;
        if ((gsize) class * size == sets->len)
            g_byte_array_append(sets, (const guint8 *)bins, (guint)size);
    }
    g_free(problem->allowed_bins);
    problem->n_allowed_sets = g_hash_table_size(classes);
    problem->allowed_bins = g_memdup2(sets->data, sets->len);
}

bool problem_may_spare(const Problem *problem, uint32_t bin)
{
    return problem->host_failures > 0 && state_of(problem, bin) == BIN_UP;
}

/* A bin that no item may use serves only as a spare. */
static void derive_may_serve(Problem *problem)
{
    problem->may_serve = g_renew(bool, problem->may_serve, problem->n_bins);
    gsize n_words = BITSET_WORDS(problem->n_bins);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        bool may = problem_may_spare(problem, bin);
        for (uint32_t set = 0; set < problem->n_allowed_sets && !may; set++)
            may = bitset_has(problem->allowed_bins + set * n_words, bin);
        problem->may_serve[bin] = may;
    }
}

static void append_bin(const Problem *problem, uint32_t bin, GByteArray *key)
{
    gsize row = problem->n_resources * sizeof(int64_t);
    gsize at = (gsize)bin * problem->n_resources;
    uint8_t flags[2] = {(uint8_t)state_of(problem, bin), problem->on[bin]};
    g_byte_array_append(key, flags, sizeof flags);
    g_byte_array_append(key, (const guint8 *)(problem->hard + at), (guint)row);
    g_byte_array_append(key, (const guint8 *)(problem->soft + at), (guint)row);
    g_byte_array_append(key, (const guint8 *)(problem->capacity + at), (guint)row);
    g_byte_array_append(key, (const guint8 *)&problem->serve_cost[bin], sizeof(int64_t));
    g_byte_array_append(key, (const guint8 *)&problem->energy_type[bin], sizeof(uint32_t));
    for (uint32_t t = 0; t < problem->n_tiers; t++)
        g_byte_array_append(
            key,
            (const guint8 *)(problem->tier_hard +
                             ((gsize)t * problem->n_bins + bin) * problem->n_resources),
            (guint)row);
    for (uint32_t l = 0; l < problem->n_licences; l++)
        g_byte_array_append(
            key, (const guint8 *)&problem->licence_cost[(gsize)l * problem->n_bins + bin],
            sizeof(int64_t));
}

static void derive_bin_types(Problem *problem)
{
    g_autoptr(GHashTable) classes = new_classes();
    g_autoptr(GByteArray) key = g_byte_array_new();
    problem->bin_type = g_renew(uint32_t, problem->bin_type, problem->n_bins);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++) {
        g_byte_array_set_size(key, 0);
        append_bin(problem, bin, key);
        problem->bin_type[bin] = class_of_bytes(classes, key->data, key->len);
    }
    problem->n_bin_types = g_hash_table_size(classes);
}

static void derive_constant(Problem *problem)
{
    problem->constant = problem->leaving.cost;
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (problem->on[bin])
            problem->constant += problem->power_change_cost;
}

static void derivation_clear(Derivation *derivation)
{
    for (uint32_t item = 0; item < derivation->problem->n_items; item++)
        if (derivation->groups_of_item[item] != NULL)
            g_ptr_array_unref(derivation->groups_of_item[item]);
    g_free(derivation->groups_of_item);
    g_free(derivation->group_bins);
    g_free(derivation->class_bins);
    g_free(derivation->limit_class);
    g_array_unref(derivation->limit_bins);
    g_free(derivation->open);
}

void problem_derive(Problem *problem, const Fact *left_out, uint32_t n_left_out)
{
    Fact *copy = n_left_out == 0 ? NULL : g_memdup2(left_out, n_left_out * sizeof *left_out);
    g_free(problem->left_out);
    problem->left_out = copy;
    problem->n_left_out = n_left_out;

    Derivation derivation = {.problem = problem, .n_words = BITSET_WORDS(problem->n_bins)};
    derivation.open = g_new0(uint64_t, derivation.n_words);
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (state_of(problem, bin) == BIN_UP)
            bitset_set(derivation.open, bin);
    class_limits(&derivation);
    collect_groups(&derivation);
    derive_placed(problem);
    derive_allowed(&derivation);
    derivation_clear(&derivation);
    derive_may_serve(problem);
    derive_bin_types(problem);
    derive_constant(problem);
}
