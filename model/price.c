#include "common/error.h"
#include "common/rational.h"
#include "model/cost.h"
#include "model/move_costs.h"

#define HOURS_PER_MONTH INT64_C(730)

static bool round_price(const Rational *price, int64_t factor, int64_t *ret_micro, GError **error)
{
    g_autoptr(Rational) micro = rational_copy(price);
    rational_multiply_integer(micro, MICRO);
    if (rational_round_half_up(micro, factor, ret_micro))
        return true;
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "a cost is too large: it leaves the range of 9 × 10^12 of the currency");
    error_add_hint(error, "check the prices and the horizon");
    return false;
}

/* price per hour over the horizon */
static Rational *over_horizon(const Model *model, Decimal price_per_h)
{
    Rational *price = rational_new_integer(model->policy.horizon_h);
    rational_multiply_decimal(price, price_per_h);
    return price;
}

/* what a watt costs over the horizon */
static Rational *watt_price(const Model *model)
{
    Rational *price = over_horizon(model, model->policy.price_per_kwh);
    rational_multiply_decimal(price, model->policy.pue);
    rational_divide_integer(price, 1000);
    return price;
}

/* minutes of staff at the wage */
static Rational *staff_price(const Model *model, int64_t umin)
{
    Rational *price = rational_new_integer(umin);
    rational_multiply_decimal(price, model->policy.wage_per_h);
    rational_divide_integer(price, 60 * MICRO);
    return price;
}

bool host_price(const Model *model, uint32_t host, HostPrice *ret_price, GError **error)
{
    const Host *of = &model->hosts[host];
    HostPrice price;
    g_autoptr(Rational) machine = over_horizon(model, of->machine_cost_per_h);
    g_autoptr(Rational) admin = over_horizon(model, of->admin_min_per_month);
    rational_divide_integer(admin, HOURS_PER_MONTH * 60);
    rational_multiply_decimal(admin, model->policy.wage_per_h);
    g_autoptr(Rational) idle = watt_price(model);
    rational_multiply_decimal(idle, of->idle_w);
    if (!round_price(machine, 1, &price.machine, error) ||
        !round_price(admin, 1, &price.admin, error) ||
        !round_price(idle, 1, &price.idle_energy, error))
        return false;
    *ret_price = price;
    return true;
}

bool use_energy_price(const Model *model, uint32_t domain, uint32_t host, int64_t *ret_micro,
                      GError **error)
{
    const Host *on = &model->hosts[host];
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    if (cpu == INDEX_NONE || on->capacity[cpu] == 0) {
        *ret_micro = 0;
        return true;
    }
    int64_t use = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++)
        use += model_demand(model, domain, cpu, period);
    g_autoptr(Rational) idle = rational_new_decimal(on->idle_w);
    g_autoptr(Rational) watts = rational_new_decimal(on->peak_w);
    rational_subtract(watts, idle);
    rational_divide_integer(watts, on->capacity[cpu]);
    rational_divide_integer(watts, model->policy.n_periods);
    g_autoptr(Rational) price = watt_price(model);
    rational_multiply(price, watts);
    return round_price(price, use, ret_micro, error);
}

bool move_price(const Model *model, uint32_t domain, uint32_t from, uint32_t to, int64_t *ret_micro,
                int64_t *ret_operator_umin, GError **error)
{
    const Domain *moved = &model->domains[domain];
    int64_t umin = moved->operator_umin + model->policy.move_review_umin;
    g_autoptr(Rational) extra = rational_new_decimal(moved->move_cost);
    g_autoptr(Rational) downtime = rational_new_decimal(moved->downtime_cost);
    rational_add(extra, downtime);
    const MoveCost *pairs[4];
    uint32_t n_pairs = move_costs_of(model, from, to, pairs);
    for (uint32_t i = 0; i < n_pairs; i++) {
        const MoveCost *pair = pairs[i];
        if (__builtin_add_overflow(umin, pair->operator_umin, &umin)) {
            g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                        "the minutes to move domain '%s' are too many", moved->name);
            return false;
        }
        g_autoptr(Rational) cost = rational_new_decimal(pair->cost);
        rational_add(extra, cost);
    }
    g_autoptr(Rational) price = staff_price(model, umin);
    rational_multiply_decimal(price, model->policy.out_of_hours_factor);
    rational_add(price, extra);
    if (!round_price(price, 1, ret_micro, error))
        return false;
    *ret_operator_umin = umin;
    return true;
}

bool leg_price(const Model *model, uint32_t domain, uint32_t from, uint32_t to, int64_t *ret_micro,
               int64_t *ret_operator_umin, GError **error)
{
    uint32_t home = model->domains[domain].host;
    int64_t micro, umin, stop_micro, stop_umin, direct_micro, direct_umin;
    if (!move_price(model, domain, from, to, &micro, &umin, error))
        return false;
    if (model->n_move_costs > 0 && from != home && to != home) {
        if (!move_price(model, domain, home, from, &stop_micro, &stop_umin, error) ||
            !move_price(model, domain, home, to, &direct_micro, &direct_umin, error))
            return false;
        micro = MAX(micro, direct_micro - stop_micro);
        umin = MAX(umin, direct_umin - stop_umin);
    }
    *ret_micro = micro;
    *ret_operator_umin = umin;
    return true;
}

bool licence_price(const Model *model, uint32_t licence, uint32_t host, int64_t *ret_micro,
                   GError **error)
{
    const Licence *paid = &model->licences[licence];
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    int64_t capacity_mcpu = cpu == INDEX_NONE ? 0 : model->hosts[host].capacity[cpu];
    g_autoptr(Rational) price = over_horizon(model, paid->cost_per_core_h);
    rational_multiply_integer(price, capacity_mcpu);
    rational_divide_integer(price, 1000);
    g_autoptr(Rational) per_host = over_horizon(model, paid->cost_per_host_h);
    rational_add(price, per_host);
    return round_price(price, 1, ret_micro, error);
}

static bool minutes_price(const Model *model, int64_t umin, int64_t *ret_micro, GError **error)
{
    g_autoptr(Rational) price = staff_price(model, umin);
    return round_price(price, 1, ret_micro, error);
}

bool notice_price(const Model *model, int64_t *ret_micro, GError **error)
{
    return minutes_price(model, model->policy.service_notice_umin, ret_micro, error);
}

bool power_change_price(const Model *model, int64_t *ret_micro, GError **error)
{
    return minutes_price(model, model->policy.power_change_umin, ret_micro, error);
}

bool review_price(const Model *model, int64_t *ret_micro, GError **error)
{
    return minutes_price(model, model->policy.plan_review_umin, ret_micro, error);
}

bool busiest_price(const Model *model, int64_t n_moves, int64_t *ret_micro, GError **error)
{
    g_autoptr(Rational) price = rational_new_decimal(model->policy.busiest_service_cost);
    return round_price(price, n_moves, ret_micro, error);
}

bool breach_price(const Model *model, const Rule *rule, int64_t n_breaches, int64_t *ret_micro,
                  GError **error)
{
    g_autoptr(Rational) price = over_horizon(model, rule->price_per_h);
    return round_price(price, n_breaches, ret_micro, error);
}

bool sunk_price_per_month(const Model *model, int64_t *ret_micro, GError **error)
{
    g_autoptr(Rational) sum = rational_new_integer(0);
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        g_autoptr(Rational) sunk = rational_new_decimal(model->hosts[host].sunk_cost_per_h);
        rational_add(sum, sunk);
    }
    return round_price(sum, HOURS_PER_MONTH, ret_micro, error);
}
