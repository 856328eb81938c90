#include "solver/solve.h"

#include <string.h>

#include "common/limit_clock.h"
#include "solver/branch.h"
#include "solver/cheap_bound.h"
#include "solver/child.h"
#include "solver/construct.h"
#include "solver/load_child.h"
#include "solver/load_state.h"
#include "solver/message.h"
#include "solver/pack_child.h"
#include "solver/pack_search.h"
#include "solver/proof_value.h"
#include "solver/scale.h"
#include "solver/search.h"

#define CENT            10000 /* micro-units */
#define DEFAULT_TIME_S  60.0
#define DEFAULT_MEMORY  4096
#define CONSTRUCT_SHARE 0.1

#define CONSTRUCT_MAX_ITEMS 500
#define CHEAP_MAX_PLACES    20000000 /* above, the price bound is quicker */
#define TINY_PLACES         400
#define SMALL_PLACES        1000
#define TINY_SHARE          0.4
#define SCALE_SHARE         0.5
#define PACK_SHARE          0.6 /* of the time where it is all about packing */
#define PACK_MAX_ITEMS      5000
#define LOAD_SHARE          0.9 /* where nothing but loads and moves costs, else half of it */
#define MAX_SEARCHES        4
#define MOST_EARLIER        32                           /* placements kept beside the best */
#define SEED_STEP           UINT64_C(0x9E3779B97F4A7C15) /* 2^64 over the golden ratio */

typedef struct {
    const Problem *problem;
    const SolveOptions *options; /* as asked for */
    Mip *mip;                    /* NULL: too many places */
    Incumbent *incumbent;
    Solution *solution;
    gint64 start_us, start_cpu_us, start_wall_us;
    double time_limit_s;
    bool proved_infeasible;
    bool is_proved; /* the best placement is: within a cent of the bound */
} Solve;

/* A search beside the first. */
typedef struct {
    ChildFunction function;
    SearchTask task;
    uint64_t seed;
} Beside;

static double seconds_since(gint64 start_us)
{
    return (double)(limit_clock_us() - start_us) / 1e6;
}

static double cpu_s(const Solve *run)
{
    return (double)(cpu_clock_us() - run->start_cpu_us) / 1e6;
}

/* The best bound that the search has claimed: shown, not kept, for the proof decides in the end. */
static const BoundEvent *last_bound(const Solve *run)
{
    const GArray *bounds = run->solution->bounds;
    return bounds->len == 0 ? NULL : &g_array_index(bounds, BoundEvent, bounds->len - 1);
}

static void report_progress(const Solve *run)
{
    const BoundEvent *bound = last_bound(run);
    if (run->options->progress != NULL)
        run->options->progress(run->options->progress_context, run->incumbent->found,
                               run->incumbent->cost, bound != NULL,
                               bound == NULL ? 0 : bound->value, seconds_since(run->start_us));
}

/* The last one is the best itself, until the search is finished. */
static void keep_placement(Solve *run, const Incumbent *incumbent)
{
    const Problem *problem = run->problem;
    Placement *placement = g_new(Placement, 1);
    *placement = (Placement){
        .bin_of_item = g_memdup2(incumbent->bin_of_item,
                                 ((gsize)problem->n_items + 1) * sizeof *placement->bin_of_item),
        .in_service = g_memdup2(incumbent->in_service, (gsize)problem->n_bins + 1),
        .cost = incumbent->cost};
    g_ptr_array_add(run->solution->earlier, placement);
    if (run->solution->earlier->len > MOST_EARLIER + 1)
        g_ptr_array_remove_index(run->solution->earlier, 0);
}

static void on_better(void *context, const Incumbent *incumbent, const char *method)
{
    Solve *run = context;
    IncumbentEvent event = {g_strdup(method), incumbent->cost, cpu_s(run)};
    g_array_append_val(run->solution->incumbents, event);
    keep_placement(run, incumbent);
    report_progress(run);
}

