#include "certificate/cost.h"

#include "certificate/exact.h"
#include "certificate/limits.h"
#include "certificate/price.h"
#include "common/error.h"

/* What a cost is summed up in: the first amount out of range stops it. */
typedef struct {
    const Model *model;
    State state;
    const int64_t *use; /* see judge_use */
    Cost *cost;
} Bill;

/* micro by address: an argument beside the call that fills it might be read before. */
static bool charge(Bill *bill, CostPart part, bool priced, const int64_t *micro)
{
    return priced &&
           !__builtin_add_overflow(bill->cost->part[part], *micro, &bill->cost->part[part]);
}

static bool charge_hosts(Bill *bill)
{
    for (uint32_t host = 0; host < bill->model->n_hosts; host++) {
        int64_t micro = 0;
        if (!bill->state.in_service[host])
            continue;
        if (!charge(bill, COST_MACHINE, judge_price_machine(bill->model, host, &micro), &micro) ||
            !charge(bill, COST_ADMIN, judge_price_admin(bill->model, host, &micro), &micro) ||
            !charge(bill, COST_ENERGY, judge_price_idle_energy(bill->model, host, &micro), &micro))
            return false;
    }
    return true;
}

static void free_rate(gpointer rate)
{
    rational_free(rate);
}

static bool charge_use_energy(Bill *bill)
{
    const Model *model = bill->model;
    g_autoptr(GPtrArray) rates = g_ptr_array_new_with_free_func(free_rate);
    for (uint32_t host = 0; host < model->n_hosts; host++)
        g_ptr_array_add(rates, judge_rate_use_energy(model, host));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t host = bill->state.host_of_domain[domain];
        int64_t micro = 0;
        if (host == INDEX_NONE || !bill->state.in_service[host])
            continue;
        bool priced = judge_price_use_energy_at(model, rates->pdata[host], domain, &micro);
        if (!charge(bill, COST_ENERGY, priced, &micro))
            return false;
    }
    return true;
}

static bool charge_licences(Bill *bill)
{
    const Model *model = bill->model;
    g_autofree bool *pays = g_new0(bool, MAX((gsize)model->n_hosts * model->n_licences, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t host = bill->state.host_of_domain[domain];
        const IndexSet *licences = &model->domains[domain].licences;
        for (uint32_t i = 0; host != INDEX_NONE && i < licences->n; i++) {
            bool *pair = &pays[(gsize)host * model->n_licences + licences->index[i]];
            int64_t micro = 0;
            if (*pair)
                continue;
            *pair = true;
            bool priced = judge_price_licence(model, licences->index[i], host, &micro);
            if (!charge(bill, COST_LICENCE, priced, &micro))
                return false;
        }
    }
    return true;
}

/* H × price × Σ over periods of what is above the soft limit / periods */
bool judge_price_overload(const Model *model, uint32_t host, uint32_t resource, const int64_t *use,
                          int64_t *ret_micro)
{
    int64_t above = 0, soft = judge_soft_limit(model, host, resource);
    if (decimal_is_zero(model->resources[resource].overload_price)) {
        *ret_micro = 0;
        return true;
    }
    g_autoptr(Rational) rate =
        judge_rate_over_horizon(model, model->resources[resource].overload_price);
    rational_divide_integer(rate, (int64_t)model->policy.n_periods);
    for (uint32_t period = 0; period < model->policy.n_periods; period++)
        above += MAX(use[judge_use_index(model, host, resource, period)] - soft, 0);
    return rational_round_half_up(rate, above, ret_micro);
}

static bool charge_overload(Bill *bill)
{
    const Model *model = bill->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++)
        for (uint32_t host = 0; host < model->n_hosts; host++) {
            int64_t micro = 0;
            bool priced = judge_price_overload(model, host, resource, bill->use, &micro);
            if (!charge(bill, COST_OVERLOAD, priced, &micro))
                return false;
        }
    return true;
}

/* Σ over periods of max(0, ratio × headroom of the resource − headroom of the other). */
static Rational *stranded(const Model *model, const Balance *balance, uint32_t host,
                          const int64_t *use)
{
    const int64_t *capacity = model->hosts[host].capacity;
    Rational *sum = rational_new_integer(0);
    for (uint32_t period = 0; period < model->policy.n_periods; period++) {
        int64_t room = capacity[balance->resource] -
                       use[judge_use_index(model, host, balance->resource, period)];
        int64_t other =
            capacity[balance->with] - use[judge_use_index(model, host, balance->with, period)];
        if ((Int128)room * balance->ratio_permille <= (Int128)other * 1000)
            continue;
        g_autoptr(Rational) term = rational_new_integer(room);
        g_autoptr(Rational) less = rational_new_integer(other);
        rational_multiply_integer(term, balance->ratio_permille);
        rational_divide_integer(term, 1000);
        rational_subtract(term, less);
        rational_add(sum, term);
    }
    return sum;
}

bool judge_price_balance(const Model *model, uint32_t balance, uint32_t host, const int64_t *use,
                         int64_t *ret_micro)
{
    g_autoptr(Rational) price = stranded(model, &model->balances[balance], host, use);
    g_autoptr(Rational) rate = judge_rate_over_horizon(model, model->balances[balance].price_per_h);
    rational_divide_integer(rate, (int64_t)model->policy.n_periods);
    rational_multiply(price, rate);
    return rational_round_half_up(price, 1, ret_micro);
}

