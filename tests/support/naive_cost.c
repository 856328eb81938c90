#include <string.h>

#include "common/rational.h"
#include "tests/support/naive_check.h"
#include "tests/support/naive_parts.h"

/* factor × product of the decimals / divisor, in micro-units, rounded half up. */
static int64_t price(int64_t factor, const Decimal *decimals, int n_decimals, int64_t divisor)
{
    g_autoptr(Rational) amount = rational_new_integer(factor);
    for (int i = 0; i < n_decimals; i++)
        rational_multiply_decimal(amount, decimals[i]);
    rational_divide_integer(amount, divisor);
    int64_t micro = 0;
    g_assert(rational_round_half_up(amount, 1000000, &micro));
    return micro;
}
#define PRICE(factor, divisor, ...)                                                                \
    price(factor, (Decimal[]){__VA_ARGS__}, sizeof((Decimal[]){__VA_ARGS__}) / sizeof(Decimal),    \
          divisor)

static uint32_t cpu_of(const Model *model)
{
    for (uint32_t r = 0; r < model->n_resources; r++) {
        if (strcmp(model->resources[r].name, "cpu_mcpu") == 0)
            return r;
    }
    return INDEX_NONE;
}

static int64_t use_energy(const Model *model, uint32_t v, uint32_t h)
{
    const Policy *policy = &model->policy;
    uint32_t cpu = cpu_of(model);
    int64_t sum = 0;
    if (cpu == INDEX_NONE || model->hosts[h].capacity[cpu] == 0)
        return 0;
    for (uint32_t p = 0; p < policy->n_periods; p++)
        sum += model->domains[v].demand[cpu * policy->n_periods + p];
    g_autoptr(Rational) watts = rational_new_decimal(model->hosts[h].peak_w);
    g_autoptr(Rational) idle = rational_new_decimal(model->hosts[h].idle_w);
    rational_subtract(watts, idle);
    rational_multiply_integer(watts, sum);
    rational_divide_integer(watts, policy->n_periods);
    rational_divide_integer(watts, model->hosts[h].capacity[cpu]);
    rational_multiply_integer(watts, policy->horizon_h);
    rational_multiply_decimal(watts, policy->pue);
    rational_multiply_decimal(watts, policy->price_per_kwh);
    int64_t micro = 0;
    g_assert(rational_round_half_up(watts, 1000, &micro));
    return micro;
}

static void add_hosts(const Model *model, const uint32_t *at, const bool *on, NaiveCost *cost)
{
    const Policy *policy = &model->policy;
    for (uint32_t h = 0; h < model->n_hosts; h++) {
        const Host *host = &model->hosts[h];
        if (!on[h])
            continue;
        cost->machine += PRICE(policy->horizon_h, 1, host->machine_cost_per_h);
        cost->admin +=
            PRICE(policy->horizon_h, 730 * 60, host->admin_min_per_month, policy->wage_per_h);
        cost->energy +=
            PRICE(policy->horizon_h, 1000, policy->pue, policy->price_per_kwh, host->idle_w);
        for (uint32_t v = 0; v < model->n_domains; v++)
            cost->energy += at[v] == h ? use_energy(model, v, h) : 0;
    }
}

static void add_licences(const Model *model, const uint32_t *at, NaiveCost *cost)
{
    uint32_t cpu = cpu_of(model);
    for (uint32_t l = 0; l < model->n_licences; l++)
        for (uint32_t h = 0; h < model->n_hosts; h++) {
            bool needed = false;
            for (uint32_t v = 0; v < model->n_domains; v++)
                needed = needed || (at[v] == h && naive_has(&model->domains[v].licences, l));
            if (!needed)
                continue;
            int64_t millicores = cpu == INDEX_NONE ? 0 : model->hosts[h].capacity[cpu];
            g_autoptr(Rational) each = rational_new_decimal(model->licences[l].cost_per_core_h);
            g_autoptr(Rational) base = rational_new_decimal(model->licences[l].cost_per_host_h);
            rational_multiply_integer(each, millicores);
            rational_divide_integer(each, 1000);
            rational_add(base, each);
            rational_multiply_integer(base, model->policy.horizon_h);
            int64_t micro = 0;
            g_assert(rational_round_half_up(base, 1000000, &micro));
            cost->licence += micro;
        }
}

