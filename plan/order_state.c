#include "plan/order_state.h"

#include <string.h>

#include "model/cost.h"
#include "model/rules.h"
#include "plan/domain_fits.h"
#include "plan/order_reserve.h"

struct OrderState {
    const Model *model;
    OrderRules *rules;
    OrderReserve *reserve;   /* NULL where nothing is asked for */
    uint32_t n_dimensions;   /* resources × periods */
    uint32_t *host;          /* [n_domains] */
    int64_t *present;        /* [host * n_dimensions + dimension] of who is there, wave included */
    int64_t *taken;          /* the same, and what who left still takes of transient resources */
    int64_t *start_use;      /* either at the start: more than a limit is borne up to that */
    int64_t *hard;           /* [host * n_resources + resource] */
    int64_t *tier_hard;      /* [(tier * n_hosts + host) * n_resources + resource] */
    uint32_t *n_of_tier;     /* [host * n_tiers + tier] domains there, wave included */
    GArray *wave;            /* OrderMove */
    bool *in_wave;           /* [n_domains] */
    uint32_t *host_moves;    /* [n_hosts] moves of the wave from or to it */
    uint32_t *service_moves; /* [n_services] */
};

static bool holds(const OrderState *state, uint32_t host)
{
    return host != INDEX_NONE && state->model->hosts[host].state != HOST_STATE_FAILED;
}

/* A transient resource stays taken on the host of the snapshot, whoever leaves or comes back. */
static bool stays_taken(const OrderState *state, uint32_t domain, uint32_t host, uint32_t resource)
{
    return state->model->resources[resource].transient &&
           host == state->model->domains[domain].host;
}

static void add_use(OrderState *state, uint32_t domain, uint32_t host, int sign)
{
    if (!holds(state, host))
        return;
    int64_t *present = state->present + (gsize)host * state->n_dimensions;
    int64_t *taken = state->taken + (gsize)host * state->n_dimensions;
    const int64_t *demand = state->model->domains[domain].demand;
    uint32_t n_periods = state->model->policy.n_periods;
    for (uint32_t i = 0; i < state->n_dimensions; i++) {
        present[i] += sign * demand[i];
        if (!stays_taken(state, domain, host, i / n_periods))
            taken[i] += sign * demand[i];
    }
    order_reserve_add(state->reserve, domain, sign);
    uint32_t tier = fit_tier(state->model, domain);
    if (tier != INDEX_NONE)
        state->n_of_tier[(gsize)host * state->model->n_tiers + tier] += (uint32_t)sign;
}

static void set_limits(OrderState *state)
{
    const Model *model = state->model;
    int64_t *hard = state->hard;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        for (uint32_t resource = 0; resource < model->n_resources; resource++)
            *hard++ = host_hard_limit(model, host, resource);
    int64_t *tier_hard = state->tier_hard;
    for (uint32_t tier = 0; tier < model->n_tiers; tier++)
        for (uint32_t host = 0; host < model->n_hosts; host++)
            for (uint32_t resource = 0; resource < model->n_resources; resource++)
                *tier_hard++ = host_tier_limit(model, host, tier, resource);
}

static void count_start(OrderState *state)
{
    const Model *model = state->model;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        state->host[domain] = domain_host_now(model, domain);
        add_use(state, domain, state->host[domain], 1);
    }
    gsize size = (gsize)model->n_hosts * state->n_dimensions * sizeof(int64_t);
    memcpy(state->taken, state->present, size);
    memcpy(state->start_use, state->present, size);
}

/* What retires has left before anything moves. */
static void retire_all(OrderState *state)
{
    for (uint32_t domain = 0; domain < state->model->n_domains; domain++) {
        if (!domain_retires(state->model, domain))
            continue;
        add_use(state, domain, state->host[domain], -1);
        state->host[domain] = INDEX_NONE;
    }
}

