#include "planner/planner.h"

#include "common/error.h"
#include "common/limit_clock.h"
#include "common/rational.h"
#include "common/time_text.h"
#include "model/breaches.h"
#include "model/formulate.h"
#include "model/scenario.h"
#include "model/use.h"
#include "plan/explain.h"
#include "plan/plan_cost.h"
#include "plan/sequence.h"
#include "planner/conflict.h"
#include "planner/items.h"

#define CENT            INT64_C(10000) /* micro-units: 'optimal' is a proved gap below this */
#define DEFAULT_LIMIT_S 60.0

/* A target with its order, the best one so far. */
typedef struct {
    uint32_t *host_of_domain; /* NULL: none yet */
    bool *in_service;
    Sequence sequence;
    Cost cost;
    int64_t operator_umin;
} Candidate;

typedef struct {
    const Model *model;
    const PlannerOptions *options;
    Problem *problem;
    bool has_start;
    int64_t start_s;
    gint64 start_us;
    Cost current;
    bool starts_broken; /* the current state breaks something hard */
    Candidate best;
    GPtrArray *excluded; /* placements that could not be ordered, or only with parking */
    bool found_target;   /* some placement keeps all limits, ordered or not */
    Sequence stuck;      /* of the last target that no order leads to: its blockers */
} Loop;

static void candidate_clear(Candidate *candidate)
{
    g_free(candidate->host_of_domain);
    g_free(candidate->in_service);
    sequence_clear(&candidate->sequence);
    *candidate = (Candidate){0};
}

static void loop_clear(Loop *loop)
{
    candidate_clear(&loop->best);
    g_clear_pointer(&loop->problem, problem_free);
    g_clear_pointer(&loop->excluded, g_ptr_array_unref);
    sequence_clear(&loop->stuck);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Loop, loop_clear)

void planner_result_free(PlannerResult *result)
{
    if (result == NULL)
        return;
    g_clear_pointer(&result->plan, plan_free);
    g_clear_pointer(&result->solution, solution_free);
    g_clear_pointer(&result->verdict, verdict_free);
    g_free(result);
}

static double seconds_left(const Loop *loop)
{
    double limit = loop->options->time_limit_s > 0 ? loop->options->time_limit_s : DEFAULT_LIMIT_S;
    return limit - (double)(limit_clock_us() - loop->start_us) / G_USEC_PER_SEC;
}

static bool is_stopped(const Loop *loop)
{
    return loop->options->stop != NULL && *loop->options->stop != 0;
}

