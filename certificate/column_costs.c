#include "certificate/column_costs.h"

#include "certificate/limits.h"
#include "certificate/price.h"
#include "common/error.h"

static bool add(int64_t *sum, int64_t micro)
{
    return !__builtin_add_overflow(*sum, micro, sum);
}

/* ⌊scale × rate⌋: whole part and rest apart, so that neither leaves its range early. */
static bool scale_down(const Rational *rate, int64_t scale, Int128 *ret_scaled)
{
    int64_t whole, rest;
    if (!rational_floor(rate, 1, &whole))
        return false;
    g_autoptr(Rational) fraction = rational_copy(rate);
    g_autoptr(Rational) taken = rational_new_integer(whole);
    rational_subtract(fraction, taken);
    if (!rational_floor(fraction, scale, &rest))
        return false;
    *ret_scaled = (Int128)whole * scale + rest;
    return true;
}

/* Hosts of equal cpu capacity, idle and peak watts price the same use alike. */
static bool same_energy(const Model *model, uint32_t cpu, uint32_t left, uint32_t right)
{
    const Host *a = &model->hosts[left], *b = &model->hosts[right];
    return a->capacity[cpu] == b->capacity[cpu] && a->idle_w.mantissa == b->idle_w.mantissa &&
           a->idle_w.scale == b->idle_w.scale && a->peak_w.mantissa == b->peak_w.mantissa &&
           a->peak_w.scale == b->peak_w.scale;
}

static uint32_t class_of(const ColumnCosts *costs, const Model *model, uint32_t cpu,
                         const GArray *firsts, uint32_t host)
{
    for (uint32_t class = 0; class < costs->n_classes; class ++)
        if (cpu == INDEX_NONE ||
            same_energy(model, cpu, g_array_index(firsts, uint32_t, class), host))
            return class;
    return costs->n_classes;
}

static bool init_use_energy(ColumnCosts *costs, const Model *model)
{
    uint32_t cpu = model_find_resource(model, "cpu_mcpu");
    g_autoptr(GArray) firsts = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    costs->energy_class = g_new0(uint32_t, MAX(model->n_hosts, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        costs->energy_class[host] = class_of(costs, model, cpu, firsts, host);
        if (costs->energy_class[host] < costs->n_classes)
            continue;
        g_array_append_val(firsts, host);
        costs->n_classes++;
    }
    costs->use_energy = g_new0(int64_t, MAX((gsize)costs->n_classes * model->n_domains, 1));
    for (uint32_t class = 0; class < costs->n_classes; class ++) {
        uint32_t first = g_array_index(firsts, uint32_t, class);
        g_autoptr(Rational) rate = judge_rate_use_energy(model, first);
        int64_t *of_class = costs->use_energy + (gsize) class * model->n_domains;
        for (uint32_t domain = 0; domain < model->n_domains; domain++)
            if (!judge_price_use_energy_at(model, rate, domain, &of_class[domain]))
                return false;
    }
    return true;
}

static bool init_serve(ColumnCosts *costs, const Model *model)
{
    int64_t power_change, machine, admin, idle;
    if (!judge_price_power_change(model, &power_change))
        return false;
    costs->serve = g_new0(int64_t, MAX(model->n_hosts, 1));
    for (uint32_t host = 0; host < model->n_hosts; host++) {
        bool on = model->hosts[host].on;
        if (!judge_price_machine(model, host, &machine) ||
            !judge_price_admin(model, host, &admin) || !judge_price_idle_energy(model, host, &idle))
            return false;
        costs->serve[host] = on ? -power_change : power_change;
        if (!add(&costs->serve[host], machine) || !add(&costs->serve[host], admin) ||
            !add(&costs->serve[host], idle) || (on && !add(&costs->constant, power_change)))
            return false;
    }
    return true;
}

static bool init_touches(ColumnCosts *costs, const Model *model)
{
    costs->move = g_new0(int64_t, MAX(model->n_domains, 1));
    for (uint32_t domain = 0; domain < model->n_domains; domain++)
        if (!judge_price_move(model, domain, INDEX_NONE, INDEX_NONE, &costs->move[domain]) ||
            (judge_retires(model, domain) && !add(&costs->constant, costs->move[domain])))
            return false;
    costs->licence = g_new0(int64_t, MAX((gsize)model->n_licences * model->n_hosts, 1));
    for (uint32_t licence = 0; licence < model->n_licences; licence++)
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (!judge_price_licence(model, licence, host,
                                     &costs->licence[(gsize)licence * model->n_hosts + host]))
                return false;
    return judge_price_review(model, &costs->change) && judge_price_notice(model, &costs->notice);
}

/* One lookup a pair instead of one a place. */
static void init_pairs(ColumnCosts *costs, const Model *model)
{
    gsize n_hosts = model->n_hosts;
    if (model->n_move_costs == 0)
        return;
    costs->pair = g_new0(int64_t, MAX(n_hosts * n_hosts, 1));
    for (uint32_t from = 0; from < n_hosts; from++)
        for (uint32_t to = 0; to < n_hosts; to++)
            if (!judge_pair_adds(model, from, to, &costs->pair[from * n_hosts + to]))
                costs->pair[from * n_hosts + to] = PAIR_ROUNDED;
}

static bool init_overload(ColumnCosts *costs, const Model *model, int64_t scale)
{
    costs->overload = g_new0(Int128, MAX(model->n_resources, 1));
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        g_autoptr(Rational) rate =
            judge_rate_over_horizon(model, model->resources[resource].overload_price);
        rational_divide_integer(rate, (int64_t)model->policy.n_periods);
        if (!scale_down(rate, scale, &costs->overload[resource]))
            return false;
        costs->n_rough += judge_is_whole(rate, 1) ? 0 : model->n_hosts;
    }
    return true;
}