OrderState *order_state_new(const Model *model, const DomainRules *index, const bool *powered)
{
    OrderState *state = g_new0(OrderState, 1);
    gsize n_hosts = model->n_hosts;
    state->model = model;
    state->rules = order_rules_new(model, index);
    state->reserve = order_reserve_new(model, powered);
    state->n_dimensions = model->n_resources * model->policy.n_periods;
    state->host = g_new(uint32_t, model->n_domains);
    state->present = g_new0(int64_t, n_hosts * state->n_dimensions);
    state->taken = g_new0(int64_t, n_hosts * state->n_dimensions);
    state->start_use = g_new0(int64_t, n_hosts * state->n_dimensions);
    state->hard = g_new(int64_t, n_hosts * model->n_resources);
    state->tier_hard = g_new(int64_t, model->n_tiers * n_hosts * model->n_resources);
    state->n_of_tier = g_new0(uint32_t, n_hosts * model->n_tiers);
    state->wave = g_array_new(FALSE, FALSE, sizeof(OrderMove));
    state->in_wave = g_new0(bool, model->n_domains);
    state->host_moves = g_new0(uint32_t, n_hosts);
    state->service_moves = g_new0(uint32_t, model->n_services);
    set_limits(state);
    count_start(state);
    order_reserve_begin(state->reserve);
    retire_all(state);
    return state;
}

void order_state_free(OrderState *state)
{
    if (state == NULL)
        return;
    order_rules_free(state->rules);
    order_reserve_free(state->reserve);
    g_free(state->host);
    g_free(state->present);
    g_free(state->taken);
    g_free(state->start_use);
    g_free(state->hard);
    g_free(state->tier_hard);
    g_free(state->n_of_tier);
    g_array_unref(state->wave);
    g_free(state->in_wave);
    g_free(state->host_moves);
    g_free(state->service_moves);
    g_free(state);
}

uint32_t order_state_host(const OrderState *state, uint32_t domain)
{
    return state->host[domain];
}

OrderRules *order_state_rules(const OrderState *state)
{
    return state->rules;
}

const GArray *order_state_wave(const OrderState *state)
{
    return state->wave;
}

/* The lowest limit of the tiers present once the domain is there as well. */
static int64_t limit_with(const OrderState *state, uint32_t domain, uint32_t host,
                          uint32_t resource)
{
    const Model *model = state->model;
    int64_t limit = state->hard[(gsize)host * model->n_resources + resource];
    uint32_t own_tier = fit_tier(model, domain);
    for (uint32_t tier = 0; tier < model->n_tiers; tier++)
        if (tier == own_tier || state->n_of_tier[(gsize)host * model->n_tiers + tier] > 0) {
            gsize row = (gsize)tier * model->n_hosts + host;
            limit = MIN(limit, state->tier_hard[row * model->n_resources + resource]);
        }
    return limit;
}

/* By how much demand more would pass the tiers' limit with who is there, and the hard limit with
 * what is taken; negative where there is room. */
static int64_t excess_in(const OrderState *state, uint32_t domain, uint32_t host,
                         uint32_t dimension, int64_t limit)
{
    uint32_t resource = dimension / state->model->policy.n_periods;
    gsize at = (gsize)host * state->n_dimensions + dimension;
    int64_t hard = state->hard[(gsize)host * state->model->n_resources + resource];
    int64_t demand = state->model->domains[domain].demand[dimension];
    int64_t excess = state->present[at] + demand - MAX(limit, state->start_use[at]);
    if (stays_taken(state, domain, host, resource))
        return excess;
    return MAX(excess, state->taken[at] + demand - MAX(hard, state->start_use[at]));
}

int64_t order_state_excess(const OrderState *state, uint32_t domain, uint32_t host,
                           uint32_t *ret_resource)
{
    uint32_t n_periods = state->model->policy.n_periods;
    int64_t worst = 0;
    for (uint32_t resource = 0; resource < state->model->n_resources; resource++) {
        int64_t limit = limit_with(state, domain, host, resource);
        for (uint32_t period = 0; period < n_periods; period++) {
            int64_t excess = excess_in(state, domain, host, resource * n_periods + period, limit);
            if (excess > worst) {
                worst = excess;
                if (ret_resource != NULL)
                    *ret_resource = resource;
            }
        }
    }
    return worst;
}