/* The hosts in service of a target, or those that hold a domain where the search named none. */
static bool *copy_in_service(const Model *model, const Solution *solution)
{
    bool *in_service = g_new0(bool, model->n_hosts + 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        in_service[host] = solution->in_service[host];
    return in_service;
}

/* Orders a target and keeps it where it is the cheapest so far. ret_direct: it needs no parking. */
static bool try_target(Loop *loop, const Solution *solution, bool *ret_direct, GError **error)
{
    const Model *model = loop->model;
    Candidate candidate = {
        .host_of_domain = g_memdup2(solution->bin_of_item, sizeof(uint32_t) * model->n_domains),
        .in_service = copy_in_service(model, solution),
    };
    int64_t room =
        loop->best.host_of_domain == NULL ? INT64_MAX : loop->best.cost.total - solution->cost;
    SequenceOptions options = {
        .cost_limit = room, .has_start = loop->has_start, .start_s = loop->start_s};
    bool done = sequence_plan(model, candidate.host_of_domain, candidate.in_service, &options,
                              &candidate.sequence, error);
    if (done && candidate.sequence.found)
        done = plan_cost(model, candidate.host_of_domain, candidate.in_service,
                         candidate.sequence.actions, candidate.sequence.n_actions, &candidate.cost,
                         &candidate.operator_umin, error);
    *ret_direct = done && candidate.sequence.found && candidate.cost.total <= solution->cost;
    if (done && !candidate.sequence.found) {
        sequence_clear(&loop->stuck);
        loop->stuck = candidate.sequence;
        candidate.sequence = (Sequence){0};
    }
    bool is_best =
        done && candidate.sequence.found &&
        (loop->best.host_of_domain == NULL || candidate.cost.total < loop->best.cost.total ||
         (candidate.cost.total == loop->best.cost.total &&
          candidate.sequence.n_actions < loop->best.sequence.n_actions));
    if (is_best) {
        candidate_clear(&loop->best);
        loop->best = candidate;
    } else {
        candidate_clear(&candidate);
    }
    return done;
}

static Solution *search(Loop *loop, GError **error)
{
    SolveOptions options = {
        .time_limit_s = MAX(seconds_left(loop), 0.1),
        .work_limit = loop->options->work_limit,
        .gap = loop->options->gap,
        .seed = loop->options->seed,
        .stop = loop->options->stop,
        .excluded = (const uint32_t *const *)loop->excluded->pdata,
        .n_excluded = loop->excluded->len,
        .cutoff = loop->best.host_of_domain == NULL ? INT64_MAX : loop->best.cost.total,
        .progress = loop->options->progress,
        .progress_context = loop->options->progress_context,
    };
    Solution *solution = solve(loop->problem, &options, error);
    if (solution != NULL)
        items_to_domains(loop->problem, loop->model->n_domains, solution);
    return solution;
}

/* Solves and orders until the cheapest target that is left cannot beat the best plan. Returns the
 * first solution, which holds bound and proof. */
static Solution *run_loop(Loop *loop, GError **error)
{
    g_autoptr(Solution) first = search(loop, error);
    if (first == NULL)
        return NULL;
    const Solution *target = first;
    g_autoptr(Solution) next = NULL;
    while (target->bin_of_item != NULL) {
        bool direct = false;
        loop->found_target = true;
        if (!try_target(loop, target, &direct, error))
            return NULL;
        if (direct || seconds_left(loop) <= 0 || is_stopped(loop))
            break;
        g_ptr_array_add(loop->excluded, items_of_placement(loop->problem, target->bin_of_item));
        Solution *following = search(loop, error);
        if (following == NULL)
            return NULL;
        g_clear_pointer(&next, solution_free);
        target = next = following;
    }
    return g_steal_pointer(&first);
}

/* The plan that changes nothing, as a candidate. */
static bool stay(Loop *loop, GError **error)
{
    const Model *model = loop->model;
    candidate_clear(&loop->best);
    loop->best.host_of_domain = current_placement(model);
    loop->best.in_service = current_in_service(model);
    return current_cost(model, &loop->best.cost, error);
}

/* min_saving holds back what saves too little, never a repair, a drain or a placing. */
static bool saves_too_little(const Loop *loop)
{
    g_autoptr(Rational) least = rational_new_decimal(loop->model->policy.min_saving);
    int64_t least_micro = 0;
    if (!rational_round_half_up(least, MICRO, &least_micro) || least_micro == 0)
        return false;
    return !loop->starts_broken && loop->best.host_of_domain != NULL &&
           loop->current.total - loop->best.cost.total < least_micro;
}

static Outcome outcome_of(const Loop *loop, const Solution *first)
{
    if (loop->best.host_of_domain == NULL) {
        if (loop->found_target)
            return OUTCOME_BLOCKED;
        return first->outcome == OUTCOME_INFEASIBLE ? OUTCOME_INFEASIBLE : OUTCOME_LIMIT;
    }
    return first->has_bound && loop->best.cost.total - first->bound < CENT ? OUTCOME_OPTIMAL
                                                                           : OUTCOME_FEASIBLE;
}

static void name_blockers(const Loop *loop, Plan *plan)
{
    const Sequence *stuck = &loop->stuck;
    plan->infeasible = g_new0(Breach, stuck->n_blockers + 1);
    plan->n_infeasible = stuck->n_blockers;
    for (uint32_t i = 0; i < stuck->n_blockers; i++) {
        plan->infeasible[i].rule = g_strdup("order");
        plan->infeasible[i].what = g_strdup_printf("domain '%s' cannot move: %s",
                                                   loop->model->domains[stuck->blockers[i]].name,
                                                   stuck->blocker_reasons[i]);
    }
}

static bool name_conflict(Loop *loop, Plan *plan, GError **error)
{
    SolveOptions options = {.time_limit_s = MAX(seconds_left(loop), 1.0),
                            .cutoff = INT64_MAX,
                            .stop = loop->options->stop};
    g_autofree Fact *facts = NULL;
    uint32_t n_facts = 0;
    if (!problem_find_conflict(loop->problem, &options, &facts, &n_facts, error))
        return false;
    items_name_facts(loop->problem, facts, n_facts);
    plan->infeasible = conflict_to_words(loop->model, facts, n_facts);
    plan->n_infeasible = n_facts;
    return true;
}

static void take_candidate(Loop *loop, Plan *plan)
{
    plan->host_of_domain = g_steal_pointer(&loop->best.host_of_domain);
    plan->in_service = g_steal_pointer(&loop->best.in_service);
    plan->actions = g_steal_pointer(&loop->best.sequence.actions);
    plan->n_actions = loop->best.sequence.n_actions;
    loop->best.sequence.n_actions = 0;
    plan->planned = loop->best.cost;
    plan->operator_umin = loop->best.operator_umin;
    plan->unchanged = plan->n_actions == 0;
    plan->has_start = loop->has_start && !plan->unchanged;
    plan->start_s = plan->has_start ? loop->start_s : 0;
}

static Plan *make_plan(Loop *loop, const Solution *first, GError **error)
{
    const Model *model = loop->model;
    g_autoptr(Plan) plan = g_new0(Plan, 1);
    plan->scenario = g_strdup(model->policy.name);
    plan->snapshot_digest = model_digest(model);
    plan->outcome = outcome_of(loop, first);
    plan->n_domains = model->n_domains;
    plan->n_hosts = model->n_hosts;
    plan->current = loop->current;
    plan->has_bound = first->has_bound;
    plan->bound = first->bound;
    plan->current_breaches = model_breaches(model, &plan->n_current_breaches);
    if (plan->outcome == OUTCOME_BLOCKED)
        name_blockers(loop, plan);
    if (plan->outcome == OUTCOME_INFEASIBLE && !name_conflict(loop, plan, error))
        return NULL;
    if (loop->best.host_of_domain != NULL) {
        take_candidate(loop, plan);
        if (!plan_explain(model, plan, error))
            return NULL;
    }
    plan_seal(model, plan);
    return g_steal_pointer(&plan);
}

static bool judge(const Model *model, PlannerResult *result, GError **error)
{
    const Plan *plan = result->plan;
    if (plan->host_of_domain == NULL && !plan->has_bound && plan->outcome != OUTCOME_INFEASIBLE)
        return true; /* nothing is claimed */
    result->verdict = certificate_judge(model, plan, result->solution->proof, error);
    if (result->verdict == NULL)
        return false;
    if (result->verdict->valid)
        return true;
    for (uint32_t i = 0; i < result->verdict->n_checks; i++) {
        const Check *check = &result->verdict->checks[i];
        if (check->passed)
            continue;
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_REJECTED,
                    "the judge rejects the plan: %s: %s", check->name, check->detail);
        error_add_hint(error, "this is a fault of vmatrix, not of the scenario: please report it");
        return false;
    }
    g_assert_not_reached();
}

