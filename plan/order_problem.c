#include "plan/order_problem.h"

#include "model/cost.h"
#include "plan/domain_fits.h"
#include "plan/duration.h"
#include "plan/timetable.h"

#define MIB_PER_GIB 1024

void effort_add(Effort *sum, const Effort *term, int sign)
{
    sum->cost += sign * term->cost;
    sum->moves += sign * term->moves;
    sum->operator_umin += sign * term->operator_umin;
    sum->memory_mib += sign * term->memory_mib;
}

bool effort_is_within(const Effort *effort, const Effort *limit)
{
    return effort->moves <= limit->moves && effort->operator_umin <= limit->operator_umin &&
           effort->memory_mib <= limit->memory_mib;
}

bool order_problem_effort(const OrderProblem *problem, uint32_t domain, uint32_t from, uint32_t to,
                          Effort *ret_effort, GError **error)
{
    Effort effort = problem->least[domain];
    if (problem->model->n_move_costs > 0 &&
        !leg_price(problem->model, domain, from, to, &effort.cost, &effort.operator_umin, error))
        return false;
    *ret_effort = effort;
    return true;
}

static bool set_least(OrderProblem *problem, GError **error)
{
    const Model *model = problem->model;
    problem->least = g_new0(Effort, model->n_domains);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        Effort *least = &problem->least[domain];
        least->moves = 1;
        least->memory_mib = fit_memory_mib(model, domain);
        /* from nowhere: no pair matches */
        if (!move_price(model, domain, INDEX_NONE, problem->target[domain], &least->cost,
                        &least->operator_umin, error))
            return false;
    }
    return true;
}

static bool set_prices(OrderProblem *problem, GError **error)
{
    const Model *model = problem->model;
    problem->notice.operator_umin = model->policy.service_notice_umin;
    return notice_price(model, &problem->notice.cost, error) &&
           busiest_price(model, 1, &problem->busiest_cost, error);
}

static void count_direct(OrderProblem *problem)
{
    const Model *model = problem->model;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t service = model->domains[domain].service;
        if (service == INDEX_NONE ||
            (!order_problem_moves(problem, domain) && !domain_retires(model, domain)))
            continue;
        uint32_t moves = ++problem->moves_of[service];
        problem->most_moves = MAX(problem->most_moves, moves);
    }
}

/* What the direct moves and everything around them use up. */
static bool direct_effort(const OrderProblem *problem, const bool *in_service, Effort *ret_effort,
                          GError **error)
{
    const Model *model = problem->model;
    Effort sum = {.operator_umin = model->policy.plan_review_umin};
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        if (!order_problem_moves(problem, domain) && !domain_retires(model, domain))
            continue;
        Effort effort;
        if (!order_problem_effort(problem, domain, model->domains[domain].host,
                                  problem->target[domain], &effort, error))
            return false;
        effort_add(&sum, &effort, 1);
    }
    for (uint32_t service = 0; service < model->n_services; service++)
        if (problem->moves_of[service] > 0)
            effort_add(&sum, &problem->notice, 1);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (in_service[host] != model->hosts[host].on)
            sum.operator_umin += model->policy.power_change_umin;
    *ret_effort = sum;
    return true;
}

static int64_t spare_of(int64_t limit, int64_t unit, int64_t used)
{
    return limit == NO_LIMIT || limit > INT64_MAX / unit ? INT64_MAX : limit * unit - used;
}

static bool set_spare(OrderProblem *problem, const bool *in_service, GError **error)
{
    Effort used;
    if (!direct_effort(problem, in_service, &used, error))
        return false;
    const Policy *policy = &problem->model->policy;
    problem->spare.moves = spare_of(policy->max_moves, 1, used.moves);
    problem->spare.operator_umin = spare_of(policy->max_operator_umin, 1, used.operator_umin);
    problem->spare.memory_mib = spare_of(policy->max_memory_gib, MIB_PER_GIB, used.memory_mib);
    return true;
}

bool order_problem_init(OrderProblem *problem, const Model *model, const uint32_t *target,
                        const bool *in_service, GError **error)
{
    *problem = (OrderProblem){.model = model, .target = target};
    domain_rules_init(&problem->index, model);
    problem->powered = g_new(bool, model->n_hosts);
    problem->usable = g_new(bool, model->n_hosts);
    problem->moves_of = g_new0(uint32_t, model->n_services);
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        HostState state = model->hosts[host].state;
        problem->powered[host] =
            state != HOST_STATE_FAILED && (model->hosts[host].on || in_service[host]);
        problem->usable[host] = state == HOST_STATE_UP && problem->powered[host];
        if (in_service[host] && !model->hosts[host].on)
            problem->used_umin += model->policy.power_change_umin;
    }
    count_direct(problem);
    return set_least(problem, error) && set_prices(problem, error) &&
           set_spare(problem, in_service, error);
}