bool order_state_has_room(const OrderState *state, uint32_t domain, uint32_t host)
{
    return order_reserve_excess(state->reserve, domain, NULL) == 0 &&
           order_state_excess(state, domain, host, NULL) == 0;
}

int64_t order_state_reserve_excess(const OrderState *state, uint32_t domain, uint32_t *ret_resource)
{
    return order_reserve_excess(state->reserve, domain, ret_resource);
}

JoinResult order_state_may_join(const OrderState *state, uint32_t domain, uint32_t to)
{
    const Policy *policy = &state->model->policy;
    uint32_t from = state->host[domain];
    uint32_t service = state->model->domains[domain].service;
    if (state->in_wave[domain])
        return STOPPED_BY_DOMAIN;
    if (state->wave->len >= policy->max_parallel)
        return STOPPED_BY_WAVE;
    if (holds(state, from) && state->host_moves[from] >= policy->max_parallel_per_host)
        return STOPPED_BY_SOURCE;
    if (state->host_moves[to] >= policy->max_parallel_per_host)
        return STOPPED_BY_TARGET;
    if (service != INDEX_NONE && state->service_moves[service] >= policy->max_parallel_per_service)
        return STOPPED_BY_SERVICE;
    if (order_reserve_excess(state->reserve, domain, NULL) > 0)
        return STOPPED_BY_RESERVE;
    return order_state_has_room(state, domain, to) ? JOINS : STOPPED_BY_ROOM;
}

static void count_parallel(OrderState *state, const OrderMove *move, int step)
{
    uint32_t service = state->model->domains[move->domain].service;
    state->in_wave[move->domain] = step > 0;
    state->host_moves[move->to] += (uint32_t)step;
    if (holds(state, move->from))
        state->host_moves[move->from] += (uint32_t)step;
    if (service != INDEX_NONE)
        state->service_moves[service] += (uint32_t)step;
}

void order_state_join(OrderState *state, uint32_t domain, uint32_t to)
{
    OrderMove move = {.domain = domain, .from = state->host[domain], .to = to};
    g_array_append_val(state->wave, move);
    count_parallel(state, &move, 1);
    add_use(state, domain, to, 1);
    order_rules_move(state->rules, domain, move.from, to);
}

void order_state_leave(OrderState *state)
{
    OrderMove move = g_array_index(state->wave, OrderMove, state->wave->len - 1);
    g_array_set_size(state->wave, state->wave->len - 1);
    count_parallel(state, &move, -1);
    add_use(state, move.domain, move.to, -1);
    order_rules_move(state->rules, move.domain, move.to, move.from);
}

void order_state_end_wave(OrderState *state)
{
    g_assert(order_rules_broken(state->rules) == INDEX_NONE);
    for (guint i = 0; i < state->wave->len; i++) {
        const OrderMove *move = &g_array_index(state->wave, OrderMove, i);
        count_parallel(state, move, -1);
        add_use(state, move->domain, move->from, -1);
        state->host[move->domain] = move->to;
    }
    g_array_set_size(state->wave, 0);
}

uint32_t order_state_n_sharing(const OrderState *state, const OrderMove *move)
{
    uint32_t n_to = state->host_moves[move->to];
    return holds(state, move->from) ? MAX(n_to, state->host_moves[move->from]) : n_to;
}

void order_state_put(OrderState *state, uint32_t domain, uint32_t host)
{
    uint32_t from = state->host[domain];
    if (from == host)
        return;
    add_use(state, domain, from, -1);
    add_use(state, domain, host, 1);
    order_rules_move(state->rules, domain, from, host);
    state->host[domain] = host;
}
