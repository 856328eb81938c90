#include "model/cost.h"

#include "common/error.h"
#include "common/rational.h"
#include "model/rules.h"
#include "model/use.h"

const char *const cost_part_names[N_COST_PARTS] = {"machine",  "admin",         "energy", "licence",
                                                   "overload", "balance",       "rules",  "moves",
                                                   "notices",  "power_changes", "review"};

/* A state whose cost is being added up. */
typedef struct {
    const Model *model;
    const uint32_t *host_of_domain;
    const bool *in_service;
    const int64_t *use; /* see placement_use */
    Cost *cost;
} Bill;

static bool fail_too_large(GError **error)
{
    g_set_error(error, VMATRIX_ERROR, VMATRIX_ERROR_BAD_DATA,
                "the costs are too large: their sum leaves the range of 9 × 10^12 of the currency");
    error_add_hint(error, "check the prices and the horizon");
    return false;
}

static bool add(Bill *bill, CostPart part, int64_t micro, GError **error)
{
    if (__builtin_add_overflow(bill->cost->part[part], micro, &bill->cost->part[part]) ||
        __builtin_add_overflow(bill->cost->total, micro, &bill->cost->total))
        return fail_too_large(error);
    return true;
}

static bool add_hosts(Bill *bill, GError **error)
{
    for (uint32_t host = 0; host < bill->model->n_hosts; host++) {
        HostPrice price;
        if (!bill->in_service[host])
            continue;
        if (!host_price(bill->model, host, &price, error) ||
            !add(bill, COST_MACHINE, price.machine, error) ||
            !add(bill, COST_ADMIN, price.admin, error) ||
            !add(bill, COST_ENERGY, price.idle_energy, error))
            return false;
    }
    return true;
}

static bool add_use_energy(Bill *bill, GError **error)
{
    for (uint32_t domain = 0; domain < bill->model->n_domains; domain++) {
        uint32_t host = bill->host_of_domain[domain];
        int64_t micro;
        if (host == INDEX_NONE || !bill->in_service[host])
            continue;
        if (!use_energy_price(bill->model, domain, host, &micro, error) ||
            !add(bill, COST_ENERGY, micro, error))
            return false;
    }
    return true;
}

static bool add_licences(Bill *bill, GError **error)
{
    const Model *model = bill->model;
    g_autofree bool *paid = g_new0(bool, (gsize)model->n_hosts * model->n_licences + 1);
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t host = bill->host_of_domain[domain];
        const IndexSet *licences = &model->domains[domain].licences;
        for (uint32_t i = 0; host != INDEX_NONE && i < licences->n; i++) {
            bool *pair = &paid[(gsize)host * model->n_licences + licences->index[i]];
            int64_t micro;
            if (*pair)
                continue;
            *pair = true;
            if (!licence_price(model, licences->index[i], host, &micro, error) ||
                !add(bill, COST_LICENCE, micro, error))
                return false;
        }
    }
    return true;
}

/* Adds what amount units over all periods cost at a price per unit and hour. */
static bool add_mean(Bill *bill, CostPart part, Decimal price_per_h, int64_t amount,
                     int64_t divisor, GError **error)
{
    g_autoptr(Rational) price = rational_new_integer(bill->model->policy.horizon_h);
    rational_multiply_decimal(price, price_per_h);
    rational_multiply_integer(price, MICRO);
    rational_divide_integer(price, bill->model->policy.n_periods);
    rational_divide_integer(price, divisor);
    int64_t micro;
    if (!rational_round_half_up(price, amount, &micro))
        return fail_too_large(error);
    return add(bill, part, micro, error);
}

static int64_t overload_of(const Bill *bill, uint32_t host, uint32_t resource)
{
    int64_t soft = host_soft_limit(bill->model, host, resource);
    int64_t overload = 0;
    for (uint32_t period = 0; period < bill->model->policy.n_periods; period++)
        overload += MAX(use_at(bill->model, bill->use, host, resource, period) - soft, 0);
    return overload;
}

static bool add_overload(Bill *bill, GError **error)
{
    const Model *model = bill->model;
    for (uint32_t resource = 0; resource < model->n_resources; resource++) {
        Decimal price = model->resources[resource].overload_price;
        if (decimal_is_zero(price))
            continue;
        for (uint32_t host = 0; host < model->n_hosts; host++)
            if (!add_mean(bill, COST_OVERLOAD, price, overload_of(bill, host, resource), 1, error))
                return false;
    }
    return true;
}

/* Stranded headroom over all periods in thousandths: max(0, ratio × headroom of the resource −
 * 1000 × headroom of the other). */
static bool stranded_of(const Bill *bill, const Balance *balance, uint32_t host,
                        int64_t *ret_permille)
{
    const Model *model = bill->model;
    const int64_t *capacity = model->hosts[host].capacity;
    int64_t sum = 0;
    for (uint32_t period = 0; period < model->policy.n_periods; period++) {
        int64_t room =
            capacity[balance->resource] - use_at(model, bill->use, host, balance->resource, period);
        int64_t other =
            capacity[balance->with] - use_at(model, bill->use, host, balance->with, period);
        int64_t stranded;
        if (__builtin_mul_overflow(room, balance->ratio_permille, &room) ||
            __builtin_mul_overflow(other, 1000, &other) ||
            __builtin_sub_overflow(room, other, &stranded) ||
            __builtin_add_overflow(sum, MAX(stranded, 0), &sum))
            return false;
    }
    *ret_permille = sum;
    return true;
}