static void note_bound(Solve *run, const char *method, int64_t bound)
{
    /* What is left of a search is worth more than the best that was found when it ends. */
    if (run->incumbent->found)
        bound = MIN(bound, run->incumbent->cost);
    const BoundEvent *last = last_bound(run);
    if (last != NULL && last->value >= bound)
        return;
    BoundEvent event = {g_strdup(method), bound, cpu_s(run)};
    g_array_append_val(run->solution->bounds, event);
    report_progress(run);
}

static void keep_proof(Solve *run, const char *method, Proof *proof, int64_t bound)
{
    Solution *solution = run->solution;
    if (solution->has_bound && solution->bound >= bound) {
        proof_free(proof);
        return;
    }
    proof_free(solution->proof);
    solution->proof = proof;
    solution->has_bound = true;
    solution->bound = bound;
    note_bound(run, method, bound);
}

static void take_proof(Solve *run, const uint8_t *data, gsize size)
{
    int64_t bound = 0;
    Proof *proof = message_take_proof(data, size);
    ProofWorth worth = proof == NULL ? PROOF_WRONG : proof_value(run->mip, proof, &bound);
    if (worth == PROOF_BOUND) {
        keep_proof(run, "branch-and-bound", proof, bound);
        return;
    }
    if (worth == PROOF_INFEASIBLE) {
        run->proved_infeasible = true;
        run->solution->has_bound = false;
        proof_free(run->solution->proof);
        run->solution->proof = proof;
        return;
    }
    proof_free(proof);
}

static void take_proved(Solve *run, const uint8_t *data, gsize size)
{
    int64_t bound;
    const char *method;
    Proof *proof = message_take_proved(data, size, &bound, &method);
    if (proof == NULL || run->proved_infeasible)
        proof_free(proof);
    else
        keep_proof(run, method, proof, bound);
}

static bool is_proved(const Solve *run)
{
    const Solution *solution = run->solution;
    return run->incumbent->found && solution->has_bound &&
           run->incumbent->cost - solution->bound < CENT;
}

static void receive(void *context, uint32_t type, const uint8_t *data, gsize size)
{
    Solve *run = context;
    int64_t bound;
    switch ((MessageType)type) {
    case MESSAGE_INCUMBENT:
        message_take_incumbent(run->incumbent, data, size);
        break;
    case MESSAGE_BOUND:
        if (size == sizeof bound) {
            memcpy(&bound, data, sizeof bound);
            note_bound(run, "branch-and-bound", bound);
        }
        break;
    case MESSAGE_PROOF:
        take_proof(run, data, size);
        break;
    case MESSAGE_PROVED:
        take_proved(run, data, size);
        break;
    case MESSAGE_STATUS:
        g_free(run->solution->solver_status);
        run->solution->solver_status = g_strndup((const char *)data, size);
        break;
    case MESSAGE_DONE:
        run->solution->exhausted = size == 1 && data[0] != 0;
        break;
    }
    run->is_proved = is_proved(run);
}

/* Several are no better where no chance is in it or CPU time counts, and not the same twice where
 * work does. */
static uint32_t n_searches(const Solve *run, ChildFunction function)
{
    const SolveOptions *options = run->options;
    bool has_seeds = function == scale_in_child || function == load_in_child;
    if (!has_seeds || options->work_limit > 0 || limit_clock_counts_cpu())
        return 1;
    return options->n_searches > 0 ? MIN(options->n_searches, MAX_SEARCHES)
                                   : MIN(g_get_num_processors(), MAX_SEARCHES);
}

/* In a child: the search, with a seed of its own. */
static void search_beside(void *context, int pipe_fd, const volatile int *stop)
{
    const Beside *beside = context;
    SolveOptions options = *beside->task.options;
    SearchTask task = beside->task;
    options.seed = beside->seed;
    task.options = task.incumbent->options = &options;
    task.is_second = true;
    beside->function(&task, pipe_fd, stop);
}

