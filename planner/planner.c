#include "planner/planner.h"

#include <string.h>

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
#include "plan/remedy.h"
#include "plan/sequence.h"
#include "planner/conflict.h"
#include "planner/items.h"
#include "planner/legs.h"
#include "planner/loop.h"

#define CENT            INT64_C(10000) /* micro-units: 'optimal' is a proved gap below this */
#define DEFAULT_LIMIT_S 60.0
#define TRIED_PER_S     20000 /* moves in the exact search for an order, a second of the limit */
#define LEAST_TRIED     100000
#define TAIL_TIMES      6    /* what comes after a search against reading and formulating */
#define TAIL_MOST       0.25 /* of the limit that is kept for it */
#define EARLIER_SHARE   0.02 /* of the limit, for ordering placements found before the best */

static void candidate_clear(Candidate *candidate)
{
    g_free(candidate->host_of_domain);
    g_free(candidate->in_service);
    sequence_clear(&candidate->sequence);
    *candidate = (Candidate){0};
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Candidate, candidate_clear)

static void loop_clear(Loop *loop)
{
    candidate_clear(&loop->best);
    g_clear_pointer(&loop->problem, problem_free);
    g_clear_pointer(&loop->excluded, g_ptr_array_unref);
    sequence_clear(&loop->stuck);
    g_clear_pointer(&loop->stuck_host_of_domain, g_free);
    g_clear_pointer(&loop->stuck_in_service, g_free);
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

static double limit_of(const Loop *loop)
{
    return loop->options->time_limit_s > 0 ? loop->options->time_limit_s : DEFAULT_LIMIT_S;
}

static double seconds_used(const Loop *loop)
{
    return (double)(limit_clock_us() - loop->start_us) / G_USEC_PER_SEC;
}

double loop_seconds_left(const Loop *loop)
{
    return limit_of(loop) - loop->tail_s - seconds_used(loop);
}

bool loop_is_stopped(const Loop *loop)
{
    return loop->options->stop != NULL && *loop->options->stop != 0;
}

/* Takes the candidate over. */
static void keep_best(Loop *loop, Candidate *candidate)
{
    const Candidate *best = &loop->best;
    bool is_best = best->host_of_domain == NULL || candidate->cost.total < best->cost.total ||
                   (candidate->cost.total == best->cost.total &&
                    candidate->sequence.n_actions < best->sequence.n_actions);
    if (is_best) {
        candidate_clear(&loop->best);
        loop->best = *candidate;
        *candidate = (Candidate){0};
    }
}

bool loop_try(Loop *loop, const uint32_t *host_of_domain, const bool *in_service, int64_t cost,
              SequenceOptions order, bool *ret_direct, Sequence *ret_sequence, GError **error)
{
    const Model *model = loop->model;
    g_auto(Candidate) candidate = {
        .host_of_domain = g_new0(uint32_t, (gsize)model->n_domains + 1), /* not NULL without any */
        .in_service = g_new0(bool, (gsize)model->n_hosts + 1),
    };
    memcpy(candidate.host_of_domain, host_of_domain, sizeof(uint32_t) * model->n_domains);
    memcpy(candidate.in_service, in_service, sizeof(bool) * model->n_hosts);
    order.cost_limit = loop->best.host_of_domain == NULL ? INT64_MAX : loop->best.cost.total - cost;
    order.most_tried = (uint64_t)MAX(limit_of(loop) * TRIED_PER_S, LEAST_TRIED);
    order.has_start = loop->has_start;
    order.start_s = loop->start_s;
    Sequence *sequence = &candidate.sequence;
    if (!sequence_plan(model, host_of_domain, in_service, &order, sequence, error))
        return false;
    if (sequence->found &&
        !plan_cost(model, host_of_domain, in_service, sequence->actions, sequence->n_actions,
                   &candidate.cost, &candidate.operator_umin, error))
        return false;
    *ret_direct = sequence->found && candidate.cost.total <= cost;
    *ret_sequence = (Sequence){.found = sequence->found,
                               .path = g_steal_pointer(&sequence->path),
                               .reached = g_steal_pointer(&sequence->reached)};
    if (sequence->found) {
        keep_best(loop, &candidate);
    } else {
        sequence_clear(&loop->stuck);
        loop->stuck = *sequence;
        *sequence = (Sequence){0};
        g_free(loop->stuck_host_of_domain);
        g_free(loop->stuck_in_service);
        loop->stuck_host_of_domain = g_steal_pointer(&candidate.host_of_domain);
        loop->stuck_in_service = g_steal_pointer(&candidate.in_service);
    }
    return true;
}

static bool try_target(Loop *loop, const Solution *solution, bool *ret_direct, GError **error)
{
    g_auto(Sequence) sequence = {0};
    return loop_try(loop, solution->bin_of_item, solution->in_service, solution->cost,
                    (SequenceOptions){0}, ret_direct, &sequence, error);
}

/* Placements that the search had found before its best, where that has no order or only a dear one:
 * it costs little to order them, and another search may not have the time. */
static bool try_earlier(Loop *loop, const Solution *solution, GError **error)
{
    double until = seconds_used(loop) + EARLIER_SHARE * limit_of(loop);
    bool is_direct = false;
    for (guint i = solution->earlier->len; i-- > 0 && !is_direct;) {
        const Placement *placement = g_ptr_array_index(solution->earlier, i);
        g_auto(Sequence) sequence = {0};
        bool is_dearer =
            loop->best.host_of_domain != NULL && placement->cost >= loop->best.cost.total;
        if (is_dearer || (loop->options->work_limit == 0 && seconds_used(loop) > until))
            break;
        if (!loop_try(loop, placement->bin_of_item, placement->in_service, placement->cost,
                      (SequenceOptions){0}, &is_direct, &sequence, error))
            return false;
    }
    return true;
}

Solution *loop_search(const Loop *loop, SolveOptions options, GError **error)
{
    options.work_limit = loop->options->work_limit;
    options.gap = loop->options->gap;
    options.seed = loop->options->seed;
    options.n_searches = loop->options->n_searches;
    options.stop = loop->options->stop;
    options.excluded = (const uint32_t *const *)loop->excluded->pdata;
    options.n_excluded = loop->excluded->len;
    options.cutoff = loop->best.host_of_domain == NULL ? INT64_MAX : loop->best.cost.total;
    options.progress = loop->options->progress;
    options.progress_context = loop->options->progress_context;
    Solution *solution = solve(loop->problem, &options, error);
    if (solution != NULL)
        items_to_domains(loop->problem, loop->model->n_domains, solution);
    return solution;
}

static Solution *search(Loop *loop, GError **error)
{
    SolveOptions options = {.time_limit_s = MAX(loop_seconds_left(loop), 0.1)};
    return loop_search(loop, options, error);
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
        if (!try_target(loop, target, &direct, error) ||
            (!direct && !try_earlier(loop, target, error)))
            return NULL;
        if (direct || loop_seconds_left(loop) <= 0 || loop_is_stopped(loop))
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
    loop->is_held_back = true;
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

/* Who blocks, and what would free them. */
static bool name_blockers(const Loop *loop, Plan *plan, GError **error)
{
    const Sequence *stuck = &loop->stuck;
    SequenceOptions order = {.has_start = loop->has_start, .start_s = loop->start_s};
    g_autoptr(GPtrArray) remedies = remedies_find(loop->model, loop->stuck_host_of_domain,
                                                  loop->stuck_in_service, &order, stuck, error);
    if (remedies == NULL)
        return false;
    plan->infeasible = g_new0(Breach, stuck->n_blockers + remedies->len + 1);
    plan->n_infeasible = stuck->n_blockers + remedies->len;
    for (guint i = 0; i < remedies->len; i++)
        plan->infeasible[stuck->n_blockers + i] =
            (Breach){g_strdup("remedy"), g_strdup(g_ptr_array_index(remedies, i))};
    for (uint32_t i = 0; i < stuck->n_blockers; i++) {
        plan->infeasible[i].rule = g_strdup("order");
        plan->infeasible[i].what = g_strdup_printf("domain '%s' cannot move: %s",
                                                   loop->model->domains[stuck->blockers[i]].name,
                                                   stuck->blocker_reasons[i]);
    }
    return true;
}

static bool name_conflict(Loop *loop, Plan *plan, GError **error)
{
    SolveOptions options = {.time_limit_s = MAX(loop_seconds_left(loop), 1.0),
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
    if (plan->outcome == OUTCOME_BLOCKED && !name_blockers(loop, plan, error))
        return NULL;
    if (plan->outcome == OUTCOME_INFEASIBLE && !name_conflict(loop, plan, error))
        return NULL;
    if (loop->best.host_of_domain != NULL) {
        take_candidate(loop, plan);
        if (loop->is_held_back)
            plan->bound = MIN(plan->bound, plan->planned.total);
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
    loop->tail_s = MIN(TAIL_MOST * limit_of(loop), TAIL_TIMES * seconds_used(loop));
    return loop->problem != NULL;
}

PlannerResult *planner_run(const Model *model, const PlannerOptions *options, GError **error)
{
    g_auto(Loop) loop = {.model = model, .options = options};
    loop.start_us = options->start_us != 0 ? options->start_us : limit_clock_us();
    if (!prepare(&loop, error))
        return NULL;
    g_autoptr(PlannerResult) result = g_new0(PlannerResult, 1);
    result->solution = legs_are_for(&loop) ? run_legs(&loop, error) : run_loop(&loop, error);
    if (result->solution == NULL)
        return NULL;
    if (saves_too_little(&loop) && !stay(&loop, error))
        return NULL;
    result->plan = make_plan(&loop, result->solution, error);
    if (result->plan == NULL || !judge(model, result, error))
        return NULL;
    return g_steal_pointer(&result);
}
