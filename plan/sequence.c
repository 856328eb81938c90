#include "plan/sequence.h"

#include "plan/order_actions.h"
#include "plan/order_clock.h"
#include "plan/order_repair.h"
#include "plan/order_run.h"
#include "plan/order_search.h"
#include "plan/timetable.h"

/* Up to here the whole estate is searched: domains × hosts, and moves to try. */
#define SEARCH_PAIRS 4096
#define SEARCH_WORK  UINT64_C(1000000) /* some ten seconds */

/* Up to here an order that is not found is sought anew, other moves first. */
#define SHUFFLE_PAIRS 40000
#define MOST_SHUFFLES 12

static void forget_blockers(Sequence *sequence)
{
    for (uint32_t i = 0; i < sequence->n_blockers; i++)
        g_free(sequence->blocker_reasons[i]);
    g_clear_pointer(&sequence->blockers, g_free);
    g_clear_pointer(&sequence->blocker_reasons, g_free);
    g_clear_pointer(&sequence->lacks, g_free);
    sequence->n_blockers = 0;
}

void sequence_clear(Sequence *sequence)
{
    actions_free(sequence->actions, sequence->n_actions);
    forget_blockers(sequence);
    g_clear_pointer(&sequence->path, g_array_unref);
    g_free(sequence->reached);
    *sequence = (Sequence){0};
}

static const char no_minutes_left[] =
    "no window is left in which the people have enough minutes (max_operator_min_per_window)";

/* Why the blocked domain cannot go where it must end, as the estate stands in run. */
static char *say_why(const OrderRun *run, uint32_t domain, Lack *ret_lack)
{
    const Model *model = run->problem->model;
    OrderState *state = run->state;
    const char *to = model->hosts[run->problem->target[domain]].name;
    uint32_t resource = 0;
    int64_t excess = order_state_excess(state, domain, run->problem->target[domain], &resource);
    *ret_lack = (Lack){run->problem->target[domain], resource, excess};
    if (excess > 0)
        return g_strdup_printf("host '%s' lacks %" G_GINT64_FORMAT " %s for it until others leave",
                               to, excess, model->resources[resource].name);
    excess = order_state_reserve_excess(state, domain, &resource);
    if (excess > 0)
        return g_strdup_printf("the reserve for host_failures lacks %" G_GINT64_FORMAT
                               " %s while it moves",
                               excess, model->resources[resource].name);
    order_state_join(state, domain, run->problem->target[domain]);
    uint32_t broken = order_rules_broken(order_state_rules(state));
    bool has_time =
        order_clock_begin_s(run->problem, state, &run->people, run->clock_s, NULL) != NEVER;
    order_state_leave(state);
    if (broken == INDEX_NONE && !has_time)
        return g_strdup(no_minutes_left);
    if (broken == INDEX_NONE)
        return g_strdup_printf("it waits for others to go to host '%s' with it", to);
    g_autofree char *rule = order_rules_name(order_state_rules(state), broken);
    return g_strdup_printf("%s would be broken on host '%s' until others leave", rule, to);
}

static void list_blockers(const OrderRun *run, Sequence *sequence)
{
    uint32_t n_domains = run->problem->model->n_domains;
    sequence->blockers = g_new(uint32_t, n_domains);
    sequence->blocker_reasons = g_new0(char *, n_domains);
    sequence->lacks = g_new0(Lack, n_domains);
    for (uint32_t domain = 0; domain < n_domains; domain++)
        if (!order_run_is_done(run, domain)) {
            sequence->blocker_reasons[sequence->n_blockers] =
                say_why(run, domain, &sequence->lacks[sequence->n_blockers]);
            sequence->blockers[sequence->n_blockers++] = domain;
        }
}

/* Every host that a domain of the estate is on, must go to or may be parked on. */
static GArray *list_hosts(const OrderProblem *problem)
{
    const Model *model = problem->model;
    g_autofree bool *wanted = g_memdup2(problem->usable, model->n_hosts * sizeof(bool));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        if (problem->target[domain] == INDEX_NONE)
            continue;
        wanted[problem->target[domain]] = true;
        if (model->domains[domain].host != INDEX_NONE)
            wanted[model->domains[domain].host] = true;
    }
    GArray *hosts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (wanted[host])
            g_array_append_val(hosts, host);
    return hosts;
}

static bool search_whole(const OrderProblem *problem, const SequenceOptions *sequence,
                         SearchResult *ret_result, GError **error)
{
    const Model *model = problem->model;
    g_autoptr(GArray) hosts = list_hosts(problem);
    if ((guint64)hosts->len * model->n_domains > SEARCH_PAIRS) {
        *ret_result = (SearchResult){0};
        return true;
    }
    g_autofree uint32_t *domains = g_new(uint32_t, model->n_domains);
    uint32_t n_domains = 0;
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (problem->target[domain] != INDEX_NONE)
            domains[n_domains++] = domain;
    SearchOptions options = {
        .domains = domains,
        .n_domains = n_domains,
        .hosts = (const uint32_t *)(const void *)hosts->data,
        .n_hosts = hosts->len,
        .spare = problem->spare,
        .cost_limit = sequence->cost_limit,
        .work_limit =
            sequence->most_tried > 0 ? MIN(sequence->most_tried, SEARCH_WORK) : SEARCH_WORK,
    };
    g_autoptr(OrderState) state = order_state_new(model, &problem->index, problem->powered);
    return order_search(problem, state, &options, ret_result, error);
}