/* A search, or several, in child processes, with a share of the time that is left. */
static bool run_search(Solve *run, ChildFunction function, double share, GError **error)
{
    Beside beside[MAX_SEARCHES];
    ChildTask tasks[MAX_SEARCHES];
    const SolveOptions *options = run->options;
    double left_s = MAX(0.1, share * (run->time_limit_s - seconds_since(run->start_us)));
    SearchTask task = {
        .mip = run->mip, .incumbent = run->incumbent, .options = options, .time_limit_s = left_s};
    ChildLimits limits = {.time_limit_s = left_s, .stop = options->stop};
    if (options->work_limit > 0)
        limits.time_limit_s = MAX(left_s, run->time_limit_s);
    limits.memory_limit_mib =
        options->memory_limit_mib == 0 ? DEFAULT_MEMORY : options->memory_limit_mib;
    uint32_t n_tasks = n_searches(run, function);
    limits.enough = n_tasks > 1 ? &run->is_proved : NULL;
    tasks[0] = (ChildTask){function, &task};
    for (uint32_t i = 1; i < n_tasks; i++) {
        beside[i] = (Beside){function, task, options->seed + SEED_STEP * i};
        tasks[i] = (ChildTask){search_beside, &beside[i]};
    }
    ChildEnd end = {0};
    if (!child_run(tasks, n_tasks, &limits, receive, run, &end, error))
        return false;
    if (end.ended && end.exit_status == 0)
        return true;
    g_free(run->solution->solver_status);
    run->solution->solver_status =
        end.ended ? g_strdup_printf("the solver process gave up with status %d", end.exit_status)
                  : g_strdup_printf("the solver process was ended by signal %d", end.signal);
    return true;
}

static void add_cheap_bound(Solve *run)
{
    int64_t bound;
    Proof *proof = cheap_bound(run->problem, &bound);
    if (proof != NULL)
        keep_proof(run, "resource-price", proof, bound);
}

static Outcome outcome_of(const Solve *run)
{
    const Solution *solution = run->solution;
    if (run->proved_infeasible)
        return OUTCOME_INFEASIBLE;
    if (!run->incumbent->found)
        return OUTCOME_LIMIT;
    bool is_optimal = solution->has_bound && solution->cost - solution->bound < CENT;
    return is_optimal ? OUTCOME_OPTIMAL : OUTCOME_FEASIBLE;
}

static void finish(Solve *run)
{
    const Problem *problem = run->problem;
    Solution *solution = run->solution;
    solution->n_items = problem->n_items;
    solution->n_bins = problem->n_bins;
    if (run->incumbent->found) {
        g_ptr_array_set_size(solution->earlier, MAX((gint)solution->earlier->len - 1, 0));
        solution->bin_of_item = g_steal_pointer(&run->incumbent->bin_of_item);
        solution->in_service = g_steal_pointer(&run->incumbent->in_service);
        solution->cost = run->incumbent->cost;
    }
    solution->outcome = outcome_of(run);
    solution->cpu_s = cpu_s(run);
    solution->wall_s = (double)(g_get_monotonic_time() - run->start_wall_us) / 1e6;
}

static bool is_stopped(const Solve *run)
{
    return run->options->stop != NULL && *run->options->stop != 0;
}

static Solve begin(const Problem *problem, const SolveOptions *options)
{
    Solve run = {.problem = problem, .options = options, .start_us = limit_clock_us()};
    run.start_cpu_us = cpu_clock_us();
    run.start_wall_us = g_get_monotonic_time();
    run.time_limit_s = options->time_limit_s > 0 ? options->time_limit_s : DEFAULT_TIME_S;
    run.solution = g_new0(Solution, 1);
    run.solution->bounds = g_array_new(FALSE, FALSE, sizeof(BoundEvent));
    run.solution->incumbents = g_array_new(FALSE, FALSE, sizeof(IncumbentEvent));
    run.solution->earlier = g_ptr_array_new_with_free_func(placement_free);
    run.incumbent = incumbent_new(problem, options);
    run.mip = options->start != NULL ? NULL : mip_new(problem);
    return run;
}