/* There is no clock in here: who asks for a plan among blackouts says when it begins. */
static bool set_start(Loop *loop, GError **error)
{
    const Model *model = loop->model;
    loop->has_start = loop->options->has_start || *model->policy.plan_start != '\0';
    loop->start_s = loop->options->start_s;
    if (loop->has_start && !loop->options->has_start) {
        bool read = time_text_parse(model->policy.plan_start, &loop->start_s);
        g_assert(read); /* the reader of the model let it pass */
    }
    if (loop->has_start || model->n_blackouts == 0)
        return true;
    g_set_error_literal(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                        "a plan among blackouts needs a start");
    error_add_hint(error, "give it with --start or as 'plan_start' in policy.csv");
    return false;
}

static bool prepare(Loop *loop, GError **error)
{
    if (!set_start(loop, error) || !current_cost(loop->model, &loop->current, error))
        return false;
    uint32_t n_breaches = 0;
    Breach *breaches = model_breaches(loop->model, &n_breaches);
    loop->starts_broken = n_breaches > 0;
    breaches_free(breaches, n_breaches);
    loop->problem = formulate(loop->model, error);
    loop->excluded = g_ptr_array_new_with_free_func(g_free);
    return loop->problem != NULL;
}

PlannerResult *planner_run(const Model *model, const PlannerOptions *options, GError **error)
{
    g_auto(Loop) loop = {.model = model, .options = options};
    loop.start_us = options->start_us != 0 ? options->start_us : limit_clock_us();
    if (!prepare(&loop, error))
        return NULL;
    g_autoptr(PlannerResult) result = g_new0(PlannerResult, 1);
    result->solution = run_loop(&loop, error);
    if (result->solution == NULL)
        return NULL;
    if (saves_too_little(&loop) && !stay(&loop, error))
        return NULL;
    result->plan = make_plan(&loop, result->solution, error);
    if (result->plan == NULL || !judge(model, result, error))
        return NULL;
    return g_steal_pointer(&result);
}
