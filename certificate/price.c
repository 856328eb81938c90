#include "certificate/price.h"

#include <stdlib.h>

/* H × price in micro-units. */
Rational *judge_rate_over_horizon(const Model *model, Decimal price_per_h)
{
    Rational *rate = rational_new_decimal(price_per_h);
    rational_multiply_integer(rate, model->policy.horizon_h);
    rational_multiply_integer(rate, MICRO);
    return rate;
}

bool judge_price_machine(const Model *model, uint32_t host, int64_t *ret_micro)
{
    g_autoptr(Rational) price =
        judge_rate_over_horizon(model, model->hosts[host].machine_cost_per_h);
    return rational_round_half_up(price, 1, ret_micro);
}

/* H/730 × minutes/60 × wage */
bool judge_price_admin(const Model *model, uint32_t host, int64_t *ret_micro)
{
    g_autoptr(Rational) price = judge_rate_over_horizon(model, model->policy.wage_per_h);
    rational_multiply_decimal(price, model->hosts[host].admin_min_per_month);
    rational_divide_integer(price, INT64_C(730) * 60);
    return rational_round_half_up(price, 1, ret_micro);
}

/* H × pue × price_per_kwh/1000: micro-units that one watt costs over the horizon. */
static Rational *rate_watt(const Model *model)
{
    Rational *rate = judge_rate_over_horizon(model, model->policy.price_per_kwh);
    rational_multiply_decimal(rate, model->policy.pue);
    rational_divide_integer(rate, 1000);
    return rate;
}

bool judge_price_idle_energy(const Model *model, uint32_t host, int64_t *ret_micro)
{
    g_autoptr(Rational) price = rate_watt(model);
    rational_multiply_decimal(price, model->hosts[host].idle_w);
    return rational_round_half_up(price, 1, ret_micro);
}

/* (peak − idle) × rate / (periods × cpu capacity); 0 where there is no cpu to speak of. */
Rational *judge_rate_use_energy(const Model *model, uint32_t host)
{
    const Host *paid = &model->hosts[host];
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    if (cpu == INDEX_NONE || paid->capacity[cpu] == 0)
        return rational_new_integer(0);
    Rational *rate = rational_new_decimal(paid->peak_w);
    g_autoptr(Rational) idle = rational_new_decimal(paid->idle_w);
    g_autoptr(Rational) watt = rate_watt(model);
    rational_subtract(rate, idle);
    rational_multiply(rate, watt);
    rational_divide_integer(rate, (int64_t)model->policy.n_periods);
    rational_divide_integer(rate, paid->capacity[cpu]);
    return rate;
}

bool judge_price_use_energy_at(const Model *model, const Rational *rate, uint32_t domain,
                               int64_t *ret_micro)
{
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    int64_t use = 0; /* at most 288 × 10^12 */
    for (uint32_t period = 0; cpu != INDEX_NONE && period < model->policy.n_periods; period++)
        use += model_demand(model, domain, cpu, period);
    return rational_round_half_up(rate, use, ret_micro);
}

bool judge_price_use_energy(const Model *model, uint32_t domain, uint32_t host, int64_t *ret_micro)
{
    g_autoptr(Rational) rate = judge_rate_use_energy(model, host);
    return judge_price_use_energy_at(model, rate, domain, ret_micro);
}

/* H × (cost_per_host_h + cores × cost_per_core_h), cores = cpu capacity/1000 */
bool judge_price_licence(const Model *model, uint32_t licence, uint32_t host, int64_t *ret_micro)
{
    const Licence *bought = &model->licences[licence];
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    g_autoptr(Rational) price = judge_rate_over_horizon(model, bought->cost_per_host_h);
    g_autoptr(Rational) per_core = judge_rate_over_horizon(model, bought->cost_per_core_h);
    rational_multiply_integer(per_core, cpu == INDEX_NONE ? 0 : model->hosts[host].capacity[cpu]);
    rational_divide_integer(per_core, 1000);
    rational_add(price, per_core);
    return rational_round_half_up(price, 1, ret_micro);
}

static void add_money(Rational *sum, Decimal amount)
{
    g_autoptr(Rational) term = rational_new_decimal(amount);
    rational_multiply_integer(term, MICRO);
    rational_add(sum, term);
}

static int compare_ends(const void *left, const void *right)
{
    const MoveCost *a = left, *b = right;
    const uint32_t of_a[] = {a->from_host, a->from_zone, a->to_host, a->to_zone};
    const uint32_t of_b[] = {b->from_host, b->from_zone, b->to_host, b->to_zone};
    for (gsize i = 0; i < G_N_ELEMENTS(of_a); i++)
        if (of_a[i] != of_b[i])
            return of_a[i] < of_b[i] ? -1 : 1;
    return 0;
}

/* Rows that match the pair: at most one by each way to name both ends. */
static uint32_t matching_rows(const Model *model, uint32_t from, uint32_t to,
                              const MoveCost *ret_rows[4])
{
    bool is_pair = from != INDEX_NONE && to != INDEX_NONE && model->n_move_costs > 0;
    uint32_t n = 0;
    for (uint32_t way = 0; way < 4 && is_pair; way++) {
        uint32_t zone_from = way < 2 ? INDEX_NONE : model->hosts[from].zone;
        uint32_t zone_to = way % 2 == 0 ? INDEX_NONE : model->hosts[to].zone;
        if ((way >= 2 && zone_from == INDEX_NONE) || (way % 2 == 1 && zone_to == INDEX_NONE))
            continue;
        MoveCost ends = {.from_host = way < 2 ? from : INDEX_NONE,
                         .from_zone = zone_from,
                         .to_host = way % 2 == 0 ? to : INDEX_NONE,
                         .to_zone = zone_to};
        const MoveCost *row =
            bsearch(&ends, model->move_costs, model->n_move_costs, sizeof(MoveCost), compare_ends);
        if (row != NULL)
            ret_rows[n++] = row;
    }
    return n;
}

