#include "plan/order_evict.h"

Effort order_parking_effort(const OrderRun *run, uint32_t domain)
{
    const OrderProblem *problem = run->problem;
    uint32_t service = problem->model->domains[domain].service;
    Effort effort = problem->least[domain];
    if (!order_run_is_done(run, domain))
        return effort;
    effort_add(&effort, &problem->least[domain], 1);
    if (service != INDEX_NONE && problem->moves_of[service] == 0)
        effort_add(&effort, &problem->notice, 1);
    return effort;
}

/* Of the resource that the blocked domain lacks most, what each unit costs to free; the largest
 * such domain first where all cost the same. */
static double price_of_room(const EvictOptions *options, uint32_t domain, uint32_t resource)
{
    const Model *model = options->run->problem->model;
    Effort effort = order_parking_effort(options->run, domain);
    int64_t freed = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++)
        freed = MAX(freed, model_demand(model, domain, resource, period));
    return freed == 0 ? G_MAXDOUBLE : ((double)effort.cost + 1) / (double)freed;
}

static bool may_leave(const EvictOptions *options, uint32_t domain, uint32_t blocked,
                      const Effort *spare)
{
    Effort effort = order_parking_effort(options->run, domain);
    return domain != blocked && !options->held[domain] && effort_is_within(&effort, spare);
}

/* A host with room where the domain may wait; INDEX_NONE if none. Hosts are asked in turn from
 * behind its own, so that not all are parked on the first. */
static uint32_t find_room(const EvictOptions *options, uint32_t domain, uint32_t destination)
{
    const OrderProblem *problem = options->run->problem;
    OrderState *state = options->run->state;
    uint32_t n_hosts = problem->model->n_hosts, from = order_state_host(state, domain);
    for (uint32_t step = 1; step < n_hosts; step++) {
        uint32_t host = (from + step) % n_hosts;
        if (host == destination || !order_state_has_room(state, domain, host) ||
            !order_problem_may_go(problem, domain, host))
            continue;
        order_state_put(state, domain, host);
        bool fine = order_rules_broken(order_state_rules(state)) == INDEX_NONE;
        order_state_put(state, domain, from);
        if (fine)
            return host;
    }
    return INDEX_NONE;
}

static bool lets_through(OrderState *state, uint32_t blocked, uint32_t to)
{
    if (order_state_may_join(state, blocked, to) != JOINS)
        return false;
    order_state_join(state, blocked, to);
    bool through = order_rules_broken(order_state_rules(state)) == INDEX_NONE;
    order_state_leave(state);
    return through;
}

/* Parks the cheapest domain that frees what is lacking most; false where none can. */
static bool evict_one(const EvictOptions *options, uint32_t blocked, uint32_t resource, bool *asked,
                      Effort *spare, GArray *moves)
{
    OrderState *state = options->run->state;
    uint32_t to = options->run->problem->target[blocked];
    while (true) {
        uint32_t best = INDEX_NONE;
        double best_price = G_MAXDOUBLE;
        for (uint32_t i = 0; i < options->n_on; i++) {
            double price = price_of_room(options, options->on[i], resource);
            if (!asked[i] && price < best_price &&
                may_leave(options, options->on[i], blocked, spare)) {
                best = i;
                best_price = price;
            }
        }
        if (best == INDEX_NONE)
            return false;
        asked[best] = true;
        uint32_t domain = options->on[best], host = find_room(options, domain, to);
        if (host == INDEX_NONE)
            continue;
        Effort effort = order_parking_effort(options->run, domain);
        effort_add(spare, &effort, -1);
        OrderMove move = {domain, to, host, 0};
        g_array_append_val(moves, move);
        order_state_put(state, domain, host);
        return true;
    }
}

GArray *order_evict(const EvictOptions *options, uint32_t blocked)
{
    OrderState *state = options->run->state;
    uint32_t to = options->run->problem->target[blocked], resource = 0;
    g_autofree bool *asked = g_new0(bool, (gsize)options->n_on + 1);
    GArray *moves = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    Effort spare = options->spare;
    bool goes_on = true, through = false;
    while (goes_on && !through) {
        goes_on = order_state_excess(state, blocked, to, &resource) > 0 &&
                  evict_one(options, blocked, resource, asked, &spare, moves);
        through = lets_through(state, blocked, to);
    }
    for (guint i = moves->len; i > 0; i--)
        order_state_put(state, g_array_index(moves, OrderMove, i - 1).domain, to);
    for (guint i = 0; i < moves->len; i++)
        g_array_index(moves, OrderMove, i).wave = i + 1;
    if (through && moves->len > 0)
        return moves;
    g_array_unref(moves);
    return NULL;
}