/* The column counts in thousandths where the ratio does, so its price must be whole for those. */
static bool init_balance(ColumnCosts *costs, const Model *model, int64_t scale)
{
    costs->balance = g_new0(Int128, MAX(model->n_balances, 1));
    for (uint32_t row = 0; row < model->n_balances; row++) {
        g_autoptr(Rational) rate = judge_rate_over_horizon(model, model->balances[row].price_per_h);
        rational_divide_integer(rate, (int64_t)model->policy.n_periods);
        if (!scale_down(rate, scale, &costs->balance[row]))
            return false;
        bool whole = judge_is_whole(rate, 1);
        rational_divide_integer(rate, 1000);
        whole = whole && judge_is_whole(rate, model->balances[row].ratio_permille);
        costs->n_rough += whole ? 0 : model->n_hosts;
    }
    return true;
}

static bool init_rules(ColumnCosts *costs, const Model *model, int64_t scale)
{
    costs->breach = g_new0(Int128, MAX(model->n_rules, 1));
    for (uint32_t rule = 0; rule < model->n_rules; rule++) {
        if (model->rules[rule].strength != STRENGTH_SOFT)
            continue;
        g_autoptr(Rational) rate = judge_rate_over_horizon(model, model->rules[rule].price_per_h);
        if (!scale_down(rate, scale, &costs->breach[rule]))
            return false;
        costs->n_rough += judge_is_whole(rate, 1) ? 0 : 1;
    }
    g_autoptr(Rational) busiest = judge_rate_busiest(model);
    costs->n_rough += judge_is_whole(busiest, 1) ? 0 : 1;
    return scale_down(busiest, scale, &costs->busiest);
}

bool judge_column_costs_init(ColumnCosts *costs, const Model *model, int64_t scale, GError **error)
{
    *costs = (ColumnCosts){0};
    init_pairs(costs, model);
    if (init_use_energy(costs, model) && init_serve(costs, model) && init_touches(costs, model) &&
        init_overload(costs, model, scale) && init_balance(costs, model, scale) &&
        init_rules(costs, model, scale))
        return true;
    judge_column_costs_clear(costs);
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "a cost of the program leaves the range of 64 bits in micro-units");
    return false;
}

void judge_column_costs_clear(ColumnCosts *costs)
{
    g_clear_pointer(&costs->energy_class, g_free);
    g_clear_pointer(&costs->use_energy, g_free);
    g_clear_pointer(&costs->move, g_free);
    g_clear_pointer(&costs->pair, g_free);
    g_clear_pointer(&costs->serve, g_free);
    g_clear_pointer(&costs->licence, g_free);
    g_clear_pointer(&costs->overload, g_free);
    g_clear_pointer(&costs->balance, g_free);
    g_clear_pointer(&costs->breach, g_free);
}

bool judge_column_costs_place(const ColumnCosts *costs, const Model *model, uint32_t domain,
                              uint32_t host, int64_t *ret_micro)
{
    uint32_t home = model->domains[domain].host;
    int64_t micro = costs->use_energy[(gsize)costs->energy_class[host] * model->n_domains + domain];
    int64_t move = costs->move[domain];
    if (host == home && judge_is_placed(model, domain)) {
        *ret_micro = micro;
        return true;
    }
    int64_t extra = costs->pair == NULL || home == INDEX_NONE
                        ? 0
                        : costs->pair[(gsize)home * model->n_hosts + host];
    if (extra == PAIR_ROUNDED) {
        extra = 0;
        if (!judge_price_move(model, domain, home, host, &move))
            return false;
    }
    *ret_micro = micro;
    return add(ret_micro, move) && add(ret_micro, extra);
}