static bool add_balance(Bill *bill, GError **error)
{
    for (uint32_t i = 0; i < bill->model->n_balances; i++) {
        const Balance *balance = &bill->model->balances[i];
        for (uint32_t host = 0; host < bill->model->n_hosts; host++) {
            int64_t permille;
            if (!stranded_of(bill, balance, host, &permille))
                return fail_too_large(error);
            if (!add_mean(bill, COST_BALANCE, balance->price_per_h, permille, 1000, error))
                return false;
        }
    }
    return true;
}

static bool add_soft_rules(Bill *bill, GError **error)
{
    for (uint32_t i = 0; i < bill->model->n_rules; i++) {
        const Rule *rule = &bill->model->rules[i];
        int64_t micro;
        if (rule->strength != STRENGTH_SOFT)
            continue;
        int64_t breaches = rule_breaches(bill->model, rule, bill->host_of_domain, bill->in_service);
        if (!breach_price(bill->model, rule, breaches, &micro, error) ||
            !add(bill, COST_RULES, micro, error))
            return false;
    }
    return true;
}

static bool add_recurring(Bill *bill, GError **error)
{
    return add_hosts(bill, error) && add_use_energy(bill, error) && add_licences(bill, error) &&
           add_overload(bill, error) && add_balance(bill, error) && add_soft_rules(bill, error);
}

/* Moves of each service, [n_services + 1]: the last counts domains without one. */
static bool add_moves(Bill *bill, int64_t *n_moves, GError **error)
{
    const Model *model = bill->model;
    for (uint32_t domain = 0; domain < model->n_domains; domain++) {
        uint32_t from = model->domains[domain].host;
        uint32_t to = bill->host_of_domain[domain];
        int64_t micro, umin;
        if (to == from || (to == INDEX_NONE && !domain_retires(model, domain)))
            continue;
        n_moves[MIN(model->domains[domain].service, model->n_services)]++;
        if (!move_price(model, domain, from, to, &micro, &umin, error) ||
            !add(bill, COST_MOVES, micro, error))
            return false;
    }
    return true;
}

static bool add_services(Bill *bill, const int64_t *n_moves, GError **error)
{
    int64_t busiest = 0;
    int64_t micro;
    for (uint32_t service = 0; service < bill->model->n_services; service++) {
        busiest = MAX(busiest, n_moves[service]);
        if (n_moves[service] == 0)
            continue;
        if (!notice_price(bill->model, &micro, error) || !add(bill, COST_NOTICES, micro, error))
            return false;
    }
    return busiest_price(bill->model, busiest, &micro, error) &&
           add(bill, COST_MOVES, micro, error);
}

static bool add_power_changes(Bill *bill, bool *ret_changed, GError **error)
{
    int64_t micro;
    for (uint32_t host = 0; host < bill->model->n_hosts; host++) {
        if (bill->in_service[host] == bill->model->hosts[host].on)
            continue;
        *ret_changed = true;
        if (!power_change_price(bill->model, &micro, error) ||
            !add(bill, COST_POWER_CHANGES, micro, error))
            return false;
    }
    return true;
}

static bool add_changes(Bill *bill, GError **error)
{
    uint32_t n_services = bill->model->n_services;
    g_autofree int64_t *n_moves = g_new0(int64_t, (gsize)n_services + 1);
    bool changed = false;
    if (!add_moves(bill, n_moves, error) || !add_services(bill, n_moves, error) ||
        !add_power_changes(bill, &changed, error))
        return false;
    for (uint32_t service = 0; service <= n_services; service++)
        changed = changed || n_moves[service] > 0;
    int64_t micro;
    return !changed ||
           (review_price(bill->model, &micro, error) && add(bill, COST_REVIEW, micro, error));
}

bool placement_cost(const Model *model, const uint32_t *host_of_domain, const bool *in_service,
                    Cost *ret_cost, GError **error)
{
    Cost cost = {0};
    g_autofree int64_t *use = placement_use(model, host_of_domain);
    g_autofree bool *in_use = hosts_in_use(model, host_of_domain);
    Bill bill = {model, host_of_domain, in_service != NULL ? in_service : in_use, use, &cost};
    if (!add_recurring(&bill, error) || !add_changes(&bill, error))
        return false;
    *ret_cost = cost;
    return true;
}

bool current_cost(const Model *model, Cost *ret_cost, GError **error)
{
    Cost cost = {0};
    g_autofree uint32_t *placement = current_placement(model);
    g_autofree int64_t *use = placement_use(model, placement);
    g_autofree bool *in_service = current_in_service(model);
    Bill bill = {model, placement, in_service, use, &cost};
    if (!add_recurring(&bill, error))
        return false;
    *ret_cost = cost;
    return true;
}
