#include "solver/scale.h"

#include <math.h>

#include "common/limit_clock.h"
#include "solver/bin_search.h"
#include "solver/child.h"
#include "solver/message.h"
#include "solver/pattern_tree.h"
#include "solver/submip.h"

#define MICRO           1e6
#define CENT            0.01
#define ROOT_SHARE      0.2  /* of the time, for the first bound */
#define TREE_SHARE      0.05 /* for branching on it */
#define MAX_MULTIPLIERS 400000
#define MAX_NODES       4000
#define STEPS_PER_WORK  100
#define ROUNDS_PER_WORK 0.04
#define FEW_PLACES      4000   /* up to so many, patterns find placements too */
#define SEARCH_SHARE    0.15   /* of the time, until they are looked at */
#define MANY_PLACES     500000 /* up to so many, they are looked at for the bound */
#define FEW_DIMENSIONS  8      /* then: with more, prices prove as much in less time */
#define LONG_SEARCH     0.8    /* of the time, until they are */
#define SUBMIP_SHARE    0.2    /* of the search's, for small programs */
#define FEW_SUBMIPS     0.2    /* the same with few places, where annealing has mostly found all */
#define PATTERN_UNTIL   0.93   /* the rest is for writing the proof */
#define WORK_NODES      64
#define FEW_LEAVES      32   /* where a proof has room for so few, each takes the judge its time */
#define WORTH_LEAVES    1e-5 /* of the bound: what more than one must bring there */

typedef struct {
    const SearchTask *task;
    int pipe_fd;
    const volatile int *stop;
    gint64 start_us;
    int64_t bound;
} Scale;

static void tell_incumbent(void *context, const Incumbent *incumbent, const char *method)
{
    const Scale *scale = context;
    message_send_incumbent(scale->pipe_fd, incumbent, method);
}

/* A moment of the search's time, as a share of all of it. */
static gint64 at_share(const Scale *scale, double share)
{
    if (scale->task->options->work_limit > 0)
        return G_MAXINT64;
    return scale->start_us + (gint64)(share * scale->task->time_limit_s * 1e6);
}

/* Takes the proof over. */
static void tell_proof(Scale *scale, Proof *proof, int64_t bound, const char *method)
{
    if (proof != NULL && bound > scale->bound) {
        scale->bound = bound;
        message_send_proved(scale->pipe_fd, proof, bound, method);
    }
    proof_free(proof);
}

/* So many nodes that the proof stays small enough to be read by the judge. */
static uint32_t max_nodes(const Problem *problem)
{
    uint64_t leaf = 2 * (uint64_t)problem->n_items + 8 * (uint64_t)problem->n_bins;
    return (uint32_t)CLAMP(2 * MAX_MULTIPLIERS / leaf, 1, MAX_NODES);
}

static bool has_few_places(const Problem *problem)
{
    return problem_n_places(problem) <= FEW_PLACES;
}

static bool has_patterns(const Problem *problem)
{
    return has_few_places(problem) ||
           (problem_n_places(problem) <= MANY_PLACES && problem->n_dimensions <= FEW_DIMENSIONS);
}

/* Of the time, for placements before the tree. */
static double search_share(const Problem *problem)
{
    if (has_few_places(problem))
        return SEARCH_SHARE;
    return has_patterns(problem) ? LONG_SEARCH : 1 - TREE_SHARE;
}

static double cutoff_of(const Scale *scale)
{
    const Incumbent *incumbent = scale->task->incumbent;
    return incumbent->found ? (double)incumbent->cost / MICRO - CENT / 4 : INFINITY;
}

/* What of the tree's value is not worth its leaves. */
static double not_worth_leaves(const Scale *scale, const PriceTree *tree)
{
    const Problem *problem = price_tree_model(tree)->problem;
    double value = price_tree_value(tree);
    bool decides = value >= cutoff_of(scale);
    return decides || max_nodes(problem) >= 2 * FEW_LEAVES ? 0 : WORTH_LEAVES * fabs(value);
}

/* The bound at the root, then by branching; told each time. */
static void find_bound(Scale *scale, PriceTree *tree, double share, uint32_t n_nodes)
{
    PriceTreeLimits limits = {.cutoff = cutoff_of(scale), .max_nodes = n_nodes};
    limits.deadline_us = at_share(scale, share);
    limits.stop = scale->stop;
    limits.past_solid = n_nodes > 1 && has_patterns(price_tree_model(tree)->problem);
    price_tree_run(tree, &limits);
    int64_t bound;
    Proof *proof = price_tree_proof(tree, not_worth_leaves(scale, tree), &bound);
    tell_proof(scale, proof, bound, "price-bound");
}