bool judge_pair_adds(const Model *model, uint32_t from, uint32_t to, int64_t *ret_micro)
{
    const MoveCost *rows[4];
    uint32_t n = matching_rows(model, from, to, rows);
    g_autoptr(Rational) sum = rational_new_integer(0);
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i]->operator_umin != 0)
            return false;
        add_money(sum, rows[i]->cost);
    }
    return judge_is_whole(sum, 1) && rational_round_half_up(sum, 1, ret_micro);
}

/* The second half of a detour: from a host that is not the domain's own, and not back to that one.
 */
static bool leaves_a_stop(const Model *model, uint32_t domain, uint32_t from, uint32_t to)
{
    uint32_t home = model->domains[domain].host;
    return model->n_move_costs > 0 && from != home && to != home;
}

static int64_t minutes_between(const Model *model, uint32_t domain, uint32_t from, uint32_t to)
{
    int64_t minutes = model->domains[domain].operator_umin + model->policy.move_review_umin;
    const MoveCost *rows[4];
    uint32_t n = matching_rows(model, from, to, rows);
    for (uint32_t i = 0; i < n; i++)
        minutes += rows[i]->operator_umin;
    return minutes;
}

int64_t judge_move_minutes(const Model *model, uint32_t domain, uint32_t from, uint32_t to)
{
    uint32_t home = model->domains[domain].host;
    int64_t minutes = minutes_between(model, domain, from, to);
    if (!leaves_a_stop(model, domain, from, to))
        return minutes;
    int64_t direct = minutes_between(model, domain, home, to);
    return MAX(minutes, direct - minutes_between(model, domain, home, from));
}

/* Micro-minutes × wage/60: a micro-minute costs wage/60 micro-units. */
static Rational *wage_for(const Model *model, int64_t umin)
{
    Rational *price = rational_new_integer(umin);
    rational_multiply_decimal(price, model->policy.wage_per_h);
    rational_divide_integer(price, 60);
    return price;
}

static bool price_between(const Model *model, uint32_t domain, uint32_t from, uint32_t to,
                          int64_t *ret_micro)
{
    g_autoptr(Rational) price = wage_for(model, minutes_between(model, domain, from, to));
    rational_multiply_decimal(price, model->policy.out_of_hours_factor);
    add_money(price, model->domains[domain].move_cost);
    add_money(price, model->domains[domain].downtime_cost);
    const MoveCost *rows[4];
    uint32_t n = matching_rows(model, from, to, rows);
    for (uint32_t i = 0; i < n; i++)
        add_money(price, rows[i]->cost);
    return rational_round_half_up(price, 1, ret_micro);
}

bool judge_price_move(const Model *model, uint32_t domain, uint32_t from, uint32_t to,
                      int64_t *ret_micro)
{
    uint32_t home = model->domains[domain].host;
    int64_t leg, to_stop, direct;
    if (!price_between(model, domain, from, to, &leg))
        return false;
    if (leaves_a_stop(model, domain, from, to)) {
        if (!price_between(model, domain, home, from, &to_stop) ||
            !price_between(model, domain, home, to, &direct))
            return false;
        leg = MAX(leg, direct - to_stop);
    }
    *ret_micro = leg;
    return true;
}

Rational *judge_rate_busiest(const Model *model)
{
    Rational *rate = rational_new_decimal(model->policy.busiest_service_cost);
    rational_multiply_integer(rate, MICRO);
    return rate;
}

bool judge_price_busiest(const Model *model, int64_t n_moved, int64_t *ret_micro)
{
    g_autoptr(Rational) rate = judge_rate_busiest(model);
    return rational_round_half_up(rate, n_moved, ret_micro);
}

bool judge_price_notice(const Model *model, int64_t *ret_micro)
{
    g_autoptr(Rational) price = wage_for(model, model->policy.service_notice_umin);
    return rational_round_half_up(price, 1, ret_micro);
}

bool judge_price_power_change(const Model *model, int64_t *ret_micro)
{
    g_autoptr(Rational) price = wage_for(model, model->policy.power_change_umin);
    return rational_round_half_up(price, 1, ret_micro);
}

bool judge_price_review(const Model *model, int64_t *ret_micro)
{
    g_autoptr(Rational) price = wage_for(model, model->policy.plan_review_umin);
    return rational_round_half_up(price, 1, ret_micro);
}

/* Only the fractional part is scaled up, so that a large value cannot leave the range. */
bool judge_is_whole(const Rational *value, int64_t factor)
{
    g_autoptr(Rational) scaled = rational_copy(value);
    rational_multiply_integer(scaled, factor);
    int64_t below, nearest_up;
    if (!rational_floor(scaled, 1, &below))
        return false;
    g_autoptr(Rational) rest = rational_new_integer(below);
    rational_subtract(scaled, rest); /* now 0 ≤ scaled < 1 */
    rational_multiply_integer(scaled, -1);
    return rational_floor(scaled, 1, &nearest_up) && nearest_up == 0;
}
