/* Which facts of an infeasible problem contradict each other, by deletion. */
#include "solver/solve.h"

#include "common/limit_clock.h"

#define CHECK_S 5.0 /* of one check; one that takes longer counts as feasible */

typedef struct {
    Problem *problem;
    const SolveOptions *options;
    GArray *left_out; /* Fact: the problem stays infeasible without them */
    gint64 end_us;
    GError *error;
} Filter;

static void add_fact(GArray *facts, FactKind kind, uint32_t index)
{
    Fact fact = {kind, index};
    g_array_append_val(facts, fact);
}

static void add_state_facts(const Problem *problem, GArray *facts)
{
    for (BinState state = BIN_DRAIN; state <= BIN_FAILED; state++)
        for (uint32_t bin = 0; bin < problem->n_bins; bin++)
            if (problem->state[bin] == state) {
                add_fact(facts, FACT_STATE, state);
                break;
            }
}

static void add_budget_facts(const Problem *problem, GArray *facts)
{
    if (problem->max_moves != UNLIMITED)
        add_fact(facts, FACT_MAX_MOVES, 0);
    if (problem->max_operator_umin != UNLIMITED)
        add_fact(facts, FACT_MAX_OPERATOR, 0);
    if (problem->max_memory_mib != UNLIMITED)
        add_fact(facts, FACT_MAX_MEMORY, 0);
}

static void add_service_facts(const Problem *problem, GArray *facts)
{
    for (uint32_t s = 0; s < problem->n_services; s++) {
        const ServiceLimits *service = &problem->services[s];
        if (service->min_zones > 1)
            add_fact(facts, FACT_MIN_ZONES, s);
        if (service->max_per_host != UNLIMITED)
            add_fact(facts, FACT_PER_HOST, s);
        if (service->max_per_zone != UNLIMITED)
            add_fact(facts, FACT_PER_ZONE, s);
        if (service->near.n > 0)
            add_fact(facts, FACT_NEAR, s);
    }
}

static void add_resource_facts(const Problem *problem, GArray *facts)
{
    for (uint32_t r = 0; r < problem->n_resources; r++) {
        add_fact(facts, FACT_CAPACITY, r);
        if (problem->transient[r])
            add_fact(facts, FACT_TRANSIENT, r);
        if (problem->host_failures > 0)
            add_fact(facts, FACT_RESERVE, r);
    }
    for (uint32_t t = 0; t < problem->n_tiers; t++)
        add_fact(facts, FACT_TIER, t);
}

/* In the order in which they are best left out: what is kept to the end names the conflict. */
static GArray *all_facts(const Problem *problem)
{
    GArray *facts = g_array_new(FALSE, FALSE, sizeof(Fact));
    add_budget_facts(problem, facts);
    add_service_facts(problem, facts);
    for (uint32_t l = 0; l < problem->n_licences; l++)
        if (problem->licence_max_bins[l] != UNLIMITED)
            add_fact(facts, FACT_LICENCE, l);
    for (uint32_t i = 0; i < problem->n_groups; i++)
        if (problem->groups[i].strength != GROUP_SOFT)
            add_fact(facts, FACT_RULE, i);
    add_fact(facts, FACT_RESIDENCE, 0);
    add_fact(facts, FACT_NEVER, 0);
    add_fact(facts, FACT_CPU, 0);
    add_fact(facts, FACT_TAGS, 0);
    add_state_facts(problem, facts);
    add_resource_facts(problem, facts);
    return facts;
}

/* A required item that may be nowhere settles it without a search. */
static bool has_homeless_item(const Problem *problem)
{
    for (uint32_t item = 0; item < problem->n_items; item++)
        if (problem_has_fact(problem, FACT_ITEM, item) &&
            problem_next_allowed(problem, item, 0) == NO_INDEX)
            return true;
    return false;
}

static bool time_is_up(const Filter *filter)
{
    const volatile int *stop = filter->options->stop;
    return (stop != NULL && *stop != 0) || limit_clock_us() >= filter->end_us;
}

/* Proved infeasible with the facts left out that filter->left_out names. */
static bool is_infeasible(Filter *filter)
{
    problem_derive(filter->problem, (const Fact *)(const void *)filter->left_out->data,
                   filter->left_out->len);
    if (has_homeless_item(filter->problem))
        return true;
    double left_s = (double)(filter->end_us - limit_clock_us()) / 1e6;
    if (left_s <= 0 || filter->error != NULL)
        return false;
    SolveOptions options = {.time_limit_s = MIN(CHECK_S, left_s),
                            .memory_limit_mib = filter->options->memory_limit_mib,
                            .stop = filter->options->stop,
                            .first_only = true};
    g_autoptr(Solution) solution = solve(filter->problem, &options, &filter->error);
    return solution != NULL && solution->outcome == OUTCOME_INFEASIBLE;
}

/* Leaves out facts[first .. first + n) for good if the problem stays infeasible. */
static bool try_without(Filter *filter, const Fact *facts, guint n)
{
    guint before = filter->left_out->len;
    g_array_append_vals(filter->left_out, facts, n);
    if (is_infeasible(filter))
        return true;
    g_array_set_size(filter->left_out, before);
    return false;
}

/* Appends to kept those of a list that cannot be left out: whole halves first, then single ones. */
static void filter_list(Filter *filter, const Fact *facts, guint n, GArray *kept)
{
    if (n == 0 || try_without(filter, facts, n))
        return;
    if (n == 1) {
        g_array_append_val(kept, facts[0]);
        return;
    }
    filter_list(filter, facts, n / 2, kept);
    filter_list(filter, facts + n / 2, n - n / 2, kept);
}

static GArray *find_kept(Filter *filter)
{
    GArray *kept = g_array_new(FALSE, FALSE, sizeof(Fact));
    g_autoptr(GArray) facts = all_facts(filter->problem);
    g_autoptr(GArray) items = g_array_new(FALSE, FALSE, sizeof(Fact));
    for (uint32_t item = 0; item < filter->problem->n_items; item++)
        add_fact(items, FACT_ITEM, item);
    if (!is_infeasible(filter))
        return kept;
    filter_list(filter, (const Fact *)(const void *)items->data, items->len, kept);
    filter_list(filter, (const Fact *)(const void *)facts->data, facts->len, kept);
    if (time_is_up(filter))
        g_array_set_size(kept, 0);
    return kept;
}

bool problem_find_conflict(Problem *problem, const SolveOptions *options, Fact **ret_facts,
                           uint32_t *ret_n, GError **error)
{
    double limit_s = options->time_limit_s > 0 ? options->time_limit_s : 60;
    Filter filter = {.problem = problem, .options = options};
    filter.end_us = limit_clock_us() + (gint64)(limit_s * 1e6);
    filter.left_out = g_array_new(FALSE, FALSE, sizeof(Fact));
    GArray *kept = find_kept(&filter);
    problem_derive(problem, NULL, 0);
    g_array_unref(filter.left_out);
    if (filter.error != NULL) {
        g_propagate_error(error, filter.error);
        g_array_unref(kept);
        return false;
    }
    *ret_n = kept->len;
    *ret_facts = (Fact *)(void *)g_array_free(kept, FALSE);
    return true;
}