/* Below the tree of prices: whole items on single bins. */
static void search_patterns(Scale *scale, const PriceTree *prices)
{
    const SolveOptions *options = scale->task->options;
    PatternTreeLimits limits = {.deadline_us = at_share(scale, PATTERN_UNTIL), .stop = scale->stop};
    double n_places = (double)problem_n_places(price_tree_model(prices)->problem);
    double rounds =
        ROUNDS_PER_WORK * (double)options->work_limit * MIN(1, FEW_PLACES / MAX(1, n_places));
    limits.max_rounds =
        options->work_limit == 0 ? UINT32_MAX : (uint32_t)CLAMP(rounds, 1, UINT32_MAX);
    g_autoptr(PatternTree) tree = pattern_tree_new(prices, scale->task->incumbent);
    if (tree == NULL)
        return;
    pattern_tree_run(tree, &limits);
    int64_t bound;
    Proof *proof = pattern_tree_proof(tree, PATTERN_PROOF_WORK, &bound);
    tell_proof(scale, proof, bound, "patterns");
}

/* The cost at which no more is looked for; currency units. */
static double good_enough(const Scale *scale)
{
    double gap = scale->task->options->gap, bound = (double)scale->bound / MICRO;
    if (scale->bound == INT64_MIN)
        return -INFINITY;
    return MAX(bound + CENT / 2, gap > 0 ? bound / (1 - gap) : -INFINITY);
}

static void search_bins(Scale *scale, PriceTree *tree, double until)
{
    Incumbent *incumbent = scale->task->incumbent;
    BinSearchLimits limits = {.deadline_us = at_share(scale, until), .stop = scale->stop};
    limits.max_steps = scale->task->options->work_limit * STEPS_PER_WORK;
    limits.good_enough = good_enough(scale);
    bin_search_run(incumbent->problem, tree, incumbent, &limits);
}

static void search_submips(Scale *scale, double until)
{
    const SearchTask *task = scale->task;
    SubmipLimits limits = {.end_us = at_share(scale, until), .max_programs = UINT32_MAX};
    limits.stop = scale->stop;
    limits.seed = task->options->seed;
    limits.good_enough = good_enough(scale);
    submip_run(task->mip, task->incumbent, &limits);
}

/* Annealing, then small programs where the whole one is at hand. GLPK cannot count its work, so
 * they are left out where the answer must not depend on time. */
static void search(Scale *scale, PriceTree *tree, double until, double submip_share)
{
    const SearchTask *task = scale->task;
    if (task->mip == NULL || task->options->work_limit > 0) {
        search_bins(scale, tree, until);
        return;
    }
    search_bins(scale, tree, until * (1 - submip_share));
    search_submips(scale, until);
}

static void run(Scale *scale)
{
    const Problem *problem = scale->task->incumbent->problem;
    g_autoptr(PriceModel) model = price_model_new(problem);
    if (model == NULL) {
        search_bins(scale, NULL, 1);
        return;
    }
    g_autoptr(PriceTree) tree = price_tree_new(model, 1);
    bool counts_work = scale->task->options->work_limit > 0;
    uint32_t n_nodes = counts_work ? WORK_NODES : max_nodes(problem);
    find_bound(scale, tree, ROOT_SHARE, 1);
    if (scale->task->is_second) {
        search_bins(scale, tree, 1);
        return;
    }
    double share = search_share(problem);
    search(scale, tree, share, has_few_places(problem) ? FEW_SUBMIPS : SUBMIP_SHARE);
    find_bound(scale, tree, share + TREE_SHARE, MIN(n_nodes, max_nodes(problem)));
    if (has_patterns(problem))
        search_patterns(scale, tree);
}

void scale_in_child(void *context, int pipe_fd, const volatile int *stop)
{
    Scale scale = {.task = context, .pipe_fd = pipe_fd, .stop = stop, .bound = INT64_MIN};
    scale.start_us = limit_clock_us();
    search_hook_glpk();
    Incumbent *incumbent = scale.task->incumbent;
    incumbent->on_better = tell_incumbent;
    incumbent->context = &scale;
    run(&scale);
}