static void add_loads(const Model *model, const uint32_t *at, NaiveCost *cost)
{
    const Policy *policy = &model->policy;
    for (uint32_t h = 0; h < model->n_hosts; h++) {
        for (uint32_t r = 0; r < model->n_resources; r++) {
            const Resource *resource = &model->resources[r];
            int64_t soft = model->hosts[h].soft_amount[r], above = 0;
            if (soft == NO_LIMIT)
                soft = model->hosts[h].capacity[r] * resource->soft_permille / 1000;
            for (uint32_t p = 0; p < policy->n_periods; p++)
                above += MAX(0, naive_use(model, at, h, r, p) - soft);
            cost->overload +=
                PRICE(policy->horizon_h * above, policy->n_periods, resource->overload_price);
        }
        for (uint32_t b = 0; b < model->n_balances; b++) {
            const Balance *row = &model->balances[b];
            const int64_t *capacity = model->hosts[h].capacity;
            int64_t thousandths = 0;
            for (uint32_t p = 0; p < policy->n_periods; p++)
                thousandths += MAX(
                    0, row->ratio_permille * (capacity[row->resource] -
                                              naive_use(model, at, h, row->resource, p)) -
                           1000 * (capacity[row->with] - naive_use(model, at, h, row->with, p)));
            cost->balance += PRICE(thousandths * policy->horizon_h,
                                   (int64_t)policy->n_periods * 1000, row->price_per_h);
        }
    }
}

static int64_t minutes_price(const Model *model, int64_t umin)
{
    return PRICE(umin, INT64_C(60000000), model->policy.wage_per_h);
}

static int64_t move_price_of(const Model *model, uint32_t v, uint32_t to)
{
    const Domain *domain = &model->domains[v];
    g_autoptr(Rational) sum = rational_new_integer(naive_minutes_of(model, v, to));
    g_autoptr(Rational) extra = rational_new_decimal(domain->move_cost);
    g_autoptr(Rational) downtime = rational_new_decimal(domain->downtime_cost);
    rational_multiply_decimal(sum, model->policy.out_of_hours_factor);
    rational_multiply_decimal(sum, model->policy.wage_per_h);
    rational_divide_integer(sum, INT64_C(60000000));
    rational_add(sum, extra);
    rational_add(sum, downtime);
    for (uint32_t i = 0; i < model->n_move_costs; i++) {
        g_autoptr(Rational) pair = rational_new_decimal(model->move_costs[i].cost);
        if (naive_pair_adds(model, &model->move_costs[i], domain->host, to))
            rational_add(sum, pair);
    }
    int64_t micro = 0;
    g_assert(rational_round_half_up(sum, 1000000, &micro));
    return micro;
}

static void add_touches(const Model *model, const uint32_t *at, const bool *on, NaiveCost *cost)
{
    bool changed = false;
    int64_t busiest = 0;
    for (uint32_t v = 0; v < model->n_domains; v++) {
        if (!naive_moves(model, at, v))
            continue;
        cost->moves += move_price_of(model, v, at[v]);
        changed = true;
    }
    for (uint32_t s = 0; s < model->n_services; s++) {
        int64_t n_moved = 0;
        for (uint32_t v = 0; v < model->n_domains; v++)
            n_moved += model->domains[v].service == s && naive_moves(model, at, v);
        busiest = MAX(busiest, n_moved);
        cost->notices += n_moved > 0 ? minutes_price(model, model->policy.service_notice_umin) : 0;
    }
    for (uint32_t h = 0; h < model->n_hosts; h++) {
        if (on[h] == model->hosts[h].on)
            continue;
        cost->power_changes += minutes_price(model, model->policy.power_change_umin);
        changed = true;
    }
    cost->moves += PRICE(busiest, 1, model->policy.busiest_service_cost);
    cost->review = changed ? minutes_price(model, model->policy.plan_review_umin) : 0;
}

NaiveCost naive_cost(const Model *model, const uint32_t *at, const bool *on)
{
    NaiveCost cost = {0};
    add_hosts(model, at, on, &cost);
    add_licences(model, at, &cost);
    add_loads(model, at, &cost);
    for (uint32_t i = 0; i < model->n_rules; i++) {
        const Rule *rule = &model->rules[i];
        if (rule->strength == STRENGTH_SOFT)
            cost.rules += PRICE(model->policy.horizon_h * naive_breaches(model, rule, at, on), 1,
                                rule->price_per_h);
    }
    add_touches(model, at, on, &cost);
    cost.total = cost.machine + cost.admin + cost.energy + cost.licence + cost.overload +
                 cost.balance + cost.rules + cost.moves + cost.notices + cost.power_changes +
                 cost.review;
    return cost;
}