static bool charge_balance(Bill *bill)
{
    for (uint32_t i = 0; i < bill->model->n_balances; i++)
        for (uint32_t host = 0; host < bill->model->n_hosts; host++) {
            int64_t micro = 0;
            bool priced = judge_price_balance(bill->model, i, host, bill->use, &micro);
            if (!charge(bill, COST_BALANCE, priced, &micro))
                return false;
        }
    return true;
}

static bool charge_rules(Bill *bill)
{
    for (uint32_t i = 0; i < bill->model->n_rules; i++) {
        int64_t micro = 0;
        if (bill->model->rules[i].strength != STRENGTH_SOFT)
            continue;
        g_autoptr(Rational) rate =
            judge_rate_over_horizon(bill->model, bill->model->rules[i].price_per_h);
        int64_t breaches = judge_breaches(bill->model, i, bill->state, NULL);
        if (!charge(bill, COST_RULES, rational_round_half_up(rate, breaches, &micro), &micro))
            return false;
    }
    return true;
}

bool judge_is_move(const Action *action)
{
    return action->kind == ACTION_MIGRATE || action->kind == ACTION_ACTIVATE ||
           action->kind == ACTION_REPLICATE || action->kind == ACTION_RETIRE;
}

/* Moves of each service in the plan, parking included: [n_services]. */
static int64_t *moves_of_services(const Model *model, const Plan *plan)
{
    int64_t *n_moves = g_new0(int64_t, MAX(model->n_services, 1));
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        uint32_t service =
            judge_is_move(action) ? model->domains[action->domain].service : INDEX_NONE;
        if (service != INDEX_NONE)
            n_moves[service]++;
    }
    return n_moves;
}

static bool charge_moves(Bill *bill, const Plan *plan)
{
    int64_t micro = 0;
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        if (!judge_is_move(action))
            continue;
        bool priced =
            judge_price_move(bill->model, action->domain, action->from, action->to, &micro);
        if (!charge(bill, COST_MOVES, priced, &micro))
            return false;
    }
    g_autofree int64_t *n_moves = moves_of_services(bill->model, plan);
    int64_t most = 0;
    for (uint32_t service = 0; service < bill->model->n_services; service++) {
        most = MAX(most, n_moves[service]);
        if (n_moves[service] == 0)
            continue;
        if (!charge(bill, COST_NOTICES, judge_price_notice(bill->model, &micro), &micro))
            return false;
    }
    return charge(bill, COST_MOVES, judge_price_busiest(bill->model, most, &micro), &micro);
}

static bool charge_power_and_review(Bill *bill, const Plan *plan)
{
    int64_t micro = 0;
    for (uint32_t host = 0; host < bill->model->n_hosts; host++) {
        if (bill->state.in_service[host] == bill->model->hosts[host].on)
            continue;
        if (!charge(bill, COST_POWER_CHANGES, judge_price_power_change(bill->model, &micro),
                    &micro))
            return false;
    }
    return plan->n_actions == 0 ||
           charge(bill, COST_REVIEW, judge_price_review(bill->model, &micro), &micro);
}

static bool add_up(const Bill *bill)
{
    bill->cost->total = 0;
    for (uint32_t part = 0; part < N_COST_PARTS; part++)
        if (__builtin_add_overflow(bill->cost->total, bill->cost->part[part], &bill->cost->total))
            return false;
    return true;
}

static bool bill_state(const Model *model, State state, const Plan *plan, Cost *ret_cost,
                       GError **error)
{
    Cost cost = {0};
    g_autofree int64_t *use = judge_use(model, state.host_of_domain);
    Bill bill = {model, state, use, &cost};
    if (!charge_hosts(&bill) || !charge_use_energy(&bill) || !charge_licences(&bill) ||
        !charge_overload(&bill) || !charge_balance(&bill) || !charge_rules(&bill) ||
        (plan != NULL && (!charge_moves(&bill, plan) || !charge_power_and_review(&bill, plan))) ||
        !add_up(&bill)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "the cost leaves the range of 64 bits in micro-units");
        return false;
    }
    *ret_cost = cost;
    return true;
}

bool judge_state_cost(const Model *model, State state, Cost *ret_cost, GError **error)
{
    return bill_state(model, state, NULL, ret_cost, error);
}

bool judge_plan_cost(const Model *model, const Plan *plan, Cost *ret_cost, GError **error)
{
    State state = {plan->host_of_domain, plan->in_service};
    return bill_state(model, state, plan, ret_cost, error);
}

bool judge_operator_umin(const Model *model, const Plan *plan, int64_t *ret_umin, GError **error)
{
    Int128 minutes = plan->n_actions > 0 ? model->policy.plan_review_umin : 0;
    for (uint32_t i = 0; i < plan->n_actions; i++) {
        const Action *action = &plan->actions[i];
        if (judge_is_move(action))
            minutes += judge_move_minutes(model, action->domain, action->from, action->to);
    }
    g_autofree int64_t *n_moves = moves_of_services(model, plan);
    for (uint32_t service = 0; service < model->n_services; service++)
        minutes += n_moves[service] > 0 ? model->policy.service_notice_umin : 0;
    for (uint32_t host = 0; host < model->n_hosts; host++)
        if (plan->in_service[host] != model->hosts[host].on)
            minutes += model->policy.power_change_umin;
    if (!exact_fits_int64(minutes)) {
        g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                    "the operator minutes leave the range of 64 bits");
        return false;
    }
    *ret_umin = (int64_t)minutes;
    return true;
}