/* All hosts are switched on together, before anything moves. */
void order_problem_set_start(OrderProblem *problem, const bool *in_service, int64_t start_s)
{
    const Model *model = problem->model;
    if (model->n_blackouts == 0)
        return;
    problem->calendar = calendar_new(model);
    problem->clock_s = start_s;
    int64_t length_s =
        timetable_length_s(duration_expected_s(model, ACTION_POWER_ON, INDEX_NONE, 1));
    bool any = false;
    for (int64_t before_s = INT64_MIN; before_s != problem->clock_s;) {
        before_s = problem->clock_s;
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (in_service[host] && !model->hosts[host].on) {
                Touches touches = {INDEX_NONE, INDEX_NONE, host};
                any = true;
                problem->clock_s =
                    calendar_earliest_s(problem->calendar, touches, problem->clock_s, length_s);
            }
    }
    problem->clock_s += any ? length_s : 0;
}

void order_problem_clear(OrderProblem *problem)
{
    domain_rules_clear(&problem->index);
    g_clear_pointer(&problem->calendar, calendar_free);
    g_clear_pointer(&problem->powered, g_free);
    g_clear_pointer(&problem->usable, g_free);
    g_clear_pointer(&problem->moves_of, g_free);
    g_clear_pointer(&problem->least, g_free);
}

bool order_problem_may_go(const OrderProblem *problem, uint32_t domain, uint32_t host)
{
    const Model *model = problem->model;
    uint32_t target = problem->target[domain];
    if (target == INDEX_NONE)
        return false;
    if (host == target)
        return model->hosts[host].state == HOST_STATE_UP;
    return problem->usable[host] && model->hosts[target].state == HOST_STATE_UP &&
           !domain_never_moves(&model->domains[domain]) &&
           domain_may_park(model, &problem->index, domain, host);
}

/* Sums over moves; told and largest are the services touched and the most moves within one. */
typedef struct {
    int64_t cost, told, most_moves;
} Touched;

/* What retires counts for its service, whatever else moves. */
static void touch_retirements(const Model *model, uint32_t *moves_of, Touched *touched)
{
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t service = model->domains[domain].service;
        if (service == INDEX_NONE || !domain_retires(model, domain))
            continue;
        touched->told += moves_of[service]++ == 0;
        touched->most_moves = MAX(touched->most_moves, moves_of[service]);
    }
}

static bool touch(const OrderProblem *problem, const GArray *moves, Touched *touched,
                  GError **error)
{
    g_autofree uint32_t *moves_of = g_new0(uint32_t, problem->model->n_services);
    touch_retirements(problem->model, moves_of, touched);
    for (guint i = 0; i < moves->len; i++) {
        const OrderMove *move = &g_array_index(moves, OrderMove, i);
        Effort effort;
        if (!order_problem_effort(problem, move->domain, move->from, move->to, &effort, error))
            return false;
        touched->cost += effort.cost;
        uint32_t service = problem->model->domains[move->domain].service;
        if (service == INDEX_NONE)
            continue;
        touched->told += moves_of[service]++ == 0;
        touched->most_moves = MAX(touched->most_moves, moves_of[service]);
    }
    return true;
}

static GArray *direct_moves(const OrderProblem *problem)
{
    GArray *moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    for (uint32_t domain = 0; domain < problem->model->n_domains; domain++) {
        OrderMove move = {domain, problem->model->domains[domain].host, problem->target[domain], 0};
        if (order_problem_moves(problem, domain))
            g_array_append_val(moves, move);
    }
    return moves;
}

bool order_problem_extra_cost(const OrderProblem *problem, const GArray *moves, int64_t *ret_cost,
                              GError **error)
{
    g_autoptr(GArray) direct = direct_moves(problem);
    Touched all = {0};
    Touched least = {0};
    if (!touch(problem, moves, &all, error) || !touch(problem, direct, &least, error))
        return false;
    *ret_cost = all.cost - least.cost + (all.told - least.told) * problem->notice.cost +
                (all.most_moves - least.most_moves) * problem->busiest_cost;
    return true;
}