/* The same moves from the start, in as few waves as their order allows. */
static void restart(OrderRun *run, const GArray *steps)
{
    OrderRun again;
    order_run_init(&again, run->problem);
    order_run_follow(&again, steps);
    order_run_clear(run);
    *run = again;
}

/* From the start again and again, other moves first each time; run is replaced where that helps. */
static bool order_shuffled(OrderRun *run, const SequenceOptions *options, bool *ret_found,
                           GError **error)
{
    const Model *model = run->problem->model;
    bool small = (guint64)model->n_domains * model->n_hosts <= SHUFFLE_PAIRS;
    *ret_found = false;
    for (uint32_t seed = 1; small && options->path == NULL && !*ret_found && seed <= MOST_SHUFFLES;
         seed++) {
        g_auto(OrderRun) again = {0};
        order_run_init(&again, run->problem);
        again.shuffle = seed;
        *ret_found = order_run_direct(&again, NULL);
        if (!*ret_found && !order_repair(&again, ret_found, error))
            return false;
        if (*ret_found) {
            OrderRun given_up = *run;
            *run = again;
            again = given_up;
        }
    }
    return true;
}

/* From the start by an exact search, else from where direct moves ended by repair. */
static bool order_with_parking(OrderRun *run, const SequenceOptions *options, Sequence *sequence,
                               GError **error)
{
    g_auto(SearchResult) result = {0};
    if (options->path == NULL && !search_whole(run->problem, options, &result, error))
        return false;
    if (!result.found && !result.exhausted) {
        if (!order_repair(run, &sequence->found, error) ||
            (!sequence->found && !order_shuffled(run, options, &sequence->found, error)))
            return false;
        restart(run, run->moves);
        return true;
    }
    sequence->found = result.found;
    sequence->least_extra = result.found;
    sequence->proved_blocked = !result.found && !result.dear;
    if (!result.found)
        return true;
    restart(run, result.steps);
    return true;
}

/* The order stands, the time for it does not: the domains from there on are blocked. */
static void block_late(Sequence *sequence, uint32_t late)
{
    uint32_t n = sequence->n_actions;
    sequence->blockers = g_new(uint32_t, n);
    sequence->blocker_reasons = g_new0(char *, n);
    sequence->lacks = g_new0(Lack, n);
    for (uint32_t i = late; i < n; i++)
        if (sequence->actions[i].domain != INDEX_NONE) {
            sequence->blocker_reasons[sequence->n_blockers] = g_strdup(no_minutes_left);
            sequence->blockers[sequence->n_blockers++] = sequence->actions[i].domain;
        }
    actions_free(sequence->actions, n);
    sequence->actions = NULL;
    sequence->n_actions = 0;
    sequence->found = sequence->least_extra = false;
    sequence->extra_cost = 0;
}

static bool finish(const OrderRun *run, const bool *in_service, const SequenceOptions *options,
                   Sequence *sequence, GError **error)
{
    const OrderProblem *problem = run->problem;
    if (!order_problem_extra_cost(problem, run->moves, &sequence->extra_cost, error))
        return false;
    if (sequence->extra_cost > 0 && sequence->extra_cost >= options->cost_limit) {
        sequence->found = false;
        sequence->extra_cost = 0;
        return true;
    }
    forget_blockers(sequence);
    if (!order_actions(problem, in_service, run->moves, &sequence->actions, &sequence->n_actions,
                       error))
        return false;
    uint32_t late = timetable_fill(problem->model, problem->calendar, options->start_s,
                                   sequence->actions, sequence->n_actions);
    if (late < sequence->n_actions)
        block_late(sequence, late);
    return true;
}

/* Where the estate stands and how it got there. */
static void note_path(const OrderRun *run, Sequence *sequence)
{
    uint32_t n_domains = run->problem->model->n_domains;
    g_clear_pointer(&sequence->path, g_array_unref);
    g_free(sequence->reached);
    sequence->path = g_array_copy(run->moves);
    sequence->reached = g_new(uint32_t, (gsize)n_domains + 1);
    for (uint32_t domain = 0; domain < n_domains; domain++)
        sequence->reached[domain] = order_state_host(run->state, domain);
}

static bool order_all(OrderRun *run, const bool *in_service, const SequenceOptions *options,
                      Sequence *sequence, GError **error)
{
    if (options->path != NULL)
        order_run_follow(run, options->path);
    sequence->found = order_run_direct(run, NULL);
    sequence->least_extra = sequence->found && options->path == NULL;
    note_path(run, sequence);
    if (!sequence->found) {
        list_blockers(run, sequence);
        if (options->most_blocked != 0 && sequence->n_blockers > options->most_blocked)
            return true;
        if (!order_with_parking(run, options, sequence, error))
            return false;
        note_path(run, sequence);
    }
    return !sequence->found || finish(run, in_service, options, sequence, error);
}

bool sequence_plan(const Model *model, const uint32_t *target, const bool *in_service,
                   const SequenceOptions *options, Sequence *ret_sequence, GError **error)
{
    g_auto(OrderProblem) problem = {0};
    if (!order_problem_init(&problem, model, target, in_service, error))
        return false;
    if (options->has_start)
        order_problem_set_start(&problem, in_service, options->start_s);
    g_auto(OrderRun) run = {0};
    g_auto(Sequence) sequence = {0};
    order_run_init(&run, &problem);
    if (!order_all(&run, in_service, options, &sequence, error))
        return false;
    *ret_sequence = sequence;
    sequence = (Sequence){0};
    return true;
}