/* The best placement is proved, or nothing more is wanted. */
static bool is_done(const Solve *run)
{
    return is_stopped(run) || run->proved_infeasible || is_proved(run) ||
           run->solution->exhausted || (run->options->first_only && run->incumbent->found);
}

static bool has_time(const Solve *run)
{
    return run->options->work_limit > 0 || run->time_limit_s - seconds_since(run->start_us) > 0.05;
}

/* Plain heuristics where they cost little; where there are many items only what is there now. */
static void construct(Solve *run)
{
    gint64 deadline_us = G_MAXINT64;
    if (run->options->work_limit == 0)
        deadline_us = run->start_us + (gint64)(run->time_limit_s * CONSTRUCT_SHARE * 1e6);
    if (run->problem->n_items <= CONSTRUCT_MAX_ITEMS)
        construct_offers(run->incumbent, deadline_us);
    else
        incumbent_offer(run->incumbent, run->problem->home, NULL, "current");
}

static bool serving_costs(const Problem *problem)
{
    for (uint32_t bin = 0; bin < problem->n_bins; bin++)
        if (problem->serve_cost[bin] != 0)
            return true;
    return false;
}

/* Where loads cost: the search that knows them. It proves nothing. */
static bool search_loads(Solve *run, GError **error)
{
    if (is_done(run) || run->problem->n_left_out > 0 || !load_state_knows(run->problem))
        return true;
    double share = serving_costs(run->problem) ? LOAD_SHARE / 2 : LOAD_SHARE;
    return run_search(run, load_in_child, share, error);
}

/* Where it is all about packing: patterns, whose bound is far better than that of prices. */
static bool search_packs(Solve *run, GError **error)
{
    const Problem *problem = run->problem;
    if (is_done(run) || problem->n_left_out > 0 || run->options->first_only ||
        problem->n_items > PACK_MAX_ITEMS || !pack_search_knows(problem))
        return true;
    return run_search(run, pack_in_child, PACK_SHARE, error);
}

/* The cheapest may be cheaper by less than the cent that is proved. */
static bool has_cents_left(const Solve *run)
{
    return is_proved(run) && !is_stopped(run) && !run->options->first_only &&
           run->incumbent->cost > run->solution->bound;
}

/* Tiny problems are searched exactly at once, past the cent that is proved; larger ones at scale
 * first, and exactly with the time that is left where that can pay or where no placement was found.
 */
static bool run_all(Solve *run, GError **error)
{
    if (run->options->start != NULL)
        return run_search(run, load_in_child, 1, error);
    construct(run);
    uint64_t n_places = problem_n_places(run->problem);
    if (!run->options->first_only && n_places <= CHEAP_MAX_PLACES)
        add_cheap_bound(run);
    bool is_tiny = run->mip != NULL && n_places <= TINY_PLACES;
    if (is_done(run) && !(is_tiny && has_cents_left(run)))
        return true;
    if (is_tiny && !run_search(run, search_in_child, TINY_SHARE, error))
        return false;
    if (!search_loads(run, error) || !search_packs(run, error))
        return false;
    bool is_small = run->mip != NULL && n_places <= SMALL_PLACES;
    bool is_about_loads = load_state_knows(run->problem) && !serving_costs(run->problem);
    if (is_about_loads && !is_small && run->incumbent->found)
        return true;
    if (!is_done(run) && has_time(run) && run->problem->n_left_out == 0 &&
        !run_search(run, scale_in_child, is_small ? SCALE_SHARE : 1, error))
        return false;
    if (run->mip != NULL && (is_small || !run->incumbent->found) && !is_done(run) &&
        has_time(run) && !run_search(run, search_in_child, 1, error))
        return false;
    return true;
}

Solution *solve(const Problem *problem, const SolveOptions *options, GError **error)
{
    Solve run = begin(problem, options);
    run.incumbent->on_better = on_better;
    run.incumbent->context = &run;
    bool ok = run_all(&run, error);
    if (ok)
        finish(&run);
    incumbent_free(run.incumbent);
    mip_free(run.mip);
    if (!ok)
        g_clear_pointer(&run.solution, solution_free);
    return run.solution;
}
